import { namesOf, type Rule, typeOf } from '../rule.ts';

/** The definition of a type does not show the bytes that a hand-written serde implementation writes. */
export const serdeChanged: Rule = {
  id: 'serde-changed',
  summary: 'A type has its own serde implementation in one version only.',
  levels: ['wire'],
  find: (match) =>
    match.definitions
      .filter((pair) => pair.old.kind === pair.new.kind && pair.old.customSerde !== pair.new.customSerde)
      .map((pair) => ({
        message: `\`${pair.new.name}\` now uses ${pair.new.customSerde ? 'its own serde implementation' : 'the serde derive'}`,
        operations: pair.dataOf.map(namesOf),
        type: typeOf(pair),
        detail: [pair.old.customSerde ?? '', pair.new.customSerde ?? ''],
        oldPlace: pair.old.place,
        newPlace: pair.new.place,
      })),
};
