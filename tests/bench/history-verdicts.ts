/**
 * `HUBRIS_TREE=../hubris node tests/bench/history-verdicts.ts [--operations]`: what the comparisons of all releases of a tree with their
 * predecessors come to. It prints causes by rule, how many entries they make, and verdicts by kind; with `--operations` also one line for
 * each verdict that is not ok, to set two versions of this program against each other with `diff`.
 */
import process from 'node:process';
import {
  DIRECTIONS,
  type Direction,
  operationName,
  VERDICT_KINDS,
  verdictsOf,
  verdictWords,
} from '../../src/compare/index.ts';
import { ReleaseStore, readGitHistory } from '../../src/registry/index.ts';
import { GitRepository } from '../../src/tree/index.ts';

const repository = GitRepository.open(process.env.HUBRIS_TREE ?? '');
if (!repository.ok) throw new Error(repository.problem.message);
const { releases } = await readGitHistory(repository.value, {
  store: new ReleaseStore(),
  generator: 'history-verdicts',
});
const compared = releases.flatMap(({ name, predecessor, comparisons }) =>
  comparisons.map((comparison) => ({ pair: `${predecessor} -> ${name}`, comparison })),
);
/** A change inside a type is one entry for all interfaces that use it. */
const entryOf = ({ pair, cause }: { pair: string; cause: { fingerprint: string } }) => `${pair} ${cause.fingerprint}`;

const table = (title: string, counts: ReadonlyMap<string, number>) => {
  console.log(`\n${title}`);
  for (const [what, count] of [...counts].sort((a, b) => b[1] - a[1]))
    console.log(`${String(count).padStart(6)}  ${what}`);
};
const countBy = <T>(list: readonly T[], key: (one: T) => string) =>
  new Map([...Map.groupBy(list, key)].map(([what, group]) => [what, group.length]));

const causes = compared.flatMap(({ pair, comparison }) =>
  comparison.causes.map((cause) => ({ pair, comparison, cause })),
);
const entries = [...new Map(causes.map((one) => [entryOf(one), one])).values()];
const single = causes.reduce((sum, { cause }) => sum + Math.max(1, cause.operations.length), 0);
const felt = causes.filter(({ comparison, cause }) =>
  verdictsOf(comparison, cause).some(({ verdict }) => verdict.kind !== 'ok'),
);
console.log(`${releases.filter(({ predecessor }) => predecessor !== undefined).length} pairs of releases`);
console.log(
  `${single} changes of single operations, ${entries.length} entries by cause (${causes.length} in single interfaces), ${new Set(felt.map(entryOf)).size} of them with a verdict that is not ok`,
);
table(
  'Entries by rule',
  countBy(entries, ({ cause }) => cause.rule),
);
const verdicts = compared.flatMap(({ pair, comparison }) =>
  comparison.verdicts.map((verdict) => ({ pair, path: comparison.interface.newPath ?? '', ...verdict })),
);
for (const direction of Object.keys(DIRECTIONS) as Direction[]) {
  const own = verdicts.filter((one) => one.direction === direction);
  const counts = countBy(own, ({ verdict }) => verdictWords(verdict));
  const kinds = VERDICT_KINDS.flatMap((kind) => {
    const count = own.filter(({ verdict }) => verdict.kind === kind).length;
    return count > 0 ? [`${count} ${kind}`] : [];
  });
  table(`Operations, ${DIRECTIONS[direction]}: ${kinds.join(', ')}`, counts);
}
if (process.argv.includes('--operations')) {
  console.log('\nVerdicts that are not ok');
  for (const { pair, path, operation, direction, configurations, verdict } of verdicts) {
    if (verdict.kind === 'ok') continue;
    console.log(
      [pair, path, operationName(operation), direction, configurations.join('; '), verdictWords(verdict)].join(' | '),
    );
  }
}
