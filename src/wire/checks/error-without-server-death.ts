import type { WireCheck } from '../check.ts';

export const errorWithoutServerDeath: WireCheck = {
  id: 'error-without-server-death',
  severity: 'warning',
  summary: 'The error enum of an operation that is not idempotent has no variant for the death of the server.',
  *find({ operation, positions, images, built }) {
    // A client that repeats the call gets no error when its server dies.
    if (operation.idempotent && built.retriesIdempotent) return;
    for (const { text, type, encoding } of positions) {
      const definition = encoding === 'code' && type.kind === 'named' ? images.table[type.id] : undefined;
      // A conversion written by hand may know the dead codes without a mark.
      if (definition?.kind !== 'enum' || !definition.derives.includes('IdolError')) continue;
      if (definition.variants.some(({ serverDeath }) => serverDeath)) continue;
      const name = operation.name.text;
      yield {
        span: text.span,
        cause: definition.id,
        message: `\`${definition.name}\` has no variant for the death of the server`,
        note: operation.idempotent
          ? `\`${name}\` is idempotent, but clients of the pinned compiler never repeat a call: they panic when the server restarts`
          : `\`${name}\` is not idempotent, so its client cannot repeat the call: it panics when the server restarts`,
        help: built.serverDeathAttribute
          ? `mark a variant of \`${definition.name}\` with \`#[idol(server_death)]\``
          : 'update `derive-idol-err` in the tree: this version does not support `#[idol(server_death)]`',
      };
    }
  },
};
