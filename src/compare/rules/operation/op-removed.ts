import { nameOf, namesOf, type Rule } from '../rule.ts';
import { describeMoved, describeNumbers, describeRun, removedRuns } from './moves.ts';

/** Afterwards no operation has the number, or an old client calls the operation that has it now. */
export const opRemoved: Rule = {
  id: 'op-removed',
  summary: 'An operation was removed.',
  levels: ['wire', 'source', 'tooling'],
  isOfNumbers: true,
  find: (match) =>
    removedRuns(match).map((run) => {
      const { operations, moved } = run;
      const were = operations.length === 1 ? 'was' : 'were';
      return {
        message: `${describeRun(run)}, ${describeNumbers(run)}, ${were} removed${describeMoved(run)}`,
        operations: [...operations.map((one) => ({ old: nameOf(one) })), ...moved.map(namesOf)],
        detail: operations.map(({ name }) => name),
        oldPlace: match.oldPlace(operations[0]?.name ?? ''),
        help: 'replace it with an operation `reserved_<number>` that always replies with an error, so that no number changes',
      };
    }),
};
