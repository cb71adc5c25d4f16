import { expect, test } from 'vitest';
import { compareInterfaces } from '../../src/compare/index.ts';
import { wireOf } from '../runtime/wire-of.ts';
import { judgedCauses } from './judged-causes.ts';

/** `Odd` and `Strange` are types that nothing resolves. */
function judged(before: string, after: string, encoding: string) {
  const version = (args: string) => ({
    path: 'idl/test.idol',
    schema: wireOf(
      `Interface(name: "Test", ops: {"set": (args: {${args}}, reply: Simple("()"), idempotent: true, encoding: ${encoding})})`,
    ),
    items: {},
  });
  return judgedCauses(compareInterfaces(version(before), version(after))).flatMap(({ rule, old, new: now }) => {
    // That `Odd` may have changed on its own is another cause.
    if (rule === 'unseen-type') return [];
    const words = [old, now].map(({ verdict }) => (verdict.kind === 'fault' ? verdict.fault : verdict.kind));
    return [rule, ...words].join(' ');
  });
}

test.each([
  // In a memory image the length decides, and parts that keep their places are read alone.
  ['Zerocopy', '"a": "Odd"', '"a": "Odd", "b": "u8"', 'arg-appended BadMessageContents BadMessageContents'],
  [
    'Zerocopy',
    '"b": "u8", "a": "Odd"',
    '"b": "u32", "a": "Odd"',
    'arg-type-changed BadMessageContents BadMessageContents',
  ],
  ['Zerocopy', '"b": "u8", "a": "Odd"', '"b": "i8", "a": "Odd"', 'arg-type-changed silent silent'],
  ['Zerocopy', '"a": "Odd", "b": "u8"', '"a": "Odd", "b": "bool"', 'arg-bool-changed silent unknown'],
  ['Zerocopy', '"a": "Odd", "b": "u8"', '"b": "u8", "a": "Odd"', 'arg-reordered unknown unknown'],
  ['Zerocopy', '"a": "Odd"', '"a": "Strange"', 'arg-type-changed unknown unknown'],
  ['Zerocopy', '"b": "u8", "a": "Odd"', '"a": "Odd"', 'arg-removed BadMessageContents BadMessageContents'],
  // In a serde encoding what follows is read alone; what stands before shifts it.
  ['Hubpack', '"a": "Odd"', '"a": "Odd", "b": "u8"', 'arg-appended BadMessageContents unknown'],
  ['Hubpack', '"a": "Odd", "b": "u8"', '"a": "Odd", "b": "i8"', 'arg-type-changed silent silent'],
  ['Hubpack', '"b": "u8", "a": "Odd"', '"b": "i8", "a": "Odd"', 'arg-type-changed unknown unknown'],
  ['Hubpack', '"b": "u8", "a": "Odd"', '"a": "Odd"', 'arg-removed unknown unknown'],
])('beside an open one, in %s: %s -> %s', (encoding, before, after, expected) => {
  expect(judged(before, after, encoding)).toEqual([expected]);
});
