import { definitionRule } from '../rule.ts';

/** The kernel supplies a server's death, whatever number the variant for it has: only code that names or prints it is hit. */
export const serverDeathMoved = definitionRule({
  id: 'server-death-moved',
  summary: "An error's variant for the server's death moved, or there is another one, or none.",
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
        message: `the variant of \`${now.name}\` for the server's death is ${describe(after)}, was ${describe(before)}`,
        detail: [describe(before), describe(after)],
        oldPlace: before?.place,
        newPlace: after?.place,
      },
    ];
  },
});
