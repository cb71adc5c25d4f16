import { resultsOf } from '../../src/registry/index.ts';
import type { Tree } from '../../src/tree/index.ts';
import { ARM, layOut } from '../../src/wire/index.ts';
import { grownTree } from './grown-tree.ts';

/** What one tree took. */
export interface Measurement {
  readonly interfaces: number;
  /** From files in memory to layouts and findings, in milliseconds: the best of several runs. */
  readonly milliseconds: number;
  /** Types that stayed open, of which there should be none. */
  readonly unresolved: number;
}

/** Measures trees of several sizes in one run, after a run to warm up. */
export function measure(sizes: readonly number[], runs = 3): Measurement[] {
  run(grownTree(Math.min(...sizes)));
  return sizes.map((interfaces) => {
    const tree = grownTree(interfaces);
    const results = Array.from({ length: runs }, () => run(tree));
    const milliseconds = Math.min(...results.map((result) => result.milliseconds));
    return { interfaces, milliseconds, unresolved: results[0]?.unresolved ?? 0 };
  });
}

function run(tree: Tree): { milliseconds: number; unresolved: number } {
  const started = performance.now();
  const { interfaces } = resultsOf(tree, { outside: { cargoHome: null } }).scan();
  const milliseconds = performance.now() - started;
  const layouts = interfaces.flatMap(({ schema }) =>
    schema ? layOut(schema, ARM).operations.flatMap(({ message, reply, leases }) => [message, reply, ...leases]) : [],
  );
  return { milliseconds, unresolved: layouts.filter(({ size }) => !size).length };
}
