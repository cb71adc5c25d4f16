import { definitionRule } from '../rule.ts';
import { alignFields } from './fields.ts';
import { describeTypeChange, typeChangeDetail } from './type-change.ts';

/** A field of another type: the struct's size or the meaning of its bytes changed. */
export const fieldTypeChanged = definitionRule({
  id: 'field-type-changed',
  summary: 'A field of a struct has another type.',
  levels: ['wire', 'source', 'tooling'],
  kind: 'struct',
  use: 'data',
  find: (old, now, comparison) =>
    alignFields(old, now, comparison)
      .pairs.filter((pair) => !comparison.isSameUse(pair.old.type, pair.new.type))
      .map((pair) => ({
        message: `field \`${pair.new.name}\` of \`${now.name}\` is ${describeTypeChange(pair.old, pair.new, comparison.types)}`,
        detail: [pair.new.name, ...typeChangeDetail(pair.old, pair.new, comparison.types)],
        isolated: {
          ...old,
          fields: old.fields.map((field) => (field === pair.old ? { ...field, type: pair.new.type } : field)),
        },
        help: 'make a new type, and a new operation that carries it',
      })),
});
