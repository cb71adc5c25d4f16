import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Type } from '../../src/schema/index.ts';
import { Codec, Layouts, type Value, X86_64 } from '../../src/wire/index.ts';
import { Random } from '../rust/random.ts';
import { randomTypes } from '../rust/random-types.ts';

const { table, types } = randomTypes(120, new Random(7));
const anyType = fc.constantFrom(...types.map(({ id }): Type => ({ kind: 'named', id })));
const anyEncoding = fc.constantFrom('Zerocopy' as const, 'Hubpack' as const, 'Ssmarshal' as const);
const codec = new Codec(table, { target: X86_64 });

test('any bytes are decoded or refused, and a value takes no more of them than its layout says', () => {
  fc.assert(
    fc.property(anyType, anyEncoding, fc.uint8Array({ maxLength: 300 }), (type, encoding, bytes) => {
      const decoded = codec.decode(type, bytes, encoding);
      if ('error' in decoded) return;
      expect(decoded.length).toBeLessThanOrEqual(bytes.length);
      const size = new Layouts(table, X86_64).of(type, encoding, '').size;
      expect(decoded.length).toBeGreaterThanOrEqual(size?.min ?? 0);
      expect(decoded.length).toBeLessThanOrEqual(size?.max ?? 0);
    }),
    { seed: 1, numRuns: 2000 },
  );
});

test('any value is encoded or refused', () => {
  fc.assert(
    fc.property(anyType, anyEncoding, fc.jsonValue(), (type, encoding, value) => {
      const encoded = codec.encode(type, value as Value, encoding);
      if ('error' in encoded) expect(encoded.error.message).not.toBe('');
      else expect(codec.decode(type, encoded.bytes, encoding)).toMatchObject({ length: encoded.bytes.length });
    }),
    { seed: 1, numRuns: 2000 },
  );
});
