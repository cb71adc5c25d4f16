import { expect, test } from 'vitest';
import { interfaceText } from '../../src/compare/index.ts';
import { compareExample } from './example-trees.ts';

const FAN = {
  language: 'idol',
  path: 'idl/fan.idol',
  text: 'Interface(name: "Fan", ops: {"start": (reply: Result(ok: "()", err: CLike("FanError")))})',
};

function compareErrors(before: string, after: string) {
  const file = (side: string, text: string) => ({ language: 'rust', path: `${side}/drv/fan-api/src/lib.rs`, text });
  const compared = compareExample([FAN, file('before', before), file('after', after)]);
  const [old, now] = [compared.before, compared.after].map(([version]) => version && interfaceText(version.schema));
  return { isSameText: old === now, found: compared.causes.map(({ rule, message }) => `${rule}: ${message}`) };
}

const plain = (variants: string, repr = 'u32') => `#[repr(${repr})] pub enum FanError { ${variants} }`;

test.each([
  ['declared in another order', plain('Stalled = 1, Missing = 2'), plain('Missing = 2, Stalled = 1')],
  ['of another representation', plain('Stalled = 1, Missing = 2'), plain('Stalled = 1, Missing = 2', 'u8')],
])('an error %s at the same codes is the same schema', (_, before, after) => {
  expect(compareErrors(before, after)).toEqual({ isSameText: true, found: [] });
});

test('codes in a conversion written by hand are what travels, and not the values', () => {
  const byHand = (code: number) => `
    pub enum FanError { Stalled, Missing }
    impl From<FanError> for u16 {
      fn from(error: FanError) -> Self { match error { FanError::Stalled => ${code}, FanError::Missing => 2 } }
    }`;
  expect(compareErrors(byHand(1), plain('Stalled = 1, Missing = 2'))).toEqual({ isSameText: true, found: [] });
  expect(compareErrors(byHand(1), byHand(7))).toEqual({
    isSameText: false,
    found: ['error-variant-renumbered: codes of error `FanError` changed: `Stalled` 1 -> 7'],
  });
});

test('codes that are known are compared, beside those that code computes', () => {
  const partly = (code: number) => `
    pub enum FanError { Stalled, Driver(u8) }
    impl From<FanError> for u16 { fn from(error: FanError) -> Self {
      match error { FanError::Stalled => ${code}, FanError::Driver(why) => 0x100 | why as u16 } } }`;
  const { isSameText, found } = compareErrors(partly(1), partly(7));
  expect(isSameText).toBe(false);
  expect(found).toEqual(['error-variant-renumbered: codes of error `FanError` changed: `Stalled` 1 -> 7']);
  expect(compareErrors(partly(1), partly(1))).toEqual({ isSameText: true, found: [] });
});

test('codes that differ by `cfg` are compared where they hold', () => {
  const conditional = (code: number) => `
    #[cfg(feature = "fast")] pub enum FanError { Stalled = 1 }
    #[cfg(not(feature = "fast"))] pub enum FanError { Stalled = ${code} }`;
  expect(compareErrors(conditional(2), conditional(3))).toEqual({
    isSameText: false,
    found: [
      'error-variant-renumbered: codes of error `FanError` changed: `Stalled` 2 -> 3 (with `not(feature = "fast")`)',
    ],
  });
});
