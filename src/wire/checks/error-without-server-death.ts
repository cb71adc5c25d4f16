import type { WireCheck } from '../check.ts';

export const errorWithoutServerDeath: WireCheck = {
  id: 'error-without-server-death',
  severity: 'warning',
  summary: 'The error enum of an operation that is not idempotent has no variant for the death of the server.',
  *find({ operation, positions, images }) {
    if (operation.idempotent) return;
    for (const { text, type, encoding } of positions) {
      const definition = encoding === 'code' && type.kind === 'named' ? images.table[type.id] : undefined;
      // A conversion written by hand may know the dead codes without a mark.
      if (definition?.kind !== 'enum' || !definition.derives.includes('IdolError')) continue;
      if (definition.variants.some(({ serverDeath }) => serverDeath)) continue;
      yield {
        span: text.span,
        message: `\`${definition.name}\` has no variant for the death of the server`,
        note: `\`${operation.name.text}\` is not idempotent, so its client cannot try again: it panics when the server restarts`,
        help: `mark a variant of \`${definition.name}\` with \`#[idol(server_death)]\``,
      };
    }
  },
};
