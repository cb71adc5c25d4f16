import { definitionRule } from '../rule.ts';

/** Codes that are made by code which cannot be read are codes that cannot be compared. */
export const errorCodesComputed = definitionRule({
  id: 'error-codes-computed',
  summary: "An error's codes began or ceased to be computed by code that cannot be read.",
  levels: ['wire'],
  kind: 'enum',
  use: 'error',
  find: (old, now) => {
    if (old.codesComputed === now.codesComputed) return [];
    return [
      {
        message: `the codes of \`${now.name}\` are ${now.codesComputed ? 'computed by code' : 'the values of its variants'} now`,
        detail: [old.codesComputed ?? '', now.codesComputed ?? ''],
        help: now.codesComputed,
      },
    ];
  },
});
