import type { Rule } from '../rule.ts';

/** The name is in every generated name; nothing of it travels. */
export const interfaceRenamed: Rule = {
  id: 'interface-renamed',
  summary: 'An interface has another name.',
  levels: ['source', 'tooling'],
  find: ({ old, new: now }) => {
    if (old.schema.name === now.schema.name) return [];
    return [
      {
        message: `interface \`${old.schema.name}\` is now called \`${now.schema.name}\``,
        operations: [],
        detail: [old.schema.name, now.schema.name],
        oldPlace: old.items['']?.place,
        newPlace: now.items['']?.place,
      },
    ];
  },
};
