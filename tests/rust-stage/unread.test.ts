import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { fileProblem } from '../../src/rust/file-syntax.ts';
import { lex } from '../../src/rust/index.ts';
import { crateOf, resolveIn, resolveType } from './crates.ts';

const CONFLICT = `pub struct Other;
<<<<<<< HEAD
pub struct Fan { speed: u8 }
=======
pub struct Fan { speed: u16 }
>>>>>>> faster
`;

test('nothing of a file with a merge conflict is read, and the reason names the line', () => {
  expect(resolveIn(CONFLICT, 'Fan').type).toMatchObject({
    kind: 'unresolved',
    reason: {
      message:
        '`Fan` is not found in `api`, because `api/src/lib.rs` has a conflict marker in line 2: a merge is unresolved there.',
    },
  });
  expect(resolveIn(CONFLICT, 'Other').type).toMatchObject({ kind: 'unresolved' });
});

test.each([
  ['a module', { 'lib.rs': 'mod fan; pub use fan::Fan;', 'fan.rs': CONFLICT }],
  ['an included file', { 'lib.rs': 'include!("fan.rs");', 'fan.rs': CONFLICT }],
])('a merge conflict in %s is named', (_, files) => {
  const { type } = resolveType('Fan', crateOf('api', files));
  expect(JSON.stringify(type)).toContain('`api/src/fan.rs` has a conflict marker in line 2');
});

test('lines that only look like a conflict are none', () => {
  const lib = '/*\n=======\nTitle\n=======\n>>>>>>> quoted\n*/ pub struct Fan { speed: u8 }';
  expect(resolveIn(lib, 'Fan').type.kind).toBe('named');
});

test.each([
  [
    'a struct with an error in it',
    'pub struct Ok;\npub struct Fan {\n  mode: u8,\n  speed u8,\n}',
    '`Fan` in `api` cannot be parsed: expected `:`, found `u8` (api/src/lib.rs:4).',
  ],
  [
    'an enum that is never closed',
    'pub enum Fan {\n  Off,\n',
    '`Fan` in `api` cannot be parsed: this bracket is never closed (api/src/lib.rs:1).',
  ],
  [
    'a broken import near it',
    'use crate::{;\npub struct Fann;',
    'There is no `Fan` in `api`, as far as it can be parsed: this bracket is never closed (api/src/lib.rs:1).',
  ],
])('%s: the reason names file and line', (_, lib, message) => {
  expect(resolveIn(lib, 'Fan').type).toMatchObject({ reason: { kind: 'unsupported', message } });
});

const FAN = `pub struct Fan {
  pub error: Error,
}
#[derive(Serialize)]
pub enum Error {
  A,
  B,
}
impl From<Error> for u16 {
  fn from(error: Error) -> Self {
    match error {
      Error::A => 1,
      Error::B => 7,
    }
  }
}
impl Fan {
  pub const LIMIT: usize = 4;
}
`;

test.each([
  [
    'a missing comma between fields',
    'error: Error,',
    'error: Error b: u8',
    'expected `,`, found `b` (api/src/lib.rs:2)',
  ],
  ['a derive without a name', 'derive(', '(', 'expected the name of an attribute, found `(` (api/src/lib.rs:4)'],
  ['an `impl` without its type', 'for u16', 'for', 'expected a type, found `{` (api/src/lib.rs:9)'],
  ['an `impl` that is no word', 'impl From', 'imp From', 'expected `!`, found `From` (api/src/lib.rs:9)'],
  ['a function in it that is no word', 'fn from', 'fm from', 'expected `!`, found `from` (api/src/lib.rs:10)'],
  ['an arm without an arrow', 'Error::B =>', 'Error::B', 'expected `=>`, found `7` (api/src/lib.rs:13)'],
  ['an arm without a comma', 'A => 1,', 'A => 1', 'expected `,`, found `Error` (api/src/lib.rs:13)'],
  [
    'a bracket of a body that is never closed',
    'match error {',
    'match error {{',
    'this `{` is never closed (api/src/lib.rs:9)',
  ],
  ['something behind the type', 'usize = 4;', 'usize = 4;;', 'expected an item, found `;` (api/src/lib.rs:18)'],
])('%s makes the type unknown, with file and line', (_, from, to, problem) => {
  const { type } = resolveIn(FAN.replace(from, to), 'Error');
  expect(type).toMatchObject({ kind: 'unresolved', reason: { kind: 'unsupported' } });
  expect(JSON.stringify(type)).toContain(JSON.stringify(`The file of \`Error\` cannot be parsed: ${problem}.`));
});

test('an error in another file counts where the type is mentioned', () => {
  const lib = { 'lib.rs': 'mod codes; pub enum Error { A }' };
  const broken = 'use super::Error; impl From<Error> for u16 { fn from(_: Error) -> u16 { 1 2 } }';
  const { type } = resolveType(
    '(codes::Code, Error)',
    crateOf('api', { ...lib, 'codes.rs': `pub struct Code; ${broken}` }),
  );
  expect(JSON.stringify(type)).toContain('A file that mentions `Error` cannot be parsed');
  const other = resolveType('Error', crateOf('api', { ...lib, 'codes.rs': 'fn a() { 1 2 }' }));
  expect(other.type.kind).toBe('named');
});

test('a constant of a file that cannot be parsed is unknown', () => {
  const files = { 'lib.rs': 'mod n; pub struct Fan([u8; n::N]);', 'n.rs': 'pub const N: usize = 4; pub fn f( {}' };
  expect(JSON.stringify(resolveType('Fan', crateOf('api', files)).types)).toContain('The file of `N` cannot be parsed');
});

test('what one changed token leaves behind is what it was, unknown with its place, or Rust', () => {
  const resolved = (lib: string) => {
    const { types, type } = resolveIn(lib, '(Fan, Error)');
    return JSON.stringify({ types, type }, (key, value) => (key === 'place' ? undefined : value));
  };
  const whole = resolved(FAN);
  const tokens = lex(FAN).slice(0, -1);
  let unknown = 0;
  for (const { start, end, text } of tokens) {
    for (const to of [' ', `${text} ${text}`, `${text} @`, `${text} }`]) {
      const changed = FAN.slice(0, start) + to + FAN.slice(end);
      const answer = resolved(changed);
      if (answer === whole || !fileProblem(changed)) continue;
      unknown++;
      expect(answer, changed).toMatch(/"kind":"unresolved".*api\/src\/lib\.rs:\d+/);
    }
  }
  expect(unknown).toBeGreaterThan(200);
});

test('Rust that others write is parsed without a problem', () => {
  const files = ['idl/2.0.0', 'tests/rust', 'tests/cases'].flatMap((folder) =>
    globSync(`${folder}/**/*.rs`).filter((path) => !path.includes('/target/')),
  );
  expect(files.length).toBeGreaterThan(40);
  expect(files.filter((path) => fileProblem(readFileSync(path, 'utf8')))).toEqual([]);
});

test.each([
  'fn f(s: &[u8]) { while let [first, rest @ ..] = s {} }',
  'fn f() { if !a { b } while !c {} }',
  'type A: Deref<Target = B> + C = D;',
  "unsafe impl<T> Send for A<T> where for<'a> &'a mut T: Send {}",
  'impl<T> <A as B>::C {}',
  String.raw`const A: &str = "\\u{zzz}";`,
  'macro_rules! a { () => {} } a! { ( } a::b!(1, 2);'.replace('( }', '() }'),
  'extern "C" { static A: u8; fn f(...); } unsafe extern "C" fn g() {}',
  'pub(in a::b) trait A: B where C: D { type E: F; const G: u8; fn h(&self) -> u8; }',
  'impl A { pub const fn f() {} default fn g() {} type B = C; m!(); }',
])('%s is a file of Rust', (text) => {
  expect(fileProblem(text)).toBeUndefined();
});
