import { plain, query } from '../../engine/index.ts';
import { type VersionFacts, versionFactsOf } from '../interface-version.ts';
import { parsedInterface, targetsFor } from './schemas.ts';
import { interfaceFile, workspaceOf } from './workspace.ts';

/** What a comparison needs of an interface beside its schema; null of a file that cannot be read. */
export const versionFacts = query({
  name: 'version',
  module: 'src/registry/results/versions.ts',
  make(asked, path: string): VersionFacts | null {
    const { interface: read } = asked.get(parsedInterface, path);
    if (!read) return null;
    const file = asked.get(interfaceFile, path);
    return versionFactsOf(read, file, asked.get(targetsFor, path), asked.get(workspaceOf, null));
  },
  kept: plain<VersionFacts | null>(),
});
