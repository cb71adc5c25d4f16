import { setTimeout as wait } from 'node:timers/promises';
import { type Opened, refused } from '../../tree/index.ts';
import { MOST_TRIES, type Publishing, type PublishOptions, publishInto } from '../published/publish.ts';
import type { ReadRelease } from '../releases/index.ts';
import { GIT_FORM, gitAddressOf, publicPlace } from './address.ts';
import { GitBranch } from './git-remote.ts';

/**
 * Adds a release to the registry on a branch of a git remote: fetches it, publishes, and pushes. When another run pushed first, this
 * one begins again with what that one published, so that nothing is lost.
 */
export async function publishToGit(
  place: string,
  next: ReadRelease,
  options: PublishOptions,
): Promise<Opened<Publishing>> {
  const address = gitAddressOf(place);
  if (!address)
    return refused('not-a-registry', `\`${publicPlace(place)}\` does not name a remote and a branch`, GIT_FORM);
  const opening = GitBranch.open(address);
  if (!opening.ok) return opening;
  const branch = opening.value;
  try {
    for (let tries = 1; tries <= MOST_TRIES; tries++) {
      const publishing = await publishInto(branch, next, options);
      if (!publishing.ok || publishing.value.kind === 'different') return publishing;
      // GitHub Pages serves files as they are only where this one is.
      branch.stage('.nojekyll', new Uint8Array());
      const pushed = branch.push(`Publish ${next.name}`);
      if (!pushed.ok) return pushed;
      if (pushed.value) return publishing;
      await wait(Math.random() * 100 * Math.min(tries, 10));
      const ready = branch.refresh();
      if (!ready.ok) return ready;
    }
  } finally {
    branch.close();
  }
  return refused('not-a-registry', `others pushed to \`${publicPlace(place)}\` all the time`, 'publish again');
}
