import { describe, expect, test } from 'vitest';
import { type Crate, type Found, Names, Program } from '../../src/rust/index.ts';
import type { FileSet } from '../../src/text/index.ts';
import { crateOf, missing } from './crates.ts';

/** Where a type path leads from a crate's root: `crate::module::Name` with conditions, each once. */
function where(crate: Crate, path: string, from: readonly string[] = []): string[] {
  const program = new Program();
  let module = program.root(crate);
  for (const name of from) module = module && program.children(module, name)[0]?.module;
  if (!module) throw new Error('the test’s own module is not there');
  const { found } = new Names(program).resolve(module, path.split('::'), 'type');
  return found.map(label);
}

function label(each: Found): string {
  const conditions = each.conditions.map((one) => (one.kind === 'cfg' ? ` if ${one.predicate}` : ' for images'));
  switch (each.kind) {
    case 'type': {
      const { module: place, item } = each.declared;
      return [place.crate.externName, ...place.path, 'name' in item ? item.name : ''].join('::') + conditions.join('');
    }
    case 'module':
      return `mod ${[each.module.crate.externName, ...each.module.path].join('::')}${conditions.join('')}`;
    case 'builtin':
      return each.path.join('::');
    case 'primitive':
      return each.name;
    case 'missing':
      return `missing ${each.crate.name} ${each.path.join('::')}`;
    case 'member':
      return `member ${each.name}`;
    case 'const':
      return 'const';
  }
}

describe('names', () => {
  const dep = crateOf('some-dep', {
    'lib.rs': 'mod inner; pub use inner::{Deep, other as renamed}; pub struct Top;',
    'inner.rs': 'pub struct Deep; pub mod other { pub struct Far; }',
  });
  const api = crateOf(
    'api',
    {
      'lib.rs': `
        use crate as api; use some_dep as d; use d::renamed::Far as F; use globbed::*; pub use self::one::Own;
        mod one; mod globbed { pub use super::two::*; } mod two { pub struct Two; pub use core::option::Option as Maybe; }
        type Alias = u8; mod loops { pub use super::loops2::*; } mod loops2 { pub use super::loops::*; pub use super::loops2::Me; }
        use unread::*;
      `,
      'one.rs': 'pub struct Own; pub mod sub { pub struct Sub; }',
      'one/sub.rs': '',
    },
    { some_dep: dep, unread: missing('unread') },
  );

  test.each([
    ['Own', ['api::one::Own']],
    ['api::one::sub::Sub', ['api::one::sub::Sub']],
    ['crate::Own', ['api::one::Own']],
    ['self::one::Own', ['api::one::Own']],
    ['some_dep::Deep', ['some_dep::inner::Deep']],
    ['d::Top', ['some_dep::Top']],
    ['F', ['some_dep::inner::other::Far']],
    ['Two', ['api::two::Two']],
    ['Maybe', ['core::option::Option']],
    ['Option', ['core::option::Option']],
    ['std::option::Option', ['core::option::Option']],
    ['u8', ['u8']],
    ['unread::Thing', ['missing unread Thing']],
    ['Nothing', []],
    ['one::Nothing', []],
    ['loops::Me', []],
    ['loops::Nothing', []],
    ['super::X', []],
  ])('%s is %j', (path, expected) => {
    expect(where(api, path)).toEqual(expected);
  });

  test('`super` counts from the module', () => {
    expect(where(api, 'super::super::two::Two', ['one', 'sub'])).toEqual(['api::two::Two']);
    expect(where(api, 'super::Own', ['one', 'sub'])).toEqual(['api::one::Own']);
  });

  test('a name that is not found says which unread crate may have it', () => {
    const program = new Program();
    const root = program.root(api);
    const { problem } = new Names(program).resolve(root as NonNullable<typeof root>, ['Nothing'], 'type');
    expect(problem).toMatchObject({ name: 'Nothing', missing: [{ name: 'unread' }] });
  });

  test('alternatives keep their conditions; what is never true on a target is left out', () => {
    const crate = crateOf('a', {
      'lib.rs': `
        #[cfg(feature = "x")] pub struct S; #[cfg(not(feature = "x"))] pub struct S;
        mod m2; #[cfg(p)] use m2::{Both, Some2}; #[cfg(not(p))] use m2::Both; #[cfg(q)] pub use m2::Some2;
        #[cfg(feature="x")] #[cfg_attr(feature = "x", path = "chosen_x.rs")] mod chosen;
        #[cfg(test)] pub struct T; #[cfg(not(test))] pub struct T;
        #[cfg(all(target_os = "none", feature = "y"))] pub struct V; #[cfg(target_os = "linux")] pub struct V;
        #[cfg(feature = "x")] mod m; #[cfg(feature = "x")] pub use m::W; #[cfg(not(feature = "x"))] use m::W as X;
      `,
      'm2.rs': 'pub struct Both; pub struct Some2;',
      'chosen_x.rs': 'pub struct C;',
      'chosen.rs': 'pub struct C;',
      'm.rs': 'pub struct W; #[cfg(not(feature = "x"))] pub struct Never;',
    });
    expect(where(crate, 'Both')).toEqual(['a::m2::Both']);
    expect(where(crate, 'Some2')).toEqual(['a::m2::Some2 if any(p, q)']);
    expect(where(crate, 'chosen::C')).toEqual(['a::chosen::C if feature = "x"']);
    expect(where(crate, 'S')).toEqual(['a::S if feature = "x"', 'a::S if not(feature = "x")']);
    expect(where(crate, 'T')).toEqual(['a::T']);
    expect(where(crate, 'V')).toEqual(['a::V if feature = "y"']);
    expect(where(crate, 'W')).toEqual(['a::m::W if feature = "x"']);
    expect(where(crate, 'X')).toEqual([]);
    expect(where(crate, 'm::Never')).toEqual([]);
  });
});

describe('modules', () => {
  test('files: `x.rs`, `x/mod.rs`, `#[path]` in files and inline modules, `cfg_attr(path)`', () => {
    const crate = crateOf('a', {
      'lib.rs': `
        mod flat; mod folder; #[path = "odd/place.rs"] mod moved;
        mod inline { #[path = "far.rs"] pub mod near; pub mod plain; }
        #[cfg_attr(feature = "b", path = "board_b.rs")] #[cfg_attr(feature = "c", path = "board_c.rs")] mod board;
      `,
      'flat.rs': 'pub mod below;',
      'flat/below.rs': 'pub struct Below;',
      'folder/mod.rs': 'pub mod beside;',
      'folder/beside.rs': 'pub struct Beside;',
      'odd/place.rs': 'pub mod kin;',
      'odd/kin.rs': 'pub struct Kin;',
      'inline/far.rs': 'pub struct Far;',
      'inline/plain.rs': 'pub struct Plain;',
      'board.rs': 'pub struct B;',
      'board_b.rs': 'pub struct B;',
      'board_c.rs': 'pub struct B;',
    });
    expect(where(crate, 'flat::below::Below')).toHaveLength(1);
    expect(where(crate, 'folder::beside::Beside')).toHaveLength(1);
    expect(where(crate, 'moved::kin::Kin')).toHaveLength(1);
    expect(where(crate, 'inline::near::Far')).toHaveLength(1);
    expect(where(crate, 'inline::plain::Plain')).toHaveLength(1);
    expect(where(crate, 'board::B')).toEqual([
      'a::board::B if feature = "b"',
      'a::board::B if feature = "c"',
      'a::board::B if not(feature = "b") if not(feature = "c")',
    ]);
  });

  test('`include!` of a file puts its items where it stands', () => {
    const crate = crateOf('a', {
      'lib.rs': 'mod m { include!("../parts/types.rs"); } include!("lib.rs");',
      '/parts/types.rs': 'pub struct Included;',
    });
    expect(where(crate, 'm::Included')).toEqual(['a::m::Included']);
  });

  test('only modules that names lead to are read', () => {
    const crate = crateOf('a', {
      'lib.rs': 'mod used; mod unused; pub use used::S;',
      'used.rs': 'pub struct S;',
      'unused.rs': 'pub struct T;',
    });
    const read: string[] = [];
    const files: FileSet = {
      ...crate.files,
      read: (path) => {
        read.push(path);
        return crate.files.read(path);
      },
    };
    const program = new Program();
    const root = program.root({ ...crate, files });
    if (root) new Names(program).resolve(root, ['S'], 'type');
    expect(new Set(read)).toEqual(new Set(['a/src/lib.rs', 'a/src/used.rs']));
  });

  test('circles end', () => {
    const crate = crateOf('a', {
      'lib.rs': '#[path = "lib.rs"] mod me; pub use me::*; mod b; pub use b::*;',
      'b.rs': 'pub use super::*; #[path = "../src/lib.rs"] mod up; pub use up::*; pub use up::b::*;',
    });
    expect(where(crate, 'Nothing')).toEqual([]);
    expect(where(crate, 'me::me::me::Nothing')).toEqual([]);
  });

  test('a web of globs ends', () => {
    const count = 60;
    const globs = Array.from({ length: count }, (_, i) => `pub use super::m${i}::*;`).join(' ');
    const modules = Array.from({ length: count }, (_, i) => `pub mod m${i} { ${globs} }`);
    const crate = crateOf('a', { 'lib.rs': `${modules.join(' ')} pub use m0::*;` });
    expect(where(crate, 'Nothing')).toEqual([]);
  });

  test('a long chain of imports ends', () => {
    const links = Array.from({ length: 5_000 }, (_, i) => `use self::N${i + 1} as N${i};`).join('\n');
    expect(where(crateOf('a', { 'lib.rs': links }), 'N0')).toEqual([]);
  });
});
