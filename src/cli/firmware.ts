import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { type Firmware, isFirmware, MAX_FIRMWARE_BYTES, readFirmware } from '../firmware/index.ts';
import { CannotRun, type Session } from './session.ts';

/** Reads the build archive, dump or ELF file that the command line names. */
export function openFirmware(session: Session, path: string): Firmware {
  const bytes = readBytes(path);
  session.progress.show(`reading ${path} …`);
  const read = readFirmware(bytes, basename(path));
  session.progress.clear();
  if (!read.ok) {
    throw new CannotRun(
      `\`${path}\` cannot be read: ${read.problem}`,
      'give the build archive of an image (`build-<image>.zip`), a dump, or the ELF file of a task',
    );
  }
  return read.value;
}

/** True of a path that is a build archive, a dump or an ELF file, and no tree. */
export function isFirmwareFile(path: string): boolean {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats?.isFile() || stats.size > MAX_FIRMWARE_BYTES) return false;
  return isFirmware(new Uint8Array(readFileSync(path)));
}

function readBytes(path: string): Uint8Array {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats) throw new CannotRun(`there is no file \`${path}\``);
  if (!stats.isFile()) throw new CannotRun(`\`${path}\` is not a file`, 'give a build archive, a dump or an ELF file');
  if (stats.size > MAX_FIRMWARE_BYTES) {
    throw new CannotRun(`\`${path}\` is larger than the ${MAX_FIRMWARE_BYTES / 1024 / 1024} MB that are read`);
  }
  return new Uint8Array(readFileSync(path));
}

/** `gimlet-rot-c image b, built from 3ef17a632 with changes, image id 0dc061a4505d404b`. */
export function firmwareText({ name, imageName, imageId, revision }: Firmware): string {
  const built = revision && `built from ${revision.commit.slice(0, 9)}${revision.isDirty ? ' with changes' : ''}`;
  return [
    `${name ?? 'firmware'}${imageName === undefined || imageName === 'default' ? '' : ` image ${imageName}`}`,
    ...(built ? [built] : []),
    ...(imageId === undefined ? [] : [`image id ${imageId}`]),
  ].join(', ');
}
