import { definitionRule } from '../rule.ts';
import { describeTypeChange, typeChangeDetail } from '../type-change.ts';
import { alignFields } from './fields.ts';

/** A field of another type: the struct's size or the meaning of its bytes changed. */
export const fieldTypeChanged = definitionRule({
  id: 'field-type-changed',
  summary: 'A field of a struct has another type.',
  levels: ['wire', 'source', 'tooling'],
  kind: 'struct',
  use: 'data',
  find: (old, now, match) =>
    alignFields(old, now, match)
      .pairs.filter((pair) => !match.isSameUse(pair.old.type, pair.new.type))
      .map((pair) => ({
        message: `field \`${pair.new.name}\` of \`${now.name}\` is ${describeTypeChange(pair.old, pair.new, match)}`,
        detail: [pair.new.name, ...typeChangeDetail(pair.old, pair.new, match)],
        help: 'make a new type, and a new operation that uses it',
      })),
});
