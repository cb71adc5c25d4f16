import { operationRule } from '../rule.ts';
import { isSameText } from '../same-text.ts';

/** Text alone. */
export const opDocChanged = operationRule({
  id: 'op-doc-changed',
  summary: "An operation's documentation changed.",
  levels: ['docs'],
  find: (pair, match) => {
    const oldDoc = match.old.items[pair.old.name]?.doc;
    const newDoc = match.new.items[pair.new.name]?.doc;
    if (isSameText(oldDoc, newDoc)) return [];
    return [{ message: `the documentation of \`${pair.new.name}\` changed`, detail: [newDoc ?? ''] }];
  },
});
