import { expect, test, vi } from 'vitest';
import { highlightLines, LIMITS } from '../../src/site/highlight.ts';

const CODE = Array.from(
  { length: 40 },
  (_, index) => `pub struct A${index}<'a> { /* c */ a: &'a [u8; ${index}] }`,
).join('\n');

test('no colour depends on how long it took', () => {
  const usual = highlightLines(CODE, 'rust');
  let now = Date.now();
  // A machine so busy that each look at the clock is an hour after the last.
  const clock = vi.spyOn(Date, 'now').mockImplementation(() => (now += 3_600_000));
  const ticks = vi.spyOn(performance, 'now').mockImplementation(() => (now += 3_600_000));
  const busy = highlightLines(CODE, 'rust');
  clock.mockRestore();
  ticks.mockRestore();
  expect(busy).toEqual(usual);
  expect(usual.join('')).toContain('class="tk"');
});

test('a line that is too long is plain, and the lines around it have their colours', () => {
  const long = 'x'.repeat(LIMITS.rust.line);
  const [before, plain, after] = highlightLines(`fn a() {}\n${long}\nfn b() {}`, 'rust');
  expect(plain).toBe(long);
  for (const line of [before, after]) expect(line).toContain('class="tk"');
});

test('a text that is too long is plain', () => {
  const lines = highlightLines('fn a() {}\n'.repeat(LIMITS.rust.text / 10 + 1), 'rust');
  expect(lines[0]).toBe('fn a() {}');
});
