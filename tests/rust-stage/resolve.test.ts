import { describe, expect, test } from 'vitest';
import { errorCodes, knownCodes, type Type, type TypeDefinition } from '../../src/schema/index.ts';
import { ARM, Layouts } from '../../src/wire/index.ts';
import { crateOf, INCLUDE_CLIENT, missing, resolveIn, resolveType } from './crates.ts';

const u8 = { kind: 'integer', name: 'u8' };

/** The only definition that a type string of a crate leads to. */
function definition(lib: string, text: string): TypeDefinition {
  const { type, types } = resolveIn(lib, text);
  if (type.kind !== 'named') throw new Error(`${text} is ${JSON.stringify(type)}`);
  return types[type.id] as TypeDefinition;
}

describe('what Rust itself knows', () => {
  test.each<[string, object]>([
    ['u8', u8],
    ['()', { kind: 'unit' }],
    ['(u8, bool)', { kind: 'tuple', elements: [u8, { kind: 'bool' }] }],
    ['Option<u8>', { kind: 'option', some: u8 }],
    ['core::result::Result<u8, ()>', { kind: 'result', ok: u8, err: { kind: 'unit' } }],
    ['core::convert::Infallible', { kind: 'never' }],
    ['!', { kind: 'never' }],
    ['std::num::NonZeroU32', { kind: 'integer', name: 'u32' }],
    ['core::num::NonZero<u16>', { kind: 'integer', name: 'u16' }],
    ['[f32]', { kind: 'slice', element: { kind: 'float', name: 'f32' } }],
    ['&u8', { kind: 'unresolved', reason: { kind: 'unsupported' } }],
    ['str', { kind: 'unresolved', reason: { kind: 'unsupported' } }],
    ['dyn Copy', { kind: 'unresolved', reason: { kind: 'unsupported' } }],
  ])('%s', (text, expected) => {
    expect(resolveIn('', text).type).toMatchObject(expected);
  });

  test('byte-order integers of zerocopy, whether or not its sources are there', () => {
    const crate = crateOf(
      'api',
      { 'lib.rs': 'use zerocopy::{little_endian as le, byteorder::{BigEndian, U64}, U16, LE, big_endian::I32};' },
      { zerocopy: missing('zerocopy') },
    );
    const little = (name: string) => ({ kind: 'integer', name, unaligned: true });
    expect(resolveType('U16<LE>', crate).type).toEqual(little('u16'));
    expect(resolveType('le::U128', crate).type).toEqual(little('u128'));
    expect(resolveType('U64<BigEndian>', crate).type).toEqual({ ...little('u64'), endian: 'big' });
    expect(resolveType('I32', crate).type).toEqual({ ...little('i32'), endian: 'big' });
    expect(resolveType('U16<u8>', crate).type.kind).toBe('unresolved');
  });
});

describe('definitions', () => {
  test('repr, derives, docs, places', () => {
    const lib =
      '/// A sample.\n#[derive(Copy, serde::Serialize)]\n#[repr(C, packed(2), align(8))]\npub struct S { /// One.\n a: u8 }';
    expect(definition(lib, 'S')).toEqual({
      id: 'api::S',
      name: 'S',
      crate: 'api',
      doc: 'A sample.',
      place: { path: 'api/src/lib.rs', line: 4, column: 12 },
      derives: ['Copy', 'Serialize'],
      repr: { layout: 'C', packed: 2, align: 8 },
      kind: 'struct',
      shape: 'named',
      fields: [{ name: 'a', type: u8, doc: 'One.' }],
    });
  });

  test('discriminants: implicit, by expression, negative, after one that is unknown', () => {
    const lib = `
      const BASE: isize = 0x10;
      #[repr(i16)] pub enum E { A, B = BASE + 2, C, D = -5, E, F = unknown(), G, #[idol(server_death)] H = 32 + 10 }`;
    const made = definition(lib, 'E');
    const variants = made.kind === 'enum' ? made.variants : [];
    expect(variants.map(({ value }) => value)).toEqual(['0', '18', '19', '-5', '-4', null, null, '42']);
    expect(variants.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(variants.at(-1)?.serverDeath).toBe(true);
    expect(made.repr.integer).toBe('i16');
  });

  test('a variant says whether its value is written; a counted one has the highest that it can have', () => {
    const made = definition('pub enum E { A, #[cfg(feature = "x")] B = 4, C, #[cfg(test)] T, D = 9 }', 'E');
    expect(made.kind === 'enum' && made.variants).toMatchObject([
      { name: 'A', value: '0' },
      { name: 'B', value: '4', written: true, condition: { kind: 'cfg', predicate: 'feature = "x"' } },
      { name: 'C', value: '5', index: 2 },
      { name: 'D', value: '9', index: 3, written: true },
    ]);
  });

  test('generics: one definition for each set of arguments, with defaults and aliases', () => {
    const lib = `
      pub struct Pair<A, const N: usize = 2, B = A> { a: [A; N], b: B, c: [u8; N + 1] }
      pub type Short<T> = Pair<T, { 1 + 1 }, bool>; const FOUR: usize = 4;`;
    const { type, types } = resolveIn(lib, '(Pair<u8>, Short<u16>, Pair<u32, FOUR>)');
    const ids = type.kind === 'tuple' ? type.elements.map((each) => each.kind === 'named' && each.id) : [];
    expect(ids).toEqual(['api::Pair<u8, 2, u8>', 'api::Pair<u16, 2, bool>', 'api::Pair<u32, 4, u32>']);
    expect(types['api::Pair<u32, 4, u32>']).toMatchObject({
      fields: [{ type: { length: 4, element: { name: 'u32' } } }, { type: { name: 'u32' } }, { type: { length: 5 } }],
    });
  });

  test('associated types and constants of a type, through `Self` and through a trait', () => {
    const lib = `
      pub struct S { a: [u8; Self::LEN], b: <S as Has>::Out } impl S { const LEN: usize = 3; }
      impl Has for S { type Out = u16; }`;
    expect(definition(lib, 'S')).toMatchObject({ fields: [{ type: { length: 3 } }, { type: { name: 'u16' } }] });
  });

  test('`bitflags!` and `bitfield!`', () => {
    const lib = `
      bitflags::bitflags! { pub struct F: u16 { const A = 1 << 3; const B = 2; const AB = Self::A.bits() | Self::B.bits(); const OLD = Self::A.bits | Self::B.bits; } }
      #[repr(transparent)] pub struct G(u8); bitflags! { impl G: u8 { const X = 0x80; } }
      bitfield! { pub struct R(u32); impl Debug; u8, speed, set_speed: 3, 1; }`;
    expect(definition(lib, 'F')).toMatchObject({
      kind: 'flags',
      bits: { name: 'u16' },
      flags: [{ value: '8' }, { value: '2' }, { name: 'AB', value: '10' }, { name: 'OLD', value: '10' }],
    });
    expect(definition(lib, 'G')).toMatchObject({ kind: 'flags', bits: { name: 'u8' }, flags: [{ value: '128' }] });
    expect(definition(lib, 'R')).toMatchObject({ kind: 'struct', fields: [{ name: '0', type: { name: 'u32' } }] });
  });

  test('serde attributes that change the form say so; those that do not are silent', () => {
    const custom = (lib: string) => definition(`use serde::Serialize; ${lib}`, 'S').customSerde;
    expect(custom('#[serde(untagged)] pub enum S { A(u8) }')).toContain('untagged');
    expect(custom('#[serde(tag = "t")] pub enum S { A }')).toContain('tag = "t"');
    expect(custom('#[serde(into = "u8")] pub struct S(u16);')).toContain('into');
    expect(custom('pub struct S { #[serde(with = "hex")] a: [u8; 4] }')).toContain('`a`');
    expect(custom('pub struct S; impl serde::Serialize for S { fn f() {} }')).toContain('hand-written');
    const plain = `#[derive(Serialize)] #[serde(transparent, rename_all = "lowercase")]
      pub struct S { #[serde(with = "BigArray")] a: [u8; 40], #[serde(default)] #[serde(with = "serde_big_array::BigArray")] b: u8 }`;
    expect(custom(plain)).toBeUndefined();
  });

  test('what serde skips is in memory only; where it skips in one direction, or a variant, its form is not guessed', () => {
    const skipped = (attribute: string) => definition(`#[derive(Serialize)] pub struct S { ${attribute} a: u8 }`, 'S');
    for (const attribute of ['#[serde(skip)]', '#[serde(skip_serializing, skip_deserializing)]']) {
      expect(skipped(attribute)).toMatchObject({ fields: [{ serdeSkip: true }] });
      expect(skipped(attribute)).not.toHaveProperty('customSerde');
    }
    for (const attribute of ['#[serde(skip_serializing)]', '#[serde(skip_deserializing)]']) {
      expect(skipped(attribute)).toMatchObject({ customSerde: expect.stringContaining('`a`') });
    }
    const choice = definition('#[derive(Serialize)] pub enum S { #[serde(skip)] A, B }', 'S');
    expect(choice).toMatchObject({ customSerde: expect.stringContaining('`A`') });
  });

  test('hand-written return codes: a plain match is read, the rest is computed', () => {
    const lib = `
      pub enum E { Impl(u8), Bad, Worse { why: u8 }, Same }
      impl From<E> for u32 { fn from(e: E) -> Self { u16::from(e) as u32 } }
      impl From<E> for u16 { fn from(e: E) -> Self { match e {
        E::Impl(code) => 0x100 | (code as u16), Self::Bad => { 0x300 } E::Worse { .. } | E::Same => 0x300 + STEP, } } }
      const STEP: u16 = 1;
      #[repr(u8)] pub enum Cast { A = 7 } impl From<Cast> for u16 { fn from(c: Cast) -> u16 { c as u16 } }`;
    const made = definition(lib, 'E');
    expect(made).toMatchObject({
      codesComputed: expect.stringContaining('`Impl`'),
      variants: [{ code: null }, { code: '768' }, { code: '769' }, { code: '769' }],
    });
    const { type, types } = resolveIn(lib, 'E');
    expect(knownCodes(type, types)).toMatchObject({
      codes: [
        { name: 'Bad', code: 768 },
        { name: 'Worse', code: 769 },
        { name: 'Same', code: 769 },
      ],
      open: ['Impl'],
    });
    expect(errorCodes(type, types)).toBeNull();
    const cast = definition(lib, 'Cast');
    expect(cast.kind === 'enum' && cast.variants[0]?.code).toBeUndefined();
    expect(cast).not.toHaveProperty('codesComputed');
  });

  test('a type that contains itself is written once', () => {
    const { types } = resolveIn(
      'pub struct Node { next: Option<Node>, list: [Other; 2] } pub enum Other { N(Node) }',
      'Node',
    );
    expect(Object.keys(types)).toEqual(['api::Node', 'api::Other']);
  });

  test('hostile generics end', () => {
    for (const lib of [
      'pub struct S<T> { a: Option<S<S<T>>> } ',
      'pub struct S<T> { a: S<(T, T)>, b: S<[T; 2]> }',
      'pub type S<T> = T2<T>; pub type T2<T> = S<T>;',
      'pub struct S<T> { a: A<S<T>>, b: B<S<T>> } pub struct A<T>{ x: S<A<T>> } pub struct B<T>{ x: S<B<T>> }',
    ]) {
      expect(resolveIn(lib, 'S<u8>').type.kind).toMatch(/named|unresolved/);
    }
  });
});

describe('scopes', () => {
  const shared = 'pub struct Shared(u8);';
  const api = crateOf('api', { 'lib.rs': `${shared} mod idl { use super::Shared as Inner; ${INCLUDE_CLIENT} }` });
  const server = crateOf(
    'server',
    {
      'lib.rs': 'mod deeper; pub struct Root;',
      'deeper.rs':
        'mod idl { use super::ServerOnly; include!(concat!(env!("OUT_DIR"), "/server_stub.rs")); } struct ServerOnly(u16);',
    },
    { api },
  );
  const scopes = [
    { crate: api, stub: 'client_stub.rs' },
    { crate: server, stub: 'server_stub.rs' },
  ];

  test('names mean what they mean where the stub is included', () => {
    expect(resolveType('Inner', scopes).type).toEqual({ kind: 'named', id: 'api::Shared' });
    expect(resolveType('Shared', scopes).type).toMatchObject({
      reason: { message: 'There is no `Shared` in `api::idl`.' },
    });
  });

  test('what the API crate does not know is looked for in the server', () => {
    expect(resolveType('[ServerOnly; 2]', scopes).type).toMatchObject({
      element: { id: 'server::deeper::ServerOnly' },
    });
    expect(resolveType('Nowhere', scopes).type).toMatchObject({ reason: { kind: 'not-found' } });
  });

  test('an interface without crates knows primitives, and says why it knows no more', () => {
    expect(resolveType('u8', []).type).toEqual(u8);
    expect(resolveType('Thing', []).type).toMatchObject({
      reason: { message: expect.stringContaining('No crate builds') },
    });
  });
});

describe('what is not in the sources', () => {
  test('a crate that is not at hand: what it is, and what to do', () => {
    const crate = crateOf(
      'api',
      { 'lib.rs': 'pub use far::{Thing, deep}; use other::*; pub struct S { a: far::Thing }' },
      {
        far: missing('far-away'),
        other: missing('other'),
      },
    );
    expect(resolveType('Thing', crate).type).toEqual({
      kind: 'unresolved',
      text: 'Thing',
      reason: {
        kind: 'outside-tree',
        message: '`far_away::Thing` is in the crate `far-away` (version 1.2.3), which is not in the tree.',
        help: 'pass --crate far-away=<path>, or run `cargo fetch` or `cargo vendor` in the tree',
      },
    });
    expect(resolveType('[u8; deep::LEN]', crate).type).toMatchObject({ length: { reason: { kind: 'outside-tree' } } });
    expect(resolveType('Globbed', crate).type).toMatchObject({
      reason: { kind: 'outside-tree', message: expect.stringContaining('`other`') },
    });
    expect(resolveType('S', crate).types['api::S']).toMatchObject({
      fields: [{ type: { reason: { mention: { path: 'api/src/lib.rs', line: 1, column: 61 } } } }],
    });
  });

  const image = (name: string, taskCount: number, config: Record<string, unknown> = {}) => ({
    name,
    taskCount,
    config,
  });
  const net = crateOf('net-api', {
    '/build.rs': `fn main() { let out = out_dir().join("net_config.rs");
      build_net::generate_socket_enum(&c, &mut f)?; build_net::generate_vlan_enum(&c, &mut f)?; }`,
    'lib.rs': `${INCLUDE_CLIENT} include!(concat!(env!("OUT_DIR"), "/net_config.rs"));
      pub struct Meta { port: u16, #[cfg(feature = "vlan")] vid: VLanId }`,
  });
  const images = [
    image('a', 3, { net: { sockets: { rpc: {}, echo: {} }, vlans: { sidecar2: {}, 'sidecar-1': {} } } }),
    image('b', 4, { net: { sockets: { echo: {} } } }),
    image('c', 3, { net: { sockets: { echo: {}, rpc: {} }, vlans: { sidecar2: {}, 'sidecar-1': {} } } }),
    image('d', 9),
  ];

  test('enums that the build script makes of each image’s configuration stand side by side', () => {
    const { type, types } = resolveType('SocketName', net, images);
    expect(type).toEqual({
      kind: 'alternatives',
      cases: [
        { condition: { kind: 'images', images: ['a', 'c'] }, type: { kind: 'named', id: 'net_api::SocketName[a]' } },
        { condition: { kind: 'images', images: ['b'] }, type: { kind: 'named', id: 'net_api::SocketName[b]' } },
      ],
    });
    // Sockets by name, as the script's sorted map has them; VLANs in the order of the manifest.
    expect(types['net_api::SocketName[a]']).toMatchObject({
      repr: { integer: 'u8' },
      variants: [
        { name: 'echo', value: '0' },
        { name: 'rpc', value: '1' },
      ],
    });
    const meta = resolveType('Meta', net, images);
    expect(meta.types['net_api::VLanId[a]']).toMatchObject({ variants: [{ name: 'Sidecar2' }, { name: 'Sidecar1' }] });
    expect(meta.types['net_api::VLanId[b]']).toMatchObject({ variants: [{ name: 'None' }] });
    expect(meta.types['net_api::Meta']).toMatchObject({
      fields: [{ name: 'port' }, { name: 'vid', condition: { predicate: 'feature = "vlan"' } }],
    });
    expect(resolveType('SocketName', net, images.slice(0, 1)).type).toEqual({
      kind: 'named',
      id: 'net_api::SocketName',
    });
    expect(resolveType('SocketName', net).type).toMatchObject({ reason: { kind: 'generated' } });
  });

  test('the number of tasks as a length', () => {
    const tasks = crateOf('num-tasks', {
      '/build.rs': 'fn main() { write!(f, "pub const NUM_TASKS: usize = {n};"); open("tasks.rs") }',
      'lib.rs': 'include!(concat!(env!("OUT_DIR"), "/tasks.rs"));',
    });
    const crate = crateOf('api', { 'lib.rs': '' }, { num_tasks: tasks });
    expect(resolveType('[u32; num_tasks::NUM_TASKS * 2]', crate, images).type).toMatchObject({
      length: {
        kind: 'alternatives',
        cases: [
          { condition: { images: ['a', 'c'] }, value: 6 },
          { condition: { images: ['b'] }, value: 8 },
          { condition: { images: ['d'] }, value: 18 },
        ],
      },
    });
    expect(resolveType('[u32; num_tasks::NUM_TASKS]', crate, images.slice(0, 1)).type).toMatchObject({ length: 3 });
    expect(resolveType('[u32; num_tasks::NUM_TASKS]', crate).type).toMatchObject({
      length: { reason: { kind: 'generated' } },
    });
  });

  test('an FPGA’s register map', () => {
    const field = {
      type: 'field',
      inst_name: 'STATE',
      encode: [
        { name: 'POWER_OFF', value: 0 },
        { name: 'on', value: 3 },
      ],
    };
    const map = {
      type: 'addrmap',
      inst_name: 'top',
      children: [
        {
          type: 'addrmap',
          inst_name: 'bank',
          children: [{ type: 'reg', inst_name: 'RAIL', children: [field, { type: 'field', inst_name: 'X' }] }],
        },
      ],
    };
    const crate = crateOf('api', {
      '/build.rs':
        'fn main() { let o = out().join("regs.rs"); write(o, build::fpga_regs(include_str!("regs.json"))?) }',
      '/regs.json': JSON.stringify(map, null, 2),
      'lib.rs': 'pub mod reg_map { include!(concat!(env!("OUT_DIR"), "/regs.rs")); }',
    });
    const lineOf = (text: string) => JSON.stringify(map, null, 2).split(text)[0]?.split('\n').length;
    const { type, types } = resolveType('reg_map::Reg::bank::RAIL::StateEncoded', crate);
    expect(type).toEqual({ kind: 'named', id: 'api::reg_map::Reg::bank::RAIL::StateEncoded' });
    expect(Object.values(types)).toMatchObject([
      {
        kind: 'enum',
        place: { path: 'api/regs.json', line: lineOf('"RAIL"') },
        variants: [
          { name: 'PowerOff', value: '0', place: { path: 'api/regs.json', line: lineOf('"POWER_OFF"') } },
          { name: 'On', value: '3', place: { path: 'api/regs.json', line: lineOf('"on"') } },
        ],
      },
    ]);
  });

  test.each([
    ['is no JSON', '{'],
    ['is too long', `{"children": []${' '.repeat(1_000_000)}}`],
  ])('a register map that %s leaves its types unknown', (_, json) => {
    const crate = crateOf('api', {
      '/build.rs': 'fn main() { write(out().join("regs.rs"), build::fpga_regs(include_str!("regs.json"))?) }',
      '/regs.json': json,
      'lib.rs': 'include!(concat!(env!("OUT_DIR"), "/regs.rs"));',
    });
    expect(resolveType('Reg::RAIL::StateEncoded', crate).type).toMatchObject({ kind: 'unresolved' });
  });

  test('a definition from outside the tree has no place in it', () => {
    const far = { ...crateOf('far', { 'lib.rs': 'pub struct F(u8);' }), outside: true as const };
    const crate = crateOf('api', { 'lib.rs': 'pub use far::F;' }, { far });
    expect(resolveType('F', crate).types['far::F']).not.toHaveProperty('place');
  });

  test('a name that is imported in vain is missed where it should be', () => {
    const { type } = resolveIn(
      'mod a { pub use super::b::T; } mod b { include!(concat!(env!("OUT_DIR"), "/b.rs")); } use a::T;',
      'T',
    );
    expect(type).toMatchObject({ reason: { kind: 'generated', message: expect.stringContaining('in `api::b`') } });
    expect(resolveIn('use self::T as U; use self::U as T;', 'T').type).toMatchObject({ reason: { kind: 'not-found' } });
  });

  test('a generated file that nobody knows is named', () => {
    const crate = crateOf('api', { 'lib.rs': 'include!(concat!(env!("OUT_DIR"), "/odd.rs"));' });
    expect(resolveType('Odd', crate).type).toMatchObject({
      reason: { kind: 'generated', message: expect.stringContaining('`odd.rs`') },
    });
  });
});

test('alternatives that are the same type are that type', () => {
  expect(resolveIn('#[cfg(a)] type T = u8; #[cfg(not(a))] type T = u8;', 'T').type).toEqual(u8);
});

test('every alternative of a type is measured', () => {
  const lib = `cfg_if! { if #[cfg(feature = "big")] { #[repr(C)] pub struct S { a: u32 } } else { #[repr(C)] pub struct S { a: u16 } } }`;
  const { type, types } = resolveIn(lib, '[S; 2]');
  expect((type as Extract<Type, { kind: 'array' }>).element).toMatchObject({
    kind: 'alternatives',
    cases: [
      { condition: { predicate: 'feature = "big"' }, type: { id: 'api::S[feature = "big"]' } },
      { condition: { predicate: 'not(feature = "big")' } },
    ],
  });
  expect(new Layouts(types, ARM).image(type, 'x').size).toEqual({ min: 4, max: 8 });
});
