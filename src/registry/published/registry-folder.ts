import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { type Opened, opened, refused } from '../../tree/index.ts';
import { INDEX_ADDRESS, type ReleaseDocument, ReleaseSchema } from '../contract/index.ts';
import { parseDocument } from './open.ts';

/** Files on their way into the registry. What a killed run left there is removed after an hour. */
const PARTIAL = '.partial';
const PARTIAL_AGE = 3_600_000;
const LOG = 'log';

/**
 * The folder of a registry that grows. Its truth is the log, one file per release in the order of publishing, each written once and
 * whole; what readers use is made of it. No file is ever seen half written.
 */
export class RegistryFolder {
  readonly folder: string;
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
      mkdirSync(join(folder, LOG), { recursive: true });
      mkdirSync(join(folder, PARTIAL), { recursive: true });
    } catch (error) {
      return refused(
        'not-a-registry',
        `\`${folder}\` cannot be written: ${error instanceof Error ? error.message : error}`,
      );
    }
    const registry = new RegistryFolder(folder);
    registry.#removeLeftovers();
    return opened(registry);
  }

  /** Every release, in the order of publishing. */
  log(): Opened<ReleaseDocument[]> {
    const releases: ReleaseDocument[] = [];
    for (;;) {
      const path = this.#logPath(releases.length + 1);
      const content = readIfThere(path);
      if (!content) return opened(releases);
      const release = parseDocument(ReleaseSchema, content, path);
      if (!release.ok) return release;
      releases.push(release.value);
    }
  }

  /** Enters a release under the next number. False: another one got that number in the meantime. */
  append(release: ReleaseDocument, number: number): boolean {
    const partial = this.#writePartial(textOf(release));
    try {
      linkSync(partial, this.#logPath(number));
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

  #logPath(number: number): string {
    return join(this.folder, LOG, `${String(number).padStart(6, '0')}.json`);
  }

  #write(address: string, content: string | Uint8Array): void {
    const path = join(this.folder, address);
    mkdirSync(dirname(path), { recursive: true });
    renameSync(this.#writePartial(content), path);
  }

  /** On the disk itself before it gets its name: then also a machine that loses power leaves no empty file behind. */
  #writePartial(content: string | Uint8Array): string {
    const path = join(this.folder, PARTIAL, `${process.pid}-${++this.#written}`);
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
      const stats = statSync(path, { throwIfNoEntry: false });
      if (stats && Date.now() - stats.mtimeMs > PARTIAL_AGE) rmSync(path, { force: true });
    }
  }
}

/** A document as it is written: the same value, the same bytes. */
export function textOf(document: unknown): string {
  return `${JSON.stringify(document)}\n`;
}

function readIfThere(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
