import { expect, test } from 'vitest';
import { measure } from './measure.ts';

test('time grows with the tree, not faster', { timeout: 60_000 }, () => {
  const [small, large] = measure([20, 320], 2);
  expect(small?.unresolved).toBe(0);
  expect(large?.unresolved).toBe(0);
  // Sixteen times the tree: far from the 256 times of quadratic growth, with room for a busy machine.
  expect((large?.milliseconds ?? 0) / (small?.milliseconds ?? 1)).toBeLessThan(64);
});
