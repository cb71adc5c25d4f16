import { type Opened, opened } from '../../tree/index.ts';
import { type Download, objectAddress, stubsAddress } from '../documents/index.ts';
import { type History, type ObjectStore, ReleaseStore } from '../releases/index.ts';
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
  const store = new ReleaseStore();
  const interfaces = releases.flatMap((release) => release.interfaces);
  const objects = new Set(interfaces.map(({ object }) => object));
  const lists = new Set(interfaces.map(({ stubs }) => stubs));
  const files = new Map<string, Download>();
  let done = 0;
  const note = <T>(read: Opened<T>): Opened<T> => {
    onProgress?.(done++, objects.size + lists.size + files.size);
    return read;
  };
  const stored = (content: Opened<Uint8Array>) => note(content.ok ? opened(store.put(content.value)) : content);
  const listed = await inBatches([...lists], async (hash) => {
    const list = await registry.stubs(hash);
    if (!list.ok) return list;
    for (const file of list.value.files) files.set(file.sha256, file);
    return stored(await registry.content(stubsAddress(hash), hash));
  });
  if (!listed.ok) return listed;
  const read = await inBatches([...objects], async (hash) => stored(await registry.content(objectAddress(hash), hash)));
  if (!read.ok) return read;
  const kept = await inBatches([...files.values()], async (file) => stored(await registry.file(file)));
  if (!kept.ok) return kept;
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
