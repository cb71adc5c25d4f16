import { describe, expect, test } from 'vitest';
import { type Interface, parseInterface } from '../../src/idol/index.ts';
import type { Field, Repr, StructDefinition, Type, TypeTable } from '../../src/schema/index.ts';
import { Source } from '../../src/text/index.ts';
import { ARM, type Layout, type LayoutNode, Layouts, layOut } from '../../src/wire/index.ts';
import { givenSchema } from '../schema/given-types.ts';

const u8: Type = { kind: 'integer', name: 'u8' };
const u16: Type = { kind: 'integer', name: 'u16' };
const u32: Type = { kind: 'integer', name: 'u32' };
const u64: Type = { kind: 'integer', name: 'u64' };
const bool: Type = { kind: 'bool' };
const named = (id: string): Type => ({ kind: 'named', id });
const missing: Type = {
  kind: 'unresolved',
  text: 'Gone',
  reason: { kind: 'not-found', message: 'Nothing is named `Gone`.' },
};

function struct(id: string, fields: Record<string, Type>, repr: Repr = { layout: 'C' }): StructDefinition {
  const list: Field[] = Object.entries(fields).map(([name, type]) => ({ name, type }));
  return { kind: 'struct', shape: 'named', id, name: id, crate: 'here', derives: [], repr, fields: list };
}

function tableOf(...definitions: StructDefinition[]): TypeTable {
  return Object.fromEntries(definitions.map((definition) => [definition.id, definition]));
}

/** A layout as one line per node: offset, size, role and name. */
function outline({ root }: Layout): string[] {
  const lines: string[] = [];
  const visit = (node: LayoutNode, indent: string) => {
    const size = node.size && (node.size.min === node.size.max ? node.size.min : `${node.size.min}..${node.size.max}`);
    lines.push(`${indent}${node.offset ?? `after ${node.after}`} ${size ?? '?'} ${node.role} ${node.name}`);
    for (const child of node.children) visit(child, `${indent}  `);
  };
  visit(root, '');
  return lines;
}

describe('Zerocopy', () => {
  test('arguments follow each other without padding, whatever their alignment', () => {
    const layout = new Layouts({}, ARM).message(
      [
        { name: 'a', type: u8 },
        { name: 'b', type: u32 },
      ],
      'Zerocopy',
    );
    expect(layout.size).toEqual({ min: 5, max: 5 });
    expect(outline(layout)).toEqual(['0 5 struct message', '  0 1 primitive a', '  1 4 primitive b']);
  });

  test('padding inside a repr(C) struct is a node of its own', () => {
    const layout = new Layouts(tableOf(struct('S', { a: u8, b: u64, c: u16 })), ARM).of(
      named('S'),
      'Zerocopy',
      'reply',
    );
    expect(layout.align).toBe(8);
    expect(outline(layout)).toEqual([
      '0 24 struct reply',
      '  0 1 primitive a',
      '  1 7 padding padding',
      '  8 8 primitive b',
      '  16 2 primitive c',
      '  18 6 padding padding',
    ]);
  });

  test("a default-repr struct's offsets are the compiler's, and said to be", () => {
    const table = tableOf(struct('S', { a: u8, b: { kind: 'array', element: u8, length: 4 } }, { layout: 'rust' }));
    const layout = new Layouts(table, ARM).of(named('S'), 'Zerocopy', 'reply');
    expect(layout.root.compilerOrder).toBe(true);
    expect(layout.root.children.map(({ name, offset }) => [name, offset])).toEqual([
      ['b', 0],
      ['a', 4],
    ]);
  });

  test('what comes behind an unknown field has no offset', () => {
    const table = tableOf(struct('S', { a: u8, b: missing, c: u8 }, { layout: 'C', packed: 1 }));
    const layout = new Layouts(table, ARM).of(named('S'), 'Zerocopy', 'reply');
    expect(layout.size).toBeUndefined();
    expect(layout.unresolved.map(({ message }) => message)).toEqual(['Nothing is named `Gone`.']);
    expect(outline(layout)).toEqual([
      '0 ? struct reply',
      '  0 1 primitive a',
      '  1 ? unknown b',
      '  after b 1 primitive c',
    ]);
  });

  test('alternatives stand side by side and give a range', () => {
    const type: Type = {
      kind: 'alternatives',
      cases: [
        { condition: { kind: 'images', images: ['gate'] }, type: u16 },
        { condition: { kind: 'images', images: ['yard'] }, type: u64 },
      ],
    };
    const layout = new Layouts(tableOf(struct('S', { a: type, b: u8 })), ARM).of(named('S'), 'Zerocopy', 'reply');
    expect(layout.size).toEqual({ min: 4, max: 16 });
    expect(outline(layout)).toEqual([
      '0 4..16 struct reply',
      '  0 2..8 alternatives a',
      '    0 2 primitive a',
      '    0 8 primitive a',
      '  after a 1 primitive b',
    ]);
  });
});

describe('Hubpack', () => {
  test('offsets behind a part of varying length are relative to it', () => {
    const layout = new Layouts({}, ARM).message(
      [
        { name: 'a', type: u8 },
        { name: 'b', type: { kind: 'option', some: u32 } },
        { name: 'c', type: bool },
      ],
      'Hubpack',
    );
    expect(layout.size).toEqual({ min: 3, max: 7 });
    expect(outline(layout)).toEqual([
      '0 3..7 struct message',
      '  0 1 primitive a',
      '  1 1..5 enum b',
      '    1 1 tag tag',
      '    2 0 variant None',
      '    2 4 variant Some',
      '      2 4 primitive 0',
      '  after b 1 primitive c',
    ]);
  });

  test('what serde skips does not travel, and `MAX_SIZE` has bytes for it', () => {
    const plain = struct('S', { a: u8, b: u32 });
    const skipping = { ...plain, fields: plain.fields.map((one, i) => (i === 1 ? { ...one, serdeSkip: true } : one)) };
    const layouts = new Layouts(tableOf(skipping as StructDefinition), ARM);
    expect(outline(layouts.of(named('S'), 'Hubpack', 's'))).toEqual(['0 1 struct s', '  0 1 primitive a']);
    expect(layouts.buffer(named('S'), 'Hubpack')).toEqual({ min: 5, max: 5 });
    expect(layouts.messageBuffer([{ name: 's', type: named('S') }], 'Hubpack')).toEqual({ min: 5, max: 5 });
  });
});

describe('hostile types', () => {
  test('a struct that contains itself is refused', () => {
    const layouts = new Layouts(tableOf(struct('S', { next: named('S') })), ARM);
    for (const encoding of ['Zerocopy', 'Hubpack', 'Ssmarshal'] as const) {
      const layout = layouts.of(named('S'), encoding, 'reply');
      expect(layout.unresolved.map(({ kind }) => kind)).toEqual(['invalid']);
    }
  });

  test('structs that double at each level keep their size and lose their deepest nodes', () => {
    const levels = Array.from({ length: 40 }, (_, level) =>
      struct(`S${level}`, level === 0 ? { a: u8 } : { a: named(`S${level - 1}`), b: named(`S${level - 1}`) }),
    );
    const layout = new Layouts(tableOf(...levels), { ...ARM, pointerWidth: 8 }).of(named('S39'), 'Zerocopy', 'reply');
    expect(layout.size).toEqual({ min: 2 ** 39, max: 2 ** 39 });
    expect(JSON.stringify(layout)).toContain('"collapsed":true');
  });

  test('a type larger than the address space has no size', () => {
    const type: Type = { kind: 'array', element: u64, length: 2 ** 31 };
    expect(new Layouts({}, ARM).of(type, 'Zerocopy', 'reply').size).toBeUndefined();
  });

  test('types nested without measure do not exhaust the stack', () => {
    let type: Type = u8;
    for (let depth = 0; depth < 20_000; depth++) type = { kind: 'tuple', elements: [type] };
    for (const encoding of ['Zerocopy', 'Hubpack', 'Ssmarshal'] as const) {
      expect(new Layouts({}, ARM).of(type, encoding, 'reply').size).toBeUndefined();
    }
  });
});

test('a server asks for room for the ok value, a client has room for the error too', () => {
  const source = new Source(
    'idl/fan.idol',
    'Interface(name: "Fan", ops: {"spin": (reply: Result(ok: "u16", err: Complex("u64")), encoding: Hubpack)})',
  );
  const fan = parseInterface(source).value as Interface;
  const schema = givenSchema(fan, [{ args: [], leases: [], ok: { type: u16 }, error: u64 }]);
  const { buffers } = layOut(schema, ARM).operations[0] ?? {};
  expect(buffers).toEqual({
    message: { min: 0, max: 0 },
    reply: { min: 2, max: 2 },
    replyCapacity: { min: 8, max: 8 },
  });
});
