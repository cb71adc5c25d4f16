import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { coreManifest, topManifest } from '../../packages/manifest.ts';
import { Codec, type InterfaceSchema, layOut, targetNamed } from '../../src/wire.ts';

const SCHEMA: InterfaceSchema = {
  name: 'Fan',
  operations: [
    {
      name: 'set',
      number: 1,
      encoding: 'Zerocopy',
      idempotent: true,
      args: [{ name: 'rpm', text: 'u16', type: { kind: 'integer', name: 'u16' }, recv: { kind: 'FromBytes' } }],
      reply: { kind: 'Simple', ok: { text: '()', type: { kind: 'unit' }, recv: { kind: 'FromBytes' } } },
      leases: [],
    },
  ],
  types: {},
};

test('a schema alone is laid out, encoded and decoded', () => {
  const target = targetNamed('thumbv7em-none-eabihf');
  const [operation] = SCHEMA.operations;
  if (!target || !operation) throw new Error('the test is wrong');
  expect(layOut(SCHEMA, target).operations[0]?.message.size).toEqual({ min: 2, max: 2 });
  const codec = new Codec(SCHEMA.types, { target });
  expect(codec.encodeMessage(operation, { rpm: 0x0102 })).toEqual({ bytes: Uint8Array.of(2, 1) });
  expect(codec.decodeMessage(operation, Uint8Array.of(2, 1))).toMatchObject({ value: { rpm: 0x0102 } });
});

test('the subpath `wire` has only stages that run in a browser', () => {
  const imported = [...readFileSync('src/wire.ts', 'utf8').matchAll(/from '([^']+)'/g)].map(([, path]) => path);
  expect(imported).toEqual(['./schema/index.ts', './wire/index.ts']);
  expect(coreManifest(topManifest())).toMatchObject({
    exports: { './wire': { types: './dist/wire.d.ts', default: './dist/wire.js' } },
  });
});
