import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { hasCargo, run } from './cargo.ts';
import { Random } from './random.ts';
import { randomStubs } from './random-interfaces.ts';

const FOLDER = resolve('tests/rust/target/rustfmt');
/** For a longer search: `SEED=2 COUNT=5000 npx vitest run tests/rust/rustfmt.test.ts`. */
const { SEED = '1', COUNT = '400' } = process.env;

describe.skipIf(!hasCargo())('random Rust stubs', () => {
  test('are as rustfmt leaves them', () => {
    const stubs = randomStubs(Number(COUNT), new Random(Number(SEED)));
    rmSync(FOLDER, { recursive: true, force: true });
    mkdirSync(FOLDER, { recursive: true });
    stubs.forEach(({ idol, file }, index) => {
      writeFileSync(join(FOLDER, `${index}.rs`), file.text);
      writeFileSync(join(FOLDER, `${index}.idol`), idol);
    });
    const files = stubs.map((_, index) => `${index}.rs`);
    expect(run('rustfmt', ['--check', '--color', 'never', '--edition', '2021', ...files], FOLDER)).toBe('');
    // Not because there was nothing to break.
    const closing = stubs.flatMap(({ file }) => file.text.match(/^ +[\])}>]+[,;({]?$/gm) ?? []);
    expect(closing.length).toBeGreaterThan(10 * stubs.length);
  });
});
