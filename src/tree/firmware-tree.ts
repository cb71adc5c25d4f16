import { type Firmware, type FirmwareTask, readFirmware } from '../firmware/index.ts';
import { parseInterface, toKebabCase } from '../idol/index.ts';
import { type FileSet, Source, storedFiles } from '../text/index.ts';
import { gitBlobId } from './folder.ts';
import type { Image, Tree } from './model.ts';
import { type Opened, opened, refused } from './problem.ts';

/**
 * Where the tree of a firmware has the archive that it was made of. What is read of the interfaces depends on it, so that it is a file
 * like those that other trees' interfaces depend on: whoever keeps results keeps them for as long as it is the same.
 */
const ARCHIVE = '.idol-registry/firmware';

/**
 * The tree that can be made of a build archive, a dump or an ELF file: its merged manifest, and the interface files that its tasks carry.
 * Their paths are made of the interfaces' names, because a build does not keep where they were.
 */
export function firmwareTree(bytes: Uint8Array, label: string): Opened<Tree> {
  const read = readFirmware(bytes, label);
  if (!read.ok) return refused('not-an-archive', `\`${label}\` cannot be read: ${read.problem}`);
  known.set(bytes, read.value);
  const { manifest, revision } = read.value;
  const encoder = new TextEncoder();
  const contents = new Map<string, Uint8Array>([[ARCHIVE, bytes]]);
  for (const [path, { text }] of servedFiles(read.value)) contents.set(path, encoder.encode(text));
  if (manifest !== undefined) contents.set('app/image/app.toml', encoder.encode(manifest));
  const files = storedFiles({
    paths: contents.keys(),
    bytes: (path) => contents.get(path),
    contentKey: (path) => gitBlobId(contents.get(path) as Uint8Array),
  });
  return opened({ files, label, prefix: '', ...(revision && !revision.isDirty && { commit: revision.commit }) });
}

const known = new WeakMap<Uint8Array, Firmware>();

/** The firmware that a tree was made of; undefined for one of sources. */
export function firmwareOf(files: FileSet): Firmware | undefined {
  const bytes = files.has(ARCHIVE) ? files.bytes(ARCHIVE) : undefined;
  if (!bytes) return undefined;
  // Asking for it makes it part of what the result was read from.
  files.contentKey(ARCHIVE);
  const firmware = known.get(bytes);
  if (firmware) return firmware;
  const read = readFirmware(bytes, 'firmware');
  if (!read.ok) return undefined;
  known.set(bytes, read.value);
  return read.value;
}

/** What the trees of two firmwares share only if the archives are equal. */
export function contentOfFirmware(files: FileSet): string | undefined {
  return files.contentKey(ARCHIVE);
}

/** The tasks that serve the interface at a path of the firmware's tree. */
export function serversOf(firmware: Firmware, path: string): readonly FirmwareTask[] {
  return servedFiles(firmware).get(path)?.tasks ?? [];
}

/** The image of a firmware, whose tasks serve what their ELF files say. */
export function withServers(image: Image, firmware: Firmware): Image {
  const files = [...servedFiles(firmware)];
  const servedBy = (name: string) =>
    files.flatMap(([path, { tasks }]) => (tasks.some((task) => task.name === name) ? [path] : []));
  return { ...image, tasks: image.tasks.map((task) => ({ ...task, serves: servedBy(task.name) })) };
}

interface ServedFile {
  readonly text: string;
  readonly tasks: readonly FirmwareTask[];
}

const served = new WeakMap<Firmware, ReadonlyMap<string, ServedFile>>();

/** Each text once, whichever tasks carry it. Differing texts of one interface get the name of their task. */
function servedFiles(firmware: Firmware): ReadonlyMap<string, ServedFile> {
  let files = served.get(firmware);
  if (!files) {
    files = gather(firmware);
    served.set(firmware, files);
  }
  return files;
}

function gather(firmware: Firmware): Map<string, ServedFile> {
  const files = new Map<string, ServedFile>();
  for (const task of firmware.tasks) {
    for (const text of task.interfaces) {
      const name = parseInterface(new Source('', text)).value?.name.text;
      const stem = toKebabCase(name ?? task.name);
      const plain = `idl/${stem}.idol`;
      const path = [plain, `idl/${stem}-${toKebabCase(task.name)}.idol`].find(
        (each) => files.get(each)?.text === text || !files.has(each),
      );
      if (path === undefined) continue;
      files.set(path, { text, tasks: [...(files.get(path)?.tasks ?? []), task] });
    }
  }
  return files;
}
