import { definitionRule } from '../rule.ts';
import { alignFields } from './fields.ts';

/** Messages contain no names; code and tools use them. */
export const fieldRenamed = definitionRule({
  id: 'field-renamed',
  summary: 'A field of a struct has another name.',
  levels: ['source', 'tooling'],
  kind: 'struct',
  use: 'data',
  find: (old, now, match) =>
    alignFields(old, now, match)
      .pairs.filter((pair) => pair.old.name !== pair.new.name)
      .map((pair) => ({
        message: `field \`${pair.old.name}\` of \`${now.name}\` is now called \`${pair.new.name}\``,
        detail: [pair.old.name, pair.new.name],
      })),
});
