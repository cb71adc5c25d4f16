import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cargo, hasCargo, run } from './cargo.ts';
import { exampleModules, type StubModule } from './example-modules.ts';
import { talkStubs } from './talk-stubs.ts';

const MINUTES = 60_000;

describe.skipIf(!hasCargo())('Rust stubs', () => {
  let folder: string;
  let stubs: readonly StubModule[];

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'stubs-'));
    const example = exampleModules();
    stubs = [...example.stubs, ...talkStubs()];
    writeFileSync(join(folder, 'example.rs'), example.text);
    for (const { name, file } of stubs) writeFileSync(join(folder, `${name}.rs`), file.text);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('are as rustfmt leaves them', () => {
    expect(stubs.length).toBeGreaterThan(100);
    const files = stubs.map(({ name }) => `${name}.rs`);
    expect(run('rustfmt', ['--check', '--edition', '2021', ...files], folder)).toBe('');
  });

  test('compile without a warning of the compiler or of clippy', { timeout: 5 * MINUTES }, () => {
    cargo(['clippy', '-p', 'stubs', '--all-targets', '--', '-D', 'warnings'], { STUBS: folder });
  });

  test('talk', { timeout: 5 * MINUTES }, () => {
    const output = cargo(['test', '-p', 'stubs', '--test', 'talk'], { STUBS: folder });
    expect(output).toMatch(/test result: ok\. \d\d passed; 0 failed; 0 ignored/);
  });

  test('keep the types of messages and replies in the debug information', { timeout: 5 * MINUTES }, () => {
    // An object file as a task would link it, with the debug information that the workspace otherwise does without.
    cargo(['rustc', '-p', 'stubs', '--lib', '--', '-C', 'debuginfo=2', '--emit', `obj=${join(folder, 'stubs.o')}`], {
      STUBS: folder,
    });
    const names = readFileSync(join(folder, 'stubs.o')).toString('latin1');
    for (const name of ['Probe_add_ARGS', 'Probe_add_REPLY', 'raw_a', 'Door_open_REPLY', 'Power_switch_ARGS']) {
      expect(names.includes(name), name).toBe(true);
    }
    expect(names).toContain('.idolatry');
  });
});
