import process from 'node:process';
import { type Opened, opened, refused } from '../../tree/index.ts';
import type { RegistrySource } from '../published/source.ts';
import { GIT_FORM, gitAddressOf, publicPlace } from './address.ts';
import { GitBranch } from './git-remote.ts';

/** The files of a branch of a git remote, fetched when the first is read. They are kept while this process runs. */
export function gitSource(place: string): RegistrySource {
  let branch: Opened<GitBranch> | undefined;
  const open = (): Opened<GitBranch> => {
    const address = gitAddressOf(place);
    if (!address)
      return refused('not-a-registry', `\`${publicPlace(place)}\` does not name a remote and a branch`, GIT_FORM);
    const opening = GitBranch.open(address);
    if (!opening.ok) return opening;
    process.once('exit', () => opening.value.close());
    if (opening.value.exists) return opening;
    return refused(
      'not-a-registry',
      `the remote of \`${publicPlace(place)}\` has no branch \`${address.branch}\``,
      'publish a first release',
    );
  };
  return {
    place: publicPlace(place),
    async read(address, limit) {
      branch ??= open();
      if (!branch.ok) return branch;
      const read = await branch.value.read([address]);
      if (!read.ok) return read;
      const content = read.value.get(address);
      return content !== undefined && content.byteLength > limit
        ? refused('not-a-registry', `\`${address}\` has ${content.byteLength} bytes: the most is ${limit}`, '')
        : opened(content);
    },
  };
}
