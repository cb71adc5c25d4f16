import { expect, test } from 'vitest';
import { type FirmwareTask, verifyInterface } from '../../src/firmware/index.ts';
import { parseInterface } from '../../src/idol/index.ts';
import { RustTypes, resolveInterface } from '../../src/schema/index.ts';
import { Source } from '../../src/text/index.ts';
import { ARM, measureOf } from '../../src/wire/index.ts';

const TEXT = `Interface(name: "Fan", ops: {
  "turn": (args: { "rpm": "u16" }, reply: Simple("()"), idempotent: true),
  "blow": (args: { "for": "u32" }, reply: Simple("()"), idempotent: true),
})`;

test('a buffer for incoming messages has the size that the compiler of its time gives it', () => {
  const source = parseInterface(new Source('fan.idol', TEXT)).value;
  const schema = source && resolveInterface(source, [], new RustTypes({ measure: measureOf(ARM) }));
  if (!source || !schema) throw new Error('the interface has errors');
  const array = { kind: 'array', count: 6, element: 'u8' };
  const types = { named: () => [], variables: () => [{ type: array }], at: () => array, sizeOf: () => 1 };
  const task = { name: 'fan', interfaces: [TEXT], types: () => types } as unknown as FirmwareTask;
  const firmware = { name: 'hut', tasks: [task] } as unknown as Parameters<typeof verifyInterface>[1];
  const buffers = (['largest', 'sum'] as const).map((incomingSize) => {
    const facts = verifyInterface({ source, schema, servers: [task], incomingSize }, firmware, ARM);
    return facts.find(({ kind }) => kind === 'buffer size');
  });
  expect(buffers).toMatchObject([
    { subject: 'Fan in fan', ours: '4 bytes', theirs: '6 bytes', result: 'disagrees' },
    { subject: 'Fan in fan', ours: '6 bytes', theirs: '6 bytes', result: 'agrees' },
  ]);
});
