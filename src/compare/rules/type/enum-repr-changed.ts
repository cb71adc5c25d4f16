import { definitionRule } from '../rule.ts';
import { describeRepr, isSameRepr } from './fields.ts';

/** The representation decides sizes, padding and order in memory images. */
export const enumReprChanged = definitionRule({
  id: 'enum-repr-changed',
  summary: 'An enum has another representation in memory.',
  levels: ['wire'],
  kind: 'enum',
  use: 'data',
  find: (old, now) => {
    if (isSameRepr(old.repr, now.repr)) return [];
    return [
      {
        message: `\`${now.name}\` is ${describeRepr(now.repr)}, was ${describeRepr(old.repr)}`,
        detail: [describeRepr(old.repr), describeRepr(now.repr)],
      },
    ];
  },
});
