import type { z } from 'zod';
import { jsonSizeProblem, suggest } from '../../text/index.ts';
import { type Opened, opened, refused } from '../../tree/index.ts';
import { parseBounded } from '../documents/bounded.ts';
import {
  type Download,
  fileAddress,
  INDEX_ADDRESS,
  type IndexDocument,
  IndexSchema,
  type InterfaceDocument,
  InterfaceSchema,
  ObjectSchema,
  objectAddress,
  type ReleaseDocument,
  ReleaseSchema,
  type StubsDocument,
  StubsSchema,
  stubsAddress,
} from '../documents/index.ts';
import type { VersionObject } from '../releases/index.ts';
import { remoteSource } from '../remote/remote-source.ts';
import { sha256 } from '../schema-hash.ts';
import { type Redirects, type RegistrySource, sourceOf } from './source.ts';

/** The most that a document and a file to take away may have, in bytes. Those of real trees have a hundredth of it. */
const DOCUMENT_LIMIT = 64_000_000;
const FILE_LIMIT = 256_000_000;

/** Where a registry is below what people name: itself, or that of a site. */
const FOLDERS = ['', 'api/v1/'];

/**
 * Opens a registry: a folder that `publish` wrote, a site that `build` made, or the address of either on the web. What is read is
 * checked against their schemas, and contents against their hash.
 */
export async function openRegistry(place: string, redirects?: Redirects): Promise<Opened<PublishedRegistry>> {
  const source = remoteSource(place) ?? sourceOf(place.replace(/index\.json$/, ''), redirects);
  for (const folder of FOLDERS) {
    const read = await source.read(folder + INDEX_ADDRESS, DOCUMENT_LIMIT);
    if (!read.ok) return read;
    if (!read.value) continue;
    const below: RegistrySource = {
      place: source.place,
      read: (address, limit) => source.read(folder + address, limit),
    };
    const index = parseDocument(IndexSchema, read.value, `${source.place}/${folder}${INDEX_ADDRESS}`);
    return index.ok ? opened(new PublishedRegistry(below, index.value)) : index;
  }
  return refused(
    'not-a-registry',
    `there is no registry at \`${place}\``,
    'give a folder or URL that has `index.json`, or a site that has `api/v1/index.json`',
  );
}

/** A registry, read on demand. */
export class PublishedRegistry {
  readonly index: IndexDocument;
  readonly #source: RegistrySource;

  constructor(source: RegistrySource, index: IndexDocument) {
    this.#source = source;
    this.index = index;
  }

  /** What people call it: a path or URL. */
  get place(): string {
    return this.#source.place;
  }

  /** A release by name; without one, the last that the index lists. */
  async release(name?: string): Promise<Opened<ReleaseDocument>> {
    const { releases } = this.index;
    const entry = name === undefined ? releases.at(-1) : releases.find((release) => release.name === name);
    if (entry) return this.#releaseAt(entry.address);
    if (name === undefined) return refused('unknown-release', `\`${this.place}\` has no release yet`);
    const near = suggest(
      name,
      releases.map((release) => release.name),
    );
    return refused(
      'unknown-release',
      `\`${this.place}\` has no release \`${name}\``,
      near ? `did you mean \`${near}\`?` : `its newest is \`${releases.at(-1)?.name ?? 'none'}\``,
    );
  }

  async #releaseAt(address: string): Promise<Opened<ReleaseDocument>> {
    const release = await this.#document(ReleaseSchema, address);
    if (!release.ok) return release;
    const { interfaces } = release.value;
    if (new Set(interfaces.map(({ path }) => path)).size === interfaces.length) return release;
    return refused('not-a-registry', `\`${this.#addressOf(address)}\` has an interface file more than once`);
  }

  /** The interfaces of a release, in full, by path. */
  async objectsOf({ interfaces }: ReleaseDocument): Promise<Opened<VersionObject[]>> {
    const hashes = [...new Set(interfaces.map(({ object }) => object))];
    const objects = await inBatches(hashes, (hash) => this.object(hash));
    if (!objects.ok) return objects;
    const byHash = new Map(hashes.map((hash, index) => [hash, objects.value[index] as VersionObject]));
    return opened(interfaces.map(({ object }) => byHash.get(object) as VersionObject));
  }

  /** The interface in full that a release names by its hash. */
  async object(hash: string): Promise<Opened<VersionObject>> {
    const content = await this.#content(objectAddress(hash), hash, DOCUMENT_LIMIT);
    if (!content.ok) return content;
    const document = parseDocument(ObjectSchema, content.value, this.#addressOf(objectAddress(hash)));
    return document;
  }

  /** Every interface with its versions. */
  async histories(): Promise<Opened<InterfaceDocument[]>> {
    const { interfaces } = this.index;
    return inBatches(interfaces, ({ address }) => this.#document(InterfaceSchema, address));
  }

  /** The files to download of an interface, by the hash of their list that a release names. */
  async stubs(hash: string): Promise<Opened<StubsDocument>> {
    const address = stubsAddress(hash);
    const content = await this.#content(address, hash, DOCUMENT_LIMIT);
    return content.ok ? parseDocument(StubsSchema, content.value, this.#addressOf(address)) : content;
  }

  /** A file to download. */
  file(file: Pick<Download, 'name' | 'sha256'>): Promise<Opened<Uint8Array>> {
    return this.#content(fileAddress(file), file.sha256, FILE_LIMIT);
  }

  /** A document that is named by its hash, as bytes. */
  content(address: string, hash: string): Promise<Opened<Uint8Array>> {
    return this.#content(address, hash, DOCUMENT_LIMIT);
  }

  async #document<Schema extends z.ZodType>(schema: Schema, address: string): Promise<Opened<z.infer<Schema>>> {
    const read = await this.#bytes(address, DOCUMENT_LIMIT);
    return read.ok ? parseDocument(schema, read.value, this.#addressOf(address)) : read;
  }

  async #content(address: string, hash: string, limit: number): Promise<Opened<Uint8Array>> {
    const read = await this.#bytes(address, limit);
    if (!read.ok || sha256(read.value) === hash) return read;
    return refused(
      'not-a-registry',
      `\`${this.#addressOf(address)}\` is not what its hash says: it was changed or cut off`,
    );
  }

  async #bytes(address: string, limit: number): Promise<Opened<Uint8Array>> {
    const read = await this.#source.read(address, limit);
    if (!read.ok) return read;
    return read.value
      ? opened(read.value)
      : refused('not-a-registry', `the registry names \`${this.#addressOf(address)}\`, which is not there`);
  }

  #addressOf(address: string): string {
    return `${this.place}/${address}`;
  }
}

/** How many files are asked for at once, however many a document names. */
const BATCH = 32;

/** All values in order, or the first problem; then what comes after it is not asked for. */
export async function inBatches<Item, T>(
  items: readonly Item[],
  read: (item: Item) => Promise<Opened<T>>,
): Promise<Opened<T[]>> {
  const values: T[] = [];
  for (let at = 0; at < items.length; at += BATCH) {
    for (const answer of await Promise.all(items.slice(at, at + BATCH).map(read))) {
      if (!answer.ok) return answer;
      values.push(answer.value);
    }
  }
  return opened(values);
}

/** A document of a kind, checked against its schema. */
export function parseDocument<Schema extends z.ZodType>(
  schema: Schema,
  content: Uint8Array,
  place: string,
): Opened<z.infer<Schema>> {
  const text = Buffer.from(content).toString();
  const size = jsonSizeProblem(text);
  if (size !== undefined) return refused('not-a-registry', `\`${place}\` is too large: ${size}`);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return refused('not-a-registry', `\`${place}\` is not JSON`);
  }
  if (
    typeof json === 'object' &&
    json !== null &&
    'format' in json &&
    typeof json.format === 'number' &&
    json.format > 1
  ) {
    return refused(
      'not-a-registry',
      `\`${place}\` has format ${json.format}, this program knows 1`,
      'install a newer idol-registry',
    );
  }
  const parsed = parseBounded(schema, json);
  if ('data' in parsed) return opened(parsed.data);
  return refused(
    'not-a-registry',
    `\`${place}\` is not a document of this version of idol-registry: ${parsed.problem}`,
    'publish the releases again, or build the site again, with this version',
  );
}
