import type { Rule } from '../rule.ts';

/** Every generated name contains it; messages do not. */
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
