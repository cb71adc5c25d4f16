import { type Opened, opened } from '../../tree/index.ts';
import { LOG, logAddress, numberOfEntry } from '../documents/index.ts';
import type { Contents, Documents, GrowingRegistry } from '../published/growing-registry.ts';
import { forEachAtOnce, type S3Object, type S3Store } from './s3-store.ts';

/** A registry in object storage. What is replaced is what was read, or it is not replaced. */
export class S3Registry implements GrowingRegistry {
  readonly #store: S3Store;
  /** What was read last, by address; undefined where nothing was. */
  readonly #read = new Map<string, S3Object | undefined>();

  constructor(store: S3Store) {
    this.#store = store;
  }

  get place(): string {
    return this.#store.place;
  }

  async numbers(): Promise<Opened<readonly number[]>> {
    const keys = await this.#store.list(`${LOG}/`);
    return keys.ok ? opened(keys.value.flatMap((key) => numberOfEntry(key) ?? [])) : keys;
  }

  async read(addresses: readonly string[]): Promise<Opened<ReadonlyMap<string, Uint8Array>>> {
    const found = new Map<string, Uint8Array>();
    const done = await forEachAtOnce(addresses, async (address) => {
      const object = await this.#store.object(address);
      if (!object.ok) return object;
      this.#read.set(address, object.value);
      if (object.value) found.set(address, object.value.content);
      return object;
    });
    return done.ok ? opened(found) : done;
  }

  /** That somebody else wrote the same content first is as good. */
  keep(contents: Contents): Promise<Opened<undefined>> {
    return forEachAtOnce([...contents], ([address, content]) =>
      this.#store.write(address, content(), { kind: 'absent' }),
    );
  }

  append(number: number, text: string): Promise<Opened<boolean>> {
    return this.#store.write(logAddress(number), Buffer.from(text), { kind: 'absent' });
  }

  async replace(documents: Documents): Promise<Opened<boolean>> {
    const unread = documents.flatMap(([address]) => (this.#read.has(address) ? [] : [address]));
    const read = await this.read(unread);
    if (!read.ok) return read;
    let isLate = false;
    const done = await forEachAtOnce(documents, async ([address, text]) => {
      const before = this.#read.get(address);
      const content = Buffer.from(text);
      if (before && content.equals(before.content)) return opened(true);
      const written = await this.#store.write(
        address,
        content,
        before ? { kind: 'unchanged', tag: before.tag } : { kind: 'absent' },
      );
      // Whatever is there now is read again before it is replaced.
      this.#read.delete(address);
      if (written.ok && !written.value) isLate = true;
      return written;
    });
    return done.ok ? opened(!isLate) : done;
  }

  /** Documents only change under a condition, so none falls behind the index. */
  isWhole(): boolean {
    return true;
  }
}
