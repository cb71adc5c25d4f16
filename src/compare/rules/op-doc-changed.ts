import { operationRule } from '../rule.ts';
import { isSameText } from './texts.ts';

/** Text alone. */
export const opDocChanged = operationRule({
  id: 'op-doc-changed',
  summary: "An operation's documentation changed.",
  levels: ['docs'],
  find: (pair, comparison) => {
    const before = comparison.old.items[pair.old.name]?.doc;
    const after = comparison.new.items[pair.new.name]?.doc;
    if (isSameText(before, after)) return [];
    return [{ message: `the documentation of \`${pair.new.name}\` changed`, detail: [after ?? ''] }];
  },
});
