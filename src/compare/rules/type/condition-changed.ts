import { type Condition, membersOf } from '../../../schema/index.ts';
import { alignByName } from '../../match/align.ts';
import { namesOf, type Rule } from '../rule.ts';

/** What is there only under a `cfg` is missing in every image that is built otherwise: from there on, all that travels moves. */
export const conditionChanged: Rule = {
  id: 'condition-changed',
  summary: 'A field or variant is there under another `cfg`.',
  levels: ['wire', 'source'],
  appliesTo: 'both',
  find: (match) =>
    match.definitions.flatMap((pair) => {
      const users = [...pair.dataOf, ...pair.errorOf];
      if (pair.old.kind !== pair.new.kind || users.length === 0) return [];
      return alignByName(membersOf(pair.old), membersOf(pair.new), () => false)
        .pairs.filter((part) => predicateOf(part.old) !== predicateOf(part.new))
        .map((part) => {
          const [before, after] = [predicateOf(part.old), predicateOf(part.new)];
          return {
            message: `\`${pair.new.name}::${part.new.name}\` is there ${describe(after)}, was ${describe(before)}`,
            operations: users.map(namesOf),
            detail: [pair.old.name, part.new.name, before ?? '', after ?? ''],
            oldPlace: pair.old.place,
            newPlace: pair.new.place,
            help: 'keep types that travel the same in every build; make a new type where one has to differ',
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
