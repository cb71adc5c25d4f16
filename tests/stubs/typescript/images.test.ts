import { expect, test } from 'vitest';
import { type Interface, parseInterface } from '../../../src/idol/index.ts';
import type { Condition, EnumDefinition, Type } from '../../../src/schema/index.ts';
import { typescriptStub } from '../../../src/stubs/index.ts';
import { Source } from '../../../src/text/index.ts';
import { givenSchema } from '../../schema/given-types.ts';

const ORIGIN = { generator: 'idol-registry 1.2.3' };
const SOURCE = parseInterface(
  new Source(
    'idl/net.idol',
    'Interface(name: "Net", ops: {"send": (args: {"to": "Socket"}, reply: Simple("()"), encoding: Hubpack, idempotent: true), "tag": (args: {"vlan": "Vlan"}, reply: Simple("()"), encoding: Hubpack, idempotent: true)})',
  ),
).value as Interface;

const images = (...names: string[]): Condition => ({ kind: 'images', images: names });
const VLAN: EnumDefinition = {
  kind: 'enum',
  id: 'net::Vlan',
  name: 'Vlan',
  crate: 'net',
  derives: [],
  repr: { layout: 'rust' },
  variants: [
    { name: 'Red', index: 0, value: '0', shape: 'unit', fields: [] },
    {
      name: 'Blue',
      index: 1,
      value: '1',
      shape: 'unit',
      fields: [],
      condition: { kind: 'cfg', predicate: 'feature = "blue"' },
    },
  ],
};
const SOCKET: Type = {
  kind: 'alternatives',
  cases: [
    { condition: images('gate'), type: { kind: 'bool' } },
    { condition: images('mast', 'tower'), type: { kind: 'integer', name: 'u64' } },
  ],
};
const unit: Type = { kind: 'unit' };
const WIRE = givenSchema(
  SOURCE,
  [SOCKET, { kind: 'named', id: VLAN.id } as const].map((type) => ({
    args: [{ type }],
    leases: [],
    ok: { type: unit },
  })),
  { [VLAN.id]: VLAN },
);

test('what differs is left out, with what to say for it', () => {
  const { text } = typescriptStub(SOURCE, WIRE, ORIGIN);
  expect(text).not.toContain('send(');
  expect(text.split('\n').slice(1, 9)).toEqual([
    '//',
    '// Left out: operation 1, send, because what it carries is not known:',
    '//   A type differs between images.',
    '//   Help: say for which image with `--image`: gate, mast, tower',
    '//',
    '// Left out: operation 2, tag, because what it carries is not known:',
    '//   `Vlan` differs with `cfg`.',
    '//   Help: say what holds with `--when` (the rest then does not): feature = "blue"',
  ]);
});

test('an image decides what differs between images, and nothing of `cfg`', () => {
  const tower = typescriptStub(SOURCE, WIRE, ORIGIN, { holds: { image: 'tower' } }).text;
  expect(tower).toContain('// Holds for: tower\n');
  expect(tower).toContain('send(to: bigint)');
  expect(tower).toContain('// Left out: operation 2, tag');
  expect(typescriptStub(SOURCE, WIRE, ORIGIN, { holds: { image: 'gate' } }).text).toContain('send(to: boolean)');
  expect(typescriptStub(SOURCE, WIRE, ORIGIN, { holds: { image: 'barn' } }).text).toContain('// Left out: operation 1');
});

test('conditions decide the rest: what is not said does not hold', () => {
  const blue = typescriptStub(SOURCE, WIRE, ORIGIN, { holds: ['gate', 'feature = "blue"'] }).text;
  expect(blue).toContain("export type Vlan = 'Red' | 'Blue';");
  expect(blue).not.toContain('Left out');
  const red = typescriptStub(SOURCE, WIRE, ORIGIN, { holds: ['gate'] }).text;
  expect(red).toContain("export type Vlan = 'Red';");
});
