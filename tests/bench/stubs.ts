/**
 * `node tests/bench/stubs.ts`: how long stubs take once types are resolved — those of the example tree, of the tree in `HUBRIS_TREE`, and of interfaces
 * of which the second is twice the first.
 */
import { measureGrowth, measureTree } from './measure-stubs.ts';

const { HUBRIS_TREE } = process.env;
const trees = ['idl/2.0.0', ...(HUBRIS_TREE ? [HUBRIS_TREE] : [])];
console.log('milliseconds  files  of');
for (const { what, files, milliseconds } of [...trees.map((tree) => measureTree(tree)), ...measureGrowth(500, 200)]) {
  console.log(`${milliseconds.toFixed(1).padStart(12)}  ${String(files).padStart(5)}  ${what}`);
}
