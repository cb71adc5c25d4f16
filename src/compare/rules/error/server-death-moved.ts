import { definitionRule } from '../rule.ts';

/** The kernel reports the death of a server with its own code: a change affects only code that names or prints the variant. */
export const serverDeathMoved = definitionRule({
  id: 'server-death-moved',
  summary: 'The variant of an error for the death of the server changed.',
  levels: ['source', 'tooling'],
  kind: 'enum',
  use: 'error',
  find: (old, now) => {
    const before = old.variants.find((variant) => variant.serverDeath);
    const after = now.variants.find((variant) => variant.serverDeath);
    const isComputed = before?.code === null || after?.code === null;
    if (before?.name === after?.name && (isComputed || before?.value === after?.value)) return [];
    const describe = (variant: typeof before) => (variant ? `\`${variant.name}\` = ${variant.value}` : 'none');
    return [
      {
        message: `the variant of \`${now.name}\` for the death of the server is ${describe(after)}, was ${describe(before)}`,
        detail: [describe(before), describe(after)],
        oldPlace: before?.place,
        newPlace: after?.place,
      },
    ];
  },
});
