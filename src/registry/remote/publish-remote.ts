import type { Opened } from '../../tree/index.ts';
import type { Publishing, PublishOptions } from '../published/publish.ts';
import type { ReadRelease } from '../releases/index.ts';
import { isGitPlace, isS3Place } from './address.ts';
import { publishToGit } from './publish-git.ts';
import { publishToS3 } from './publish-s3.ts';

/** True of the places that {@link publishRemotely} takes: `git+<remote>#<branch>` and `s3://bucket/prefix`. */
export function isRemotePlace(place: string): boolean {
  return isGitPlace(place) || isS3Place(place);
}

/** Adds a release to a registry that is no folder. Runs at once lose nothing: one that comes too late begins again. */
export function publishRemotely(
  place: string,
  next: ReadRelease,
  options: PublishOptions,
): Promise<Opened<Publishing>> {
  return isGitPlace(place) ? publishToGit(place, next, options) : publishToS3(place, next, options);
}
