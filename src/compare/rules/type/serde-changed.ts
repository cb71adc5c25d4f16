import { namesOf, type Rule } from '../rule.ts';

/** A type that is serialised by hand has a wire form that its definition does not tell. */
export const serdeChanged: Rule = {
  id: 'serde-changed',
  summary: 'How a type is serialised changed.',
  levels: ['wire'],
  find: (match) =>
    match.definitions
      .filter((pair) => pair.old.kind === pair.new.kind && pair.old.customSerde !== pair.new.customSerde)
      .map((pair) => ({
        message: `\`${pair.new.name}\` is serialised ${pair.new.customSerde ? 'by code of its own' : 'as the derive does'} now`,
        operations: pair.dataOf.map(namesOf),
        detail: [pair.old.name, pair.old.customSerde ?? '', pair.new.customSerde ?? ''],
        oldPlace: pair.old.place,
        newPlace: pair.new.place,
      })),
};
