import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import {
  INDEX_ADDRESS,
  type IndexDocument,
  interfaceAddress,
  objectAddress,
  RegistryDocumentSchema,
  releaseAddress,
  SCHEMA_ADDRESS,
} from '../contract/index.ts';
import type { History, ObjectStore } from '../releases/index.ts';

/** What a history holds, in the order in which it was read. */
export function indexOf({ families, releases, interfaces }: History, generator: string): IndexDocument {
  return {
    kind: 'index',
    format: 1,
    generator,
    families: families.map(({ name, releases: members }) => ({ name, releases: [...members] })),
    releases: releases.map(({ name, family, version, commit, date, predecessor, ...release }) => ({
      name,
      family,
      ...(version !== undefined && { version }),
      ...(commit !== undefined && { commit }),
      ...(date !== undefined && { date }),
      ...(predecessor !== undefined && { predecessor }),
      address: releaseAddress(name),
      interfaces: release.interfaces.length,
      changed: release.findings.length,
    })),
    interfaces: interfaces.map(({ path, slug, name, versions }) => ({
      path,
      slug,
      name,
      versions: versions.length,
      newestRelease: newestRelease(path, releases),
      address: interfaceAddress(slug),
    })),
  };
}

function newestRelease(path: string, releases: History['releases']): string {
  return releases.findLast(({ interfaces }) => interfaces.some((one) => one.path === path))?.name ?? '';
}

/** Every file of a registry by its address, the index last: what it names is there before it is. */
export function* registryFiles(
  history: History,
  store: ObjectStore,
  generator: string,
): Generator<[address: string, content: string | Uint8Array]> {
  yield [SCHEMA_ADDRESS, json(registrySchema())];
  const written = new Set<string>();
  for (const { interfaces, archive } of history.releases) {
    const files = [...interfaces.flatMap(({ downloads }) => downloads), archive];
    const objects = interfaces.map(({ object }) => ({ address: objectAddress(object), sha256: object }));
    for (const { address, sha256 } of [...objects, ...files]) {
      if (written.has(address)) continue;
      written.add(address);
      const content = store.get(sha256);
      if (!content) throw new Error(`the store lacks ${address}`);
      yield [address, content];
    }
  }
  for (const release of history.releases) yield [releaseAddress(release.name), json(release)];
  for (const one of history.interfaces) yield [interfaceAddress(one.slug), json(one)];
  yield [INDEX_ADDRESS, json(indexOf(history, generator))];
}

/** Writes a whole registry into a folder that has none yet. Same history, same bytes. */
export function writeRegistry(folder: string, history: History, store: ObjectStore, generator: string): void {
  for (const [address, content] of registryFiles(history, store, generator)) {
    const path = join(folder, address);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
}

/** The JSON Schema of every document of a registry. */
export function registrySchema(): object {
  return z.toJSONSchema(RegistryDocumentSchema, { io: 'input' });
}

function json(document: unknown): string {
  return `${JSON.stringify(document)}\n`;
}
