import { namesOf, type Rule, typeOf } from '../rule.ts';

const KINDS = { struct: 'a struct', enum: 'an enum', union: 'a union', flags: 'a flag set' } as const;

/** A struct became an enum, or the like. */
export const typeKindChanged: Rule = {
  id: 'type-kind-changed',
  summary: 'A type has another kind: struct, enum, union or flag set.',
  levels: ['wire', 'source'],
  find: (match) =>
    match.definitions
      .filter((pair) => pair.old.kind !== pair.new.kind)
      .map((pair) => ({
        message: `\`${pair.new.name}\` is now ${KINDS[pair.new.kind]}, was ${KINDS[pair.old.kind]}`,
        operations: [...pair.dataOf, ...pair.errorOf].map(namesOf),
        type: typeOf(pair),
        detail: [pair.old.kind, pair.new.kind],
        oldPlace: pair.old.place,
        newPlace: pair.new.place,
      })),
};
