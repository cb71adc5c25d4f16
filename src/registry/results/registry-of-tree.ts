import { plain, query } from '../../engine/index.ts';
import type { Tree } from '../../tree/index.ts';
import type { Config } from '../config.ts';
import { makeRegistry } from '../make-registry.ts';
import type { Registry } from '../model.ts';
import { sha256 } from '../schema-hash.ts';
import { scanOf } from './scan.ts';
import { workspaceOf } from './workspace.ts';

const module = 'src/registry/results/registry-of-tree.ts';

/** All that a registry is made of beside the files of a tree. */
interface Given {
  readonly tree: Omit<Tree, 'files'>;
  readonly config: Omit<Config, 'source'>;
  /** Name and version of this program. */
  readonly generator: string;
  /** Addresses that interfaces have in the history of the tree, by path. */
  readonly slugs: readonly (readonly [path: string, slug: string])[];
}

export function registryKey(
  { label, commit, web, prefix, skipped }: Tree,
  { source: _, ...config }: Config,
  generator: string,
  slugs: ReadonlyMap<string, string> = new Map(),
): string {
  return JSON.stringify({
    tree: { label, commit, web, prefix, skipped },
    config,
    generator,
    slugs: [...slugs],
  } satisfies Given);
}

/** What a site shows of a tree. */
export const registryOfTree = query({
  name: 'registry',
  module,
  make(asked, key: string): Registry {
    const { tree, config, generator, slugs } = JSON.parse(key) as Given;
    const read = { ...tree, files: asked.files() };
    return makeRegistry(
      read,
      asked.get(workspaceOf, null),
      scanOf(asked, config),
      config,
      generator,
      slugs.length > 0 ? new Map(slugs) : undefined,
    );
  },
});

export interface RegistryFacts {
  /** Equal only for equal registries. */
  readonly identity: string;
  /** How many errors are among its findings. */
  readonly errors: number;
}

/** What a build needs to know that a site is up to date: while the tree is the same, the registry is not made. */
export const registryFacts = query({
  name: 'registry-facts',
  module,
  whole: true,
  make(asked, key: string): RegistryFacts {
    const registry = asked.get(registryOfTree, key);
    const errors = registry.diagnostics.filter(({ severity }) => severity === 'error').length;
    return { identity: sha256(JSON.stringify(registry)), errors };
  },
  kept: plain<RegistryFacts>(),
});
