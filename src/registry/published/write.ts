import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { makeFolder } from '../disk.ts';
import {
  fileAddress,
  INDEX_ADDRESS,
  type IndexDocument,
  type InterfaceDocument,
  interfaceAddress,
  objectAddress,
  RegistryDocumentSchema,
  type ReleaseDocument,
  releaseAddress,
  SCHEMA_ADDRESS,
  stubsAddress,
} from '../documents/index.ts';
import { type History, listedFiles, type ObjectStore } from '../releases/index.ts';
import { sha256 } from '../schema-hash.ts';

/** What a history holds, in the order in which it was read. */
export function indexOf({ families, releases, interfaces }: History, generator: string): IndexDocument {
  return {
    kind: 'index',
    format: 1,
    generator,
    families: families.map(({ name, releases: members }) => ({ name, releases: [...members] })),
    releases: releases.map(indexedRelease),
    interfaces: interfaces.map((one) => indexedInterface(one, newestRelease(one.path, releases))),
  };
}

/** What an index says of a release. */
export function indexedRelease(release: ReleaseDocument): IndexDocument['releases'][number] {
  const { name, family, version, commit, date, predecessor, interfaces, comparisons } = release;
  return {
    name,
    family,
    ...(version !== undefined && { version }),
    ...(commit !== undefined && { commit }),
    ...(date !== undefined && { date }),
    ...(predecessor !== undefined && { predecessor }),
    address: releaseAddress(name),
    interfaces: interfaces.length,
    changed: comparisons.reduce((sum, { causes }) => sum + causes.length, 0),
  };
}

/** What an index says of an interface. */
export function indexedInterface(one: InterfaceDocument, newest: string): IndexDocument['interfaces'][number] {
  const { kind, path, slug, name, movedFrom, versions } = one;
  return {
    path,
    ...(kind === 'messages' && { kind }),
    slug,
    name,
    ...(movedFrom !== undefined && { movedFrom }),
    versions: versions.length,
    newestRelease: newest,
    address: interfaceAddress(slug),
    sha256: sha256(textOf(one)),
  };
}

function newestRelease(path: string, releases: History['releases']): string {
  return releases.findLast(({ interfaces }) => interfaces.some((one) => one.path === path))?.name ?? '';
}

/** The contents that a release needs, by address: its objects, the lists of its files, and the files. */
export function* releaseFiles(
  { interfaces }: Pick<ReleaseDocument, 'interfaces'>,
  store: Pick<ObjectStore, 'get'>,
): Generator<[address: string, content: () => Uint8Array]> {
  for (const { address, sha256 } of contentsOf(interfaces, store)) {
    const content = () => {
      const bytes = store.get(sha256);
      if (!bytes) throw new Error(`the store lacks ${address}`);
      return bytes;
    };
    yield [address, content];
  }
}

/** What some interfaces of a release name by its hash: their objects and lists of files, and the files on these lists. */
export function contentsOf(
  interfaces: ReleaseDocument['interfaces'],
  store: Pick<ObjectStore, 'get'>,
): { readonly address: string; readonly sha256: string }[] {
  return [
    ...interfaces.map(({ object }) => ({ address: objectAddress(object), sha256: object })),
    ...interfaces.map(({ stubs }) => ({ address: stubsAddress(stubs), sha256: stubs })),
    ...interfaces.flatMap(({ stubs }) =>
      listedFiles(stubs, store).map((file) => ({ address: fileAddress(file), sha256: file.sha256 })),
    ),
  ];
}

/** Every document of a registry by its address, the index last: what it names is there before it is. */
export function* registryFiles(history: History, generator: string): Generator<[address: string, document: unknown]> {
  yield [SCHEMA_ADDRESS, registrySchema()];
  for (const release of history.releases) yield [releaseAddress(release.name), release];
  for (const one of history.interfaces) yield [interfaceAddress(one.slug), one];
  yield [INDEX_ADDRESS, indexOf(history, generator)];
}

/** Writes a whole registry into a folder that has none yet. Same history, same bytes. */
export function writeRegistry(
  folder: string,
  history: History,
  store: Pick<ObjectStore, 'get'>,
  generator: string,
): void {
  const write = (address: string, content: string | Uint8Array) => {
    const path = join(folder, address);
    makeFolder(dirname(path));
    writeFileSync(path, content);
  };
  const written = new Set<string>();
  for (const release of history.releases) {
    for (const [address, content] of releaseFiles(release, store)) {
      if (!written.has(address)) write(address, content());
      written.add(address);
    }
  }
  for (const [address, document] of registryFiles(history, generator)) write(address, textOf(document));
}

/** A document as it is written: the same value, the same bytes. */
export function textOf(document: unknown): string {
  return `${JSON.stringify(document)}\n`;
}

/** The JSON Schema of every document of a registry. */
export function registrySchema(): object {
  return z.toJSONSchema(RegistryDocumentSchema, { io: 'input' });
}
