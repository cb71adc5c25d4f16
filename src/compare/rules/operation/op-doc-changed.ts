import { operationRule } from '../rule.ts';
import { isSameText } from '../same-text.ts';

/** Text alone. */
export const opDocChanged = operationRule({
  id: 'op-doc-changed',
  summary: "An operation's documentation changed.",
  levels: ['docs'],
  find: (pair, match) => {
    const before = match.old.items[pair.old.name]?.doc;
    const after = match.new.items[pair.new.name]?.doc;
    if (isSameText(before, after)) return [];
    return [{ message: `the documentation of \`${pair.new.name}\` changed`, detail: [after ?? ''] }];
  },
});
