import { expect, test } from 'vitest';
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

test('a field that cannot be parsed is unknown, with its place', () => {
  const { types } = resolveIn('pub struct Fan {\n  speed: u8\n  mode: u8,\n}', 'Fan');
  expect(types['api::Fan']).toMatchObject({
    fields: [{ name: 'speed', type: { kind: 'unresolved', reason: { mention: { path: 'api/src/lib.rs', line: 2 } } } }],
  });
});
