import { describe, expect, test } from 'vitest';
import { capture } from './capture.ts';

/** Small trees whose right answer is known without this program: `tests/cases/`. */
const cases = 'tests/cases';

describe('cfg-discriminant: a value counted over a variant that may be absent', () => {
  const counted = `${cases}/cfg-discriminant/counted`;
  const written = `${cases}/cfg-discriminant/written`;
  const run = async (...args: string[]) => (await capture(args)).stdout.trim();

  test.each([
    ['not(feature = "e")', ['01', '01', '2']],
    ['feature = "e"', ['02', '02', '3']],
  ])('with %s', async (when, [zerocopy, hubpack, code]) => {
    const options = ['--tree', counted, '--when', when];
    expect(await run('encode', 'X.a', '{"p":"F"}', ...options)).toBe(zerocopy);
    expect(await run('encode', 'X.b', '{"p":"F"}', ...options)).toBe(hubpack);
    expect(await run('encode', '--reply', 'X.a', '{"Err":"Three"}', ...options)).toBe(code);
    expect(await run('decode', '--json', 'X.a', zerocopy as string, ...options)).toBe('{"p":"F"}');
    expect(await run('decode', '--json', '--reply', '--code', code as string, 'X.a', ...options)).toBe('"Three"');
  });

  test('a layout lists what the value can be', async () => {
    const { stdout } = await capture(['layout', 'X.a', '--tree', counted]);
    expect(stdout).toContain('F         = 1 if cfg(not(feature = "e")) or = 2 if cfg(feature = "e")');
    expect(stdout).toMatch(/2 {2}Three +if cfg\(not\(feature = "e"\)\)\n +3 {2}Three +if cfg\(feature = "e"\)/);
  });

  test('a TypeScript stub for one configuration has the codes and values of that', async () => {
    const { stdout } = await capture([
      'stubs',
      'X',
      '--tree',
      counted,
      '--when',
      'not(feature = "e")',
      '--lang',
      'typescript',
    ]);
    expect(stdout).toContain("{ name: 'F', index: 1, value: '1', shape: 'unit', fields: [] }");
    expect(stdout).toContain("{ name: 'Three', code: 2 }");
    expect(stdout).not.toContain("'E'");
  });

  test('writing the values down breaks both ways where the feature is off', async () => {
    const { code, stdout } = await capture(['breaking', written, '--against', counted]);
    expect(code).toBe(1);
    expect(stdout).toContain('2 breaking');
    expect(stdout).toContain('`F` 1 with `not(feature = "e")`, 2 with `feature = "e"` -> 2');
    expect(stdout).toContain('`Three` 2 with `not(feature = "e")`, 3 with `feature = "e"` -> 3');
  });
});
