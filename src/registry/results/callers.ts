import { plain, query } from '../../engine/index.ts';
import type { Crate } from '../../rust/index.ts';
import { callSites } from '../../tree/index.ts';
import type { Callers } from '../scanned-interface.ts';
import { parsedInterface } from './schemas.ts';
import { workspaceOf } from './workspace.ts';

/** Who calls what, by the code of the tree. */
export const callersOf = query({
  name: 'callers',
  module: 'src/registry/results/callers.ts',
  make(asked, _: null): Callers {
    const { interfaceFiles, crates, images } = asked.get(workspaceOf, null);
    const clients = interfaceFiles.flatMap(({ path, stubs }) =>
      stubs
        .filter(({ side }) => side === 'client')
        .map(({ crate }) => {
          const { interface: read } = asked.get(parsedInterface, path);
          const operations = read?.operations.map(({ name }) => name.text) ?? [];
          return { path, name: read?.name.text ?? '', crate, operations };
        }),
    );
    const sites = callSites(crates.values(), clients);
    const used = new Set(sites.map(({ crate }) => crate));
    const compiledInto: Record<string, string[]> = {};
    for (const name of new Set(images.flatMap(({ tasks }) => tasks.map(({ crate }) => crate)))) {
      for (const crate of compiledWith(crates.get(name))) {
        if (used.has(crate.name)) compiledInto[crate.name] = [...(compiledInto[crate.name] ?? []), name];
      }
    }
    return { sites, compiledInto };
  },
  kept: plain<Callers>(),
  whole: true,
});

/** A crate and all that it depends on, as far as their sources are at hand. */
function compiledWith(crate: Crate | undefined): Set<Crate> {
  const found = new Set<Crate>(crate && [crate]);
  for (const one of found) {
    for (const dependency of one.dependencies.values()) if (!('missing' in dependency)) found.add(dependency);
  }
  return found;
}
