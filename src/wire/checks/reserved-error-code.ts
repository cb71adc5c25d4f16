import type { Variant } from '../../schema/index.ts';
import type { WireCheck } from '../check.ts';

/** From here on, a return code says that the server died. */
const FIRST_DEAD_CODE = 0xffff_ff00n;

export const reservedErrorCode: WireCheck = {
  id: 'reserved-error-code',
  severity: 'warning',
  summary: 'A variant of an error enum has a value that means something else to the client.',
  *find({ positions, images }) {
    for (const { text, type, encoding } of positions) {
      const definition = encoding === 'code' && type.kind === 'named' ? images.table[type.id] : undefined;
      if (definition?.kind !== 'enum') continue;
      for (const variant of definition.variants) {
        const problem = problemOf(variant);
        if (!problem) continue;
        yield {
          span: text.span,
          cause: `${definition.id}::${variant.name}`,
          message: `\`${definition.name}::${variant.name}\` has the ${variant.code == null ? 'value' : 'code'} ${variant.code ?? variant.value}, ${problem}`,
          help: 'give the variant a value from 1 to 65535',
        };
      }
    }
  },
};

function problemOf({ code: given, value, serverDeath }: Variant): string | undefined {
  // If hand-written code gives the codes, no reply contains the values.
  const number = given === undefined ? value : given;
  // The kernel reports the death of a server; no reply contains the variant's own value.
  if (number === null || serverDeath) return undefined;
  const code = BigInt(number);
  if (code === 0n) return 'which means success';
  if (code >= FIRST_DEAD_CODE) return 'which means that the server died';
  if (code < 0n || code > 0xffffn) return 'but a reply contains only 16 bits of it';
  return undefined;
}
