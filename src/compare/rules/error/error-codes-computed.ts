import { definitionRule } from '../rule.ts';

/** The comparison runs no code, so it cannot compare codes that code computes. */
export const errorCodesComputed = definitionRule({
  id: 'error-codes-computed',
  summary: 'The codes of an error are computed by code in one version only.',
  levels: ['wire'],
  kind: 'enum',
  use: 'error',
  find: (old, now) => {
    if (old.codesComputed === now.codesComputed) return [];
    return [
      {
        message: `the codes of \`${now.name}\` are now ${now.codesComputed ? 'computed by code' : 'a plain list'}`,
        detail: [old.codesComputed ?? '', now.codesComputed ?? ''],
        help: now.codesComputed,
      },
    ];
  },
});
