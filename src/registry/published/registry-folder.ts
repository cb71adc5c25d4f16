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
import { INDEX_ADDRESS, type IndexDocument, LOG, logAddress } from '../documents/index.ts';
import { sha256 } from '../schema-hash.ts';
import type { Contents, Documents, GrowingRegistry } from './growing-registry.ts';
import { numbersOf, readIfThere } from './verify.ts';

/** Files on their way into the registry. What a killed run left there is removed by the next one; that of other machines after an hour. */
const PARTIAL = '.partial';
const PARTIAL_AGE = 3_600_000;
const MACHINE = hostname();

/** The folder of a registry that grows. No file is ever seen half written. */
export class RegistryFolder implements GrowingRegistry {
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
      makeFolder(join(folder, LOG));
      makeFolder(join(folder, PARTIAL));
    } catch (error) {
      return refused('not-a-registry', whyNotWritten(folder, error));
    }
    const registry = new RegistryFolder(folder);
    registry.#removeLeftovers();
    return opened(registry);
  }

  get place(): string {
    return this.folder;
  }

  async numbers(): Promise<Opened<readonly number[]>> {
    return opened(numbersOf(this.folder));
  }

  async read(addresses: readonly string[]): Promise<Opened<ReadonlyMap<string, Uint8Array>>> {
    const found = addresses.flatMap((address) => {
      const content = readIfThere(join(this.folder, address));
      return content ? [[address, content] as const] : [];
    });
    return opened(new Map(found));
  }

  /** What is there but was changed or cut off is written again: its content can be no other. */
  async keep(contents: Contents): Promise<Opened<undefined>> {
    for (const [address, content] of contents) this.#replace(address, content());
    return opened(undefined);
  }

  async append(number: number, text: string): Promise<Opened<boolean>> {
    const partial = this.#writePartial(text);
    try {
      linkSync(partial, join(this.folder, logAddress(number)));
      return opened(true);
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return opened(false);
      throw error;
    } finally {
      rmSync(partial, { force: true });
    }
  }

  /** A run that wrote in between is not noticed here: it, or this one, finds another log than it told of, and tells it again. */
  async replace(documents: Documents): Promise<Opened<boolean>> {
    for (const [address, text] of documents) this.#replace(address, Buffer.from(text));
    return opened(true);
  }

  /** Releases are told from the log by their size, interfaces by their hash. */
  isWhole({ releases, interfaces }: IndexDocument): boolean {
    const sizeOf = (address: string) => statSync(join(this.folder, address), { throwIfNoEntry: false })?.size;
    return (
      releases.every(({ address }, at) => sizeOf(address) === sizeOf(logAddress(at + 1))) &&
      interfaces.every(({ address, sha256: hash }) => {
        const content = readIfThere(join(this.folder, address));
        return content !== undefined && sha256(content) === hash;
      })
    );
  }

  #replace(address: string, content: Uint8Array): void {
    const before = readIfThere(join(this.folder, address));
    if (!before?.equals(content)) this.#write(address, content);
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
