import type { Rule } from '../rule.ts';
import { isSameText } from '../same-text.ts';

/** Text alone. */
export const interfaceDocChanged: Rule = {
  id: 'interface-doc-changed',
  summary: "An interface's documentation changed.",
  levels: ['docs'],
  find: ({ old, new: now }) => {
    if (isSameText(old.items['']?.doc, now.items['']?.doc)) return [];
    return [
      {
        message: `the documentation of interface \`${now.schema.name}\` changed`,
        operations: [],
        detail: [now.items['']?.doc ?? ''],
        oldPlace: old.items['']?.place,
        newPlace: now.items['']?.place,
      },
    ];
  },
};
