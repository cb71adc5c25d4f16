import { type Opened, opened, refused } from '../../tree/index.ts';
import type { IndexDocument } from '../documents/index.ts';
import { sha256 } from '../schema-hash.ts';

/** Contents that are named by their hash, by address. */
export type Contents = Iterable<readonly [address: string, content: () => Uint8Array]>;

/** Documents as they are written, by address. */
export type Documents = readonly (readonly [address: string, text: string])[];

/**
 * A registry that releases are added to, wherever it is kept. Its truth is the log, one entry per release in the order of publishing,
 * each written once and whole; what readers use is made of it. Addresses are relative to its root.
 */
export interface GrowingRegistry {
  /** What people call it. */
  readonly place: string;
  /** Numbers of the entries of the log. */
  numbers(): Promise<Opened<readonly number[]>>;
  /** The bytes at some addresses. Those where nothing is are left out. */
  read(addresses: readonly string[]): Promise<Opened<ReadonlyMap<string, Uint8Array>>>;
  /** Writes contents that are named by their hash, where they are not there yet. */
  keep(contents: Contents): Promise<Opened<undefined>>;
  /** Enters a release under a number. False: another run got that number. */
  append(number: number, text: string): Promise<Opened<boolean>>;
  /** Writes documents in place of what is there. False: another run wrote one of them since it was read. */
  replace(documents: Documents): Promise<Opened<boolean>>;
  /** False where a document that the index lists is not there any more, as far as that costs little to tell. */
  isWhole(index: IndexDocument): boolean;
}

export function damaged(place: string, path: string, message: string, more = 0): Opened<never> {
  const others = more > 0 ? `, and ${more} more faults` : '';
  return refused(
    'not-a-registry',
    `the registry in \`${place}\` is damaged: ${path} ${message}${others}`,
    `bring back what is missing from a copy; \`idol-registry check --registry ${place}\` lists every fault`,
  );
}

/** The contents at some addresses that end in their hash. Refused when one is missing, or is not what its hash says. */
export async function readContents(
  registry: GrowingRegistry,
  contents: ReadonlyMap<string, string>,
): Promise<Opened<ReadonlyMap<string, Uint8Array>>> {
  const read = await registry.read([...contents.keys()]);
  if (!read.ok) return read;
  for (const [address, hash] of contents) {
    const content = read.value.get(address);
    if (!content) return damaged(registry.place, address, 'is missing, and a release names it');
    if (sha256(content) !== hash)
      return damaged(registry.place, address, 'is not what its hash says: it was changed or cut off');
  }
  return opened(read.value);
}
