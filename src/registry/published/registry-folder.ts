import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { type Opened, opened, refused } from '../../tree/index.ts';
import { isRunning, makeFolder, whyNotWritten } from '../disk.ts';
import { INDEX_ADDRESS, type ReleaseDocument } from '../documents/index.ts';
import {
  type KnownEntries,
  LOG,
  logAddress,
  type RegistryFault,
  readIfThere,
  readLog,
  verifySources,
} from './verify.ts';

/** Files on their way into the registry. What a killed run left there is removed by the next one; that of other machines after an hour. */
const PARTIAL = '.partial';
const PARTIAL_AGE = 3_600_000;
const MACHINE = hostname();

/**
 * The folder of a registry that grows. Its truth is the log, one file per release in the order of publishing, each written once and
 * whole; what readers use is made of it. No file is ever seen half written.
 */
export class RegistryFolder {
  readonly folder: string;
  readonly #entries: KnownEntries = new Map();
  #written = 0;

  private constructor(folder: string) {
    this.folder = folder;
  }

  /** Opens or begins a registry. A folder with something else in it is refused. */
  static open(folder: string): Opened<RegistryFolder> {
    if (existsSync(folder) && !existsSync(join(folder, LOG))) {
      if (!statSync(folder).isDirectory()) return refused('not-a-registry', `\`${folder}\` is a file`);
      if (existsSync(join(folder, INDEX_ADDRESS))) {
        const help =
          'such a registry is written anew by each `build`; publish into a folder of its own, and `build --registry` it';
        return refused('not-a-registry', `\`${folder}\` was not written by \`publish\``, help);
      }
      if (readdirSync(folder).length > 0) {
        return refused('not-a-registry', `\`${folder}\` has other files in it`, 'name an empty or a new folder');
      }
    }
    try {
      makeFolder(join(folder, LOG));
      makeFolder(join(folder, PARTIAL));
    } catch (error) {
      return refused('not-a-registry', whyNotWritten(folder, error));
    }
    const registry = new RegistryFolder(folder);
    registry.#removeLeftovers();
    return opened(registry);
  }

  /** Every release, in the order of publishing. Refused when one is missing or damaged. */
  log(): Opened<ReleaseDocument[]> {
    const { releases, faults } = readLog(this.folder, this.#entries);
    return faults.length > 0 ? damaged(this.folder, faults) : opened(releases);
  }

  /**
   * Refused when the log or a content that it names is missing or changed: nothing is built on that.
   * @param isHeld true of an address whose content is elsewhere
   */
  verify(isHeld?: (address: string) => boolean): Opened<undefined> {
    const faults = verifySources(this.folder, { entries: this.#entries, ...(isHeld && { isHeld }) });
    return faults.length > 0 ? damaged(this.folder, faults) : opened(undefined);
  }

  /** Enters a release under the next number. False: another one got that number in the meantime. */
  append(release: ReleaseDocument, number: number): boolean {
    const partial = this.#writePartial(textOf(release));
    try {
      linkSync(partial, join(this.folder, logAddress(number)));
      return true;
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
      throw error;
    } finally {
      rmSync(partial, { force: true });
    }
  }

  /** Writes a file whose content can be no other. */
  keep(address: string, content: () => string | Uint8Array): void {
    if (!existsSync(join(this.folder, address))) this.#write(address, content());
  }

  /** Writes a file, in place of what is there. */
  replace(address: string, content: string | Uint8Array): void {
    const before = readIfThere(join(this.folder, address));
    if (!before?.equals(Buffer.from(content))) this.#write(address, content);
  }

  read(address: string): Buffer | undefined {
    return readIfThere(join(this.folder, address));
  }

  #write(address: string, content: string | Uint8Array): void {
    const path = join(this.folder, address);
    makeFolder(dirname(path));
    renameSync(this.#writePartial(content), path);
  }

  /** On the disk itself before it gets its name: then also a machine that loses power leaves no empty file behind. */
  #writePartial(content: string | Uint8Array): string {
    const path = join(this.folder, PARTIAL, `${process.pid}-${++this.#written}-${MACHINE}`);
    const bytes = Buffer.from(content);
    const file = openSync(path, 'w');
    try {
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    return path;
  }

  #removeLeftovers(): void {
    for (const name of readdirSync(join(this.folder, PARTIAL))) {
      const path = join(this.folder, PARTIAL, name);
      const [, pid, machine] = /^(\d+)-\d+-(.*)$/.exec(name) ?? [];
      const stats = statSync(path, { throwIfNoEntry: false });
      const isOld = stats !== undefined && Date.now() - stats.mtimeMs > PARTIAL_AGE;
      if (isOld || (machine === MACHINE && !isRunning(Number(pid)))) rmSync(path, { force: true });
    }
  }
}

function damaged(folder: string, faults: readonly RegistryFault[]): Opened<never> {
  const [first] = faults;
  const more = faults.length > 1 ? `, and ${faults.length - 1} more faults` : '';
  return refused(
    'not-a-registry',
    `the registry in \`${folder}\` is damaged: ${first?.path} ${first?.message}${more}`,
    `bring back what is missing from a copy; \`idol-registry check --registry ${folder}\` lists every fault`,
  );
}

/** A document as it is written: the same value, the same bytes. */
export function textOf(document: unknown): string {
  return `${JSON.stringify(document)}\n`;
}
