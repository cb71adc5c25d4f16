import { type Condition, membersOf } from '../../../schema/index.ts';
import { alignByName } from '../../match/align.ts';
import { namesOf, type Rule, typeOf } from '../rule.ts';

/** A build without the `cfg` lacks the field or variant, so everything after it moves. */
export const conditionChanged: Rule = {
  id: 'condition-changed',
  summary: 'A field or variant has another `cfg` condition.',
  levels: ['wire', 'source'],
  appliesTo: 'both',
  find: (match) =>
    match.definitions.flatMap((pair) => {
      const users = [...pair.dataOf, ...pair.errorOf];
      if (pair.old.kind !== pair.new.kind || users.length === 0) return [];
      return alignByName(membersOf(pair.old), membersOf(pair.new), () => false)
        .pairs.filter((part) => predicateOf(part.old) !== predicateOf(part.new))
        .map((part) => {
          const [oldPredicate, newPredicate] = [predicateOf(part.old), predicateOf(part.new)];
          return {
            message: `\`${pair.new.name}::${part.new.name}\` now exists ${describe(newPredicate)}, previously ${describe(oldPredicate)}`,
            operations: users.map(namesOf),
            type: typeOf(pair),
            detail: [part.new.name, oldPredicate ?? '', newPredicate ?? ''],
            oldPlace: pair.old.place,
            newPlace: pair.new.place,
            help: 'use types that are the same in every build; make a new type if one build needs a difference',
          };
        });
    }),
};

function predicateOf({ condition }: { condition?: Condition }): string | undefined {
  return condition?.kind === 'cfg' ? condition.predicate : undefined;
}

function describe(predicate: string | undefined): string {
  return predicate === undefined ? 'always' : `only with \`${predicate}\``;
}
