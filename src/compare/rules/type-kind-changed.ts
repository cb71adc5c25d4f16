import { namesOf, type Rule } from '../rule.ts';

const KINDS = { struct: 'a struct', enum: 'an enum', union: 'a union', flags: 'a flag set' } as const;

/** A struct became an enum, or the like. */
export const typeKindChanged: Rule = {
  id: 'type-kind-changed',
  summary: 'A type is of another kind: struct, enum, union or flag set.',
  levels: ['wire', 'source'],
  find: (comparison) =>
    comparison.definitions
      .filter((pair) => pair.old.kind !== pair.new.kind)
      .map((pair) => {
        const users = [...pair.dataOf, ...pair.errorOf];
        const { id } = pair.old;
        return {
          message: `\`${pair.new.name}\` is ${KINDS[pair.new.kind]} now, was ${KINDS[pair.old.kind]}`,
          operations: users.map(namesOf),
          detail: [pair.old.name, pair.old.kind, pair.new.kind],
          judgements: comparison.judgeDefinition(users, { ...comparison.asNew(pair.new), id }),
          oldPlace: pair.old.place,
          newPlace: pair.new.place,
        };
      }),
};
