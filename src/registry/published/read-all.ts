import { type Opened, opened } from '../../tree/index.ts';
import { objectAddress } from '../contract/index.ts';
import { type History, memoryCache, type ObjectStore } from '../releases/index.ts';
import { inBatches, type PublishedRegistry } from './open.ts';

/** Everything that a registry holds, every part of it checked: to make a site of it. */
export async function readAll(
  registry: PublishedRegistry,
  onProgress?: (done: number, all: number) => void,
): Promise<Opened<{ history: History; store: ObjectStore }>> {
  const { index } = registry;
  const releases: History['releases'][number][] = [];
  for (const { name } of index.releases) {
    const release = await registry.release(name);
    if (!release.ok) return release;
    releases.push(release.value);
  }
  const histories = await registry.histories();
  if (!histories.ok) return histories;
  const files = new Map(
    releases.flatMap(({ interfaces, archive }) =>
      [
        ...interfaces.map(({ object }) => ({ address: objectAddress(object), sha256: object })),
        ...interfaces.flatMap(({ downloads }) => downloads),
        archive,
      ].map((file) => [file.sha256, file] as const),
    ),
  );
  const store = memoryCache();
  const wanted = [...files.values()];
  let done = 0;
  const read = await inBatches(wanted, async (each) => {
    const file = await registry.file(each);
    onProgress?.(done++, wanted.length);
    return file.ok ? opened(store.put(file.value)) : file;
  });
  if (!read.ok) return read;
  return opened({ history: { families: index.families, releases, interfaces: asOf(index, histories.value) }, store });
}

/** Without what a run that publishes meanwhile, or was killed, told of releases that the index does not list yet. */
function asOf(index: PublishedRegistry['index'], histories: History['interfaces']): History['interfaces'] {
  const listed = new Set(index.releases.map(({ name }) => name));
  return histories.flatMap((history) => {
    const versions = history.versions
      .map((version) => ({ ...version, releases: version.releases.filter((name) => listed.has(name)) }))
      .filter(({ releases }) => releases.length > 0);
    const operations = history.operations
      .map(({ name, numbers }) => ({ name, numbers: numbers.filter(({ version }) => version <= versions.length) }))
      .filter(({ numbers }) => numbers.length > 0);
    return versions.length > 0 ? [{ ...history, versions, operations }] : [];
  });
}
