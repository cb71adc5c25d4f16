import type { WireCheck } from '../check.ts';
import { numberSize } from '../layout/memory.ts';

export const fromPrimitiveRange: WireCheck = {
  id: 'from-primitive-range',
  severity: 'error',
  summary: 'A variant has a value that the raw type of `FromPrimitive` cannot hold.',
  *find({ positions, images }) {
    for (const { text, type, recv } of positions) {
      if (recv.kind !== 'FromPrimitive' || recv.raw.kind !== 'integer' || type.kind !== 'named') continue;
      const definition = images.table[type.id];
      if (definition?.kind !== 'enum') continue;
      const { name } = recv.raw;
      const bits = BigInt(8 * numberSize(name, images.target));
      const [min, max] = name.startsWith('i')
        ? [-(1n << (bits - 1n)), (1n << (bits - 1n)) - 1n]
        : [0n, (1n << bits) - 1n];
      const outside = definition.variants.filter(
        ({ value }) => value !== null && (BigInt(value) < min || BigInt(value) > max),
      );
      const [first] = outside;
      if (!first) continue;
      const others = outside.length === 1 ? '' : ` and of ${outside.length - 1} more variants`;
      yield {
        span: text.span,
        message: `the value ${first.value} of \`${definition.name}::${first.name}\`${others} does not fit \`${name}\``,
        note: 'the receiver reads the raw type, so this value never arrives',
        help: 'name a raw type that can hold every value, or change the value',
      };
    }
  },
};
