import { plain, query } from '../../engine/index.ts';
import { type VersionParts, versionPartsOf } from '../interface-version.ts';
import { parsedInterface, targetsFor } from './schemas.ts';
import { interfaceFile, workspaceOf } from './workspace.ts';

/** What a comparison needs of an interface beside its schema; null of a file that cannot be read. */
export const versionParts = query({
  name: 'version',
  module: 'src/registry/results/versions.ts',
  make(asked, path: string): VersionParts | null {
    const { interface: read } = asked.get(parsedInterface, path);
    if (!read) return null;
    const file = asked.get(interfaceFile, path);
    return versionPartsOf(read, file, asked.get(targetsFor, path), asked.get(workspaceOf, null));
  },
  kept: plain<VersionParts | null>(),
});
