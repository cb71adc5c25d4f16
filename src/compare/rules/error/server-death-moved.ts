import { definitionRule } from '../rule.ts';

/** The kernel reports the death of a server with its own code: a change affects only code that names or prints the variant. */
export const serverDeathMoved = definitionRule({
  id: 'server-death-moved',
  summary: 'The variant of an error for the death of the server changed.',
  levels: ['source', 'tooling'],
  kind: 'enum',
  use: 'error',
  find: (old, now) => {
    const oldVariant = old.variants.find((variant) => variant.serverDeath);
    const newVariant = now.variants.find((variant) => variant.serverDeath);
    const isComputed = oldVariant?.code === null || newVariant?.code === null;
    if (oldVariant?.name === newVariant?.name && (isComputed || oldVariant?.value === newVariant?.value)) return [];
    const describe = (variant: typeof oldVariant) => (variant ? `\`${variant.name}\` = ${variant.value}` : 'none');
    return [
      {
        message: `the variant of \`${now.name}\` for the death of the server is ${describe(newVariant)}, was ${describe(oldVariant)}`,
        detail: [describe(oldVariant), describe(newVariant)],
        oldPlace: oldVariant?.place,
        newPlace: newVariant?.place,
      },
    ];
  },
});
