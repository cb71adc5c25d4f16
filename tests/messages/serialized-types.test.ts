import { expect, test } from 'vitest';
import { resultsOf } from '../../src/registry/index.ts';
import { filesOf } from '../../src/text/index.ts';

/** What is found in a tree with the crate `agent`, whose code this is, and `messages`, whose sources are not at hand. */
function found(rust: string): string[] {
  const files = filesOf({
    'Cargo.toml': '[workspace]\nmembers = ["lib/*"]\n',
    'lib/agent/Cargo.toml':
      '[package]\nname = "agent"\n\n[dependencies]\nhubpack = "0.1"\nssmarshal = "1"\nmessages = "1"\n',
    'lib/agent/src/lib.rs': rust,
  });
  const types = resultsOf({ files, label: 'agent', prefix: '' }).unlistedTypes();
  return types.map(({ path, encoding, found: how }) => `${how} ${encoding} ${path}`);
}

test('a type is found where a call names it', () => {
  expect(found('fn a(b: &[u8]) { hubpack::deserialize::<Ask>(b); } pub enum Ask { Now }')).toEqual([
    'call hubpack agent::Ask',
  ]);
  expect(
    found('fn a(b: &[u8]) { let (ask, _): (Ask, _) = ssmarshal::deserialize(b).unwrap(); } pub struct Ask;'),
  ).toEqual(['call ssmarshal agent::Ask']);
  expect(found('fn a(b: &mut [u8], ask: &Ask) { hubpack::serialize(b, ask); } pub enum Ask { Now }')).toEqual([
    'call hubpack agent::Ask',
  ]);
  expect(
    found('fn a(b: &mut [u8]) { hubpack::serialize(&mut b[2..], &Ask::Now).unwrap(); } pub enum Ask { Now }'),
  ).toEqual(['call hubpack agent::Ask']);
  expect(
    found('fn a(b: &mut [u8]) { let ask = Ask { at: 1 }; hubpack::serialize(b, &ask); } pub struct Ask { at: u8 }'),
  ).toEqual(['call hubpack agent::Ask']);
});

test('a type of a crate whose sources are not at hand is found by what imports it', () => {
  expect(found('use messages::udp::Ask; fn a(b: &[u8]) { hubpack::deserialize::<Ask>(b); }')).toEqual([
    'call hubpack messages::udp::Ask',
  ]);
  expect(found('use messages::udp::*; fn a(b: &[u8]) { hubpack::deserialize::<Ask>(b); }')).toEqual([
    'call hubpack messages::udp::Ask',
  ]);
  expect(found('fn a(b: &[u8]) { use messages::{Ask, Tell}; hubpack::serialize(b, &Tell::Done(1)); }')).toEqual([
    'call hubpack messages::Tell',
  ]);
});

test('a type that derives `SerializedSize` is found where no other one holds it', () => {
  const rust = '#[derive(SerializedSize)] pub enum Ask { Now(Inner) } #[derive(SerializedSize)] pub struct Inner(u8);';
  expect(found(rust)).toEqual(['derive hubpack agent::Ask']);
});

test('what is no message is skipped', () => {
  expect(found('fn a<T>(b: &[u8]) { hubpack::deserialize::<T>(b); }')).toEqual([]);
  expect(found('fn a(b: &mut [u8], crc: u16) { hubpack::serialize(b, &crc); }')).toEqual([]);
  expect(
    found('#[cfg(test)] mod tests { fn a(b: &[u8]) { hubpack::deserialize::<super::Ask>(b); } } pub enum Ask { Now }'),
  ).toEqual([]);
});
