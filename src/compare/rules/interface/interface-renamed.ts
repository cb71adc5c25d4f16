import type { Rule } from '../rule.ts';

/** The name is in every generated name; nothing of it travels. */
export const interfaceRenamed: Rule = {
  id: 'interface-renamed',
  summary: 'An interface has another name.',
  levels: ['source', 'tooling'],
  find: ({ old, new: now }) => {
    if (old.wire.name === now.wire.name) return [];
    return [
      {
        message: `interface \`${old.wire.name}\` is now called \`${now.wire.name}\``,
        operations: [],
        detail: [old.wire.name, now.wire.name],
        oldPlace: old.items['']?.place,
        newPlace: now.items['']?.place,
      },
    ];
  },
};
