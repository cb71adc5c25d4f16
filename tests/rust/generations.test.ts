import { describe, expect, test } from 'vitest';
import { GENERATIONS, NEWEST_GENERATION } from '../../src/stubs/index.ts';
import { hasCargo, run } from './cargo.ts';
import { StubCrate } from './stub-crate.ts';

// The newest is tested with all that there is to it in `stubs.test.ts`. The oldest differs from the next by one constant.
const older = GENERATIONS.filter((generation) => generation !== NEWEST_GENERATION).slice(1);

describe.skipIf(!hasCargo()).each(older)('Rust stubs for %s', (generation) => {
  const crate = new StubCrate(generation);

  test('are as rustfmt leaves them', () => {
    expect(crate.stubs.length).toBeGreaterThan(40);
    const files = crate.stubs.map(({ name }) => `${name}.rs`);
    expect(run('rustfmt', ['--check', '--edition', '2021', ...files], crate.folder)).toBe('');
  });

  test('compile without a warning of the compiler or of clippy', () => {
    crate.cargo('clippy', ['--all-targets', '--', '-D', 'warnings']);
  });

  test('talk', () => {
    expect(crate.talk(['--skip', 'foreign'])).toMatch(/test result: ok\. \d\d passed; 0 failed; 0 ignored/);
  });
});
