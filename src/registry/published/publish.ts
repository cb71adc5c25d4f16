import { type Opened, opened, refused } from '../../tree/index.ts';
import { objectAddress, type ReleaseDocument } from '../documents/index.ts';
import {
  comparisonsOf,
  familiesOf,
  type History,
  makeHistory,
  objectsOf,
  pairComparison,
  predecessorsByVersion,
  type ReadRelease,
  type ReleaseContent,
  type ReleaseName,
  type ReleaseStore,
  readFamilies,
} from '../releases/index.ts';
import { RegistryFolder, textOf } from './registry-folder.ts';
import { registryFiles, releaseFiles } from './write.ts';

export interface PublishOptions {
  /** Holds the contents of the release, and what was worked out earlier. */
  readonly store: ReleaseStore;
  /** Name and version of this program. */
  readonly generator: string;
  /** Patterns of release families, as the configuration has them. */
  readonly families?: Readonly<Record<string, string>>;
  /** True of an address whose content is elsewhere: the folder is a copy that lacks what publishing does not read. */
  readonly isHeld?: (address: string) => boolean;
}

export type Publishing =
  | { readonly kind: 'published'; readonly release: ReleaseDocument }
  /** It was published before, with the same interfaces. */
  | { readonly kind: 'same'; readonly release: ReleaseDocument }
  /** It was published before, with others: nothing is written. A sentence for each difference. */
  | { readonly kind: 'different'; readonly differences: readonly string[] };

/**
 * Adds a release to the registry in a folder, which is made if it is not there. Its predecessor is the release of its family with the
 * next lower version. Runs at once do not harm each other; one that is killed leaves a registry that can be read, and the next one
 * completes what it began: the release is published if its log entry is there, whatever the index says.
 */
export function publish(folder: string, next: ReadRelease, options: PublishOptions): Opened<Publishing> {
  if (!/^[^\p{Cc}]{1,200}$/u.test(next.name)) {
    return refused(
      'unknown-release',
      'the name of a release has 1 to 200 characters, none of them a control character',
    );
  }
  const opening = RegistryFolder.open(folder);
  if (!opening.ok) return opening;
  const registry = opening.value;
  const sound = registry.verify(options.isHeld);
  if (!sound.ok) return sound;
  for (;;) {
    const log = registry.log();
    if (!log.ok) return log;
    const known = log.value.find(({ name }) => name === next.name);
    if (known) {
      const differences = differencesOf(known, next.content, registry, options);
      if (differences.length > 0) return opened({ kind: 'different', differences });
      const completed = complete(registry, options);
      return completed.ok ? opened({ kind: 'same', release: known }) : completed;
    }
    const release = releaseOf(log.value, next, registry, options);
    for (const [address, content] of releaseFiles(release, options.store)) registry.keep(address, content);
    if (registry.append(release, log.value.length + 1)) {
      const completed = complete(registry, options);
      return completed.ok ? opened({ kind: 'published', release }) : completed;
    }
  }
}

/** The release as it will be told for ever, behind those that are there. */
function releaseOf(
  published: readonly ReleaseDocument[],
  next: ReadRelease,
  registry: RegistryFolder,
  options: PublishOptions,
): ReleaseDocument {
  const [family] = readFamilies([next.name], options.families);
  const name = family?.releases[0] ?? { name: next.name, family: next.name };
  const history = historyOf(published, registry, options, { release: next, name });
  return history.releases.at(-1) as ReleaseDocument;
}

/** All that is published, as it was published, and perhaps one release more. */
function historyOf(
  published: readonly ReleaseDocument[],
  registry: RegistryFolder,
  { store }: PublishOptions,
  next?: { readonly release: ReadRelease; readonly name: ReleaseName },
): History {
  const releases = published.map(
    (release): ReadRelease => ({ name: release.name, content: release, published: release }),
  );
  const families = familiesOf([...published, ...(next ? [next.name] : [])]);
  return makeHistory(
    families,
    next ? [...releases, next.release] : releases,
    predecessorsByVersion(families),
    objectsIn(registry, store),
    comparisonsOf(store),
  );
}

function objectsIn(registry: RegistryFolder, store: ReleaseStore) {
  return objectsOf({ get: (hash) => registry.read(objectAddress(hash)) ?? store.get(hash) });
}

/** Writes what readers use, until it tells of every release of the log: another run may enter one meanwhile. */
function complete(registry: RegistryFolder, options: PublishOptions): Opened<undefined> {
  for (let told = -1; ; ) {
    const log = registry.log();
    if (!log.ok) return log;
    if (log.value.length === told) return opened(undefined);
    told = log.value.length;
    const history = historyOf(log.value, registry, options);
    for (const [address, document] of registryFiles(history, options.generator)) {
      registry.replace(address, textOf(document));
    }
  }
}

/** What a release has otherwise than the one that was published under its name. Stubs do not count: another program makes others. */
function differencesOf(
  published: ReleaseDocument,
  { interfaces }: ReleaseContent,
  registry: RegistryFolder,
  { store }: PublishOptions,
): string[] {
  const before = new Map(published.interfaces.map((one) => [one.path, one]));
  const changed = interfaces.filter((one) => before.get(one.path)?.object !== one.object);
  const gone = published.interfaces.filter(({ path }) => !interfaces.some((one) => one.path === path));
  if (changed.length + gone.length === 0) return [];
  const compare = pairComparison(objectsIn(registry, store), comparisonsOf(store));
  const compared = compare(published, { ...published, interfaces });
  const told = new Set(compared.flatMap(({ interface: { oldPath, newPath } }) => [oldPath, newPath]));
  return [
    ...compared.flatMap(({ interface: { oldPath, newPath }, causes }) =>
      causes.map(({ message }) => `${newPath ?? oldPath}: ${message}`),
    ),
    ...[...changed, ...gone]
      .filter(({ path }) => !told.has(path))
      .map(({ path }) => `${path}: its text, or a layout that this program works out otherwise`),
  ];
}
