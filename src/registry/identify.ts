import type { InterfaceComparison } from '../compare/index.ts';
import type { Firmware } from '../firmware/index.ts';
import { type Opened, opened } from '../tree/index.ts';
import { compareSnapshots } from './breaking/compare-snapshots.ts';
import { releaseSnapshot } from './breaking/open-against.ts';
import type { Snapshot } from './breaking/snapshot.ts';
import type { ReleaseDocument } from './documents/index.ts';
import type { PublishedRegistry } from './published/open.ts';

/** A release of a registry, and how a firmware differs from it. */
export interface ReleaseMatch {
  readonly release: string;
  /** The release has the firmware's image id: it is a build of it. */
  readonly isSameImage: boolean;
  /** Interfaces that both have. */
  readonly compared: number;
  /** Those of the firmware that the release lacks. */
  readonly missing: readonly string[];
  /** Those that differ. Empty where the firmware has the release's interfaces, as far as a firmware tells. */
  readonly differing: readonly InterfaceComparison[];
}

/** The releases that have a build with an image id. */
export async function releasesOfImage(
  registry: PublishedRegistry,
  imageId: string,
): Promise<Opened<readonly string[]>> {
  const found: string[] = [];
  for (const { name } of registry.index.releases) {
    const release = await registry.release(name);
    if (!release.ok) return release;
    if (hasImage(release.value, imageId)) found.push(name);
  }
  return opened(found);
}

/** Every release of a registry beside a firmware, the nearest first. Of equally near ones, the last that was published. */
export async function matchReleases(
  registry: PublishedRegistry,
  snapshot: Snapshot,
  firmware: Firmware,
  onProgress: (name: string) => void = () => {},
): Promise<Opened<readonly ReleaseMatch[]>> {
  const matches: ReleaseMatch[] = [];
  for (const { name } of registry.index.releases.toReversed()) {
    onProgress(name);
    const release = await registry.release(name);
    if (!release.ok) return release;
    const published = await releaseSnapshot(registry, release.value);
    if (!published.ok) return published;
    const { imageId } = firmware;
    matches.push({
      ...matchOf(published.value, snapshot),
      release: name,
      isSameImage: imageId !== undefined && hasImage(release.value, imageId),
    });
  }
  const distance = ({ isSameImage, missing, differing }: ReleaseMatch) =>
    isSameImage ? -1 : missing.length + differing.length;
  return opened(matches.sort((a, b) => distance(a) - distance(b)));
}

function matchOf(release: Snapshot, snapshot: Snapshot): Pick<ReleaseMatch, 'compared' | 'missing' | 'differing'> {
  const { interfaces, compared } = compareSnapshots(release, snapshot);
  const missing = interfaces.filter(({ status }) => status === 'added').map(({ interface: { name } }) => name);
  return {
    compared,
    missing,
    // What a firmware does not hold says nothing of which release it is.
    differing: interfaces.filter(
      ({ status, causes }) => status === 'compared' && causes.some(({ rule }) => rule !== 'unseen-type'),
    ),
  };
}

function hasImage({ firmware }: ReleaseDocument, imageId: string): boolean {
  return firmware?.some((one) => one.imageId === imageId) ?? false;
}
