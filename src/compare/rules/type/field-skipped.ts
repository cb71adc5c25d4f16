import { definitionRule } from '../rule.ts';
import { alignFields } from './fields.ts';

/** Serde does not write a skipped field, so every field after it moves. */
export const fieldSkipped = definitionRule({
  id: 'field-skipped',
  summary: '`#[serde(skip)]` was added to a field or removed from it.',
  levels: ['wire'],
  kind: 'struct',
  use: 'data',
  find: (old, now, match) =>
    alignFields(old, now, match)
      .pairs.filter((pair) => pair.old.serdeSkip !== pair.new.serdeSkip)
      .map((pair) => ({
        message: `field \`${pair.new.name}\` of \`${now.name}\` ${pair.new.serdeSkip ? 'is now skipped by serde' : 'is no longer skipped by serde'}`,
        detail: [pair.new.name, `${pair.new.serdeSkip === true}`],
        help: 'make a new type, and a new operation that uses it',
      })),
});
