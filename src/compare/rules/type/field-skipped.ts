import { definitionRule } from '../rule.ts';
import { alignFields } from './fields.ts';

/** What serde skips stays in memory and does not travel: everything behind it moves. */
export const fieldSkipped = definitionRule({
  id: 'field-skipped',
  summary: 'Serde began or ceased to skip a field.',
  levels: ['wire'],
  kind: 'struct',
  use: 'data',
  find: (old, now, match) =>
    alignFields(old, now, match)
      .pairs.filter((pair) => pair.old.serdeSkip !== pair.new.serdeSkip)
      .map((pair) => ({
        message: `field \`${pair.new.name}\` of \`${now.name}\` ${pair.new.serdeSkip ? 'is skipped by serde now' : 'is not skipped by serde any more'}`,
        detail: [pair.new.name, `${pair.new.serdeSkip === true}`],
        help: 'make a new type, and a new operation that carries it',
      })),
});
