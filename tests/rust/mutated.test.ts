import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { describe, expect, test } from 'vitest';
import { parseInterface } from '../../src/idol/index.ts';
import { rustStub } from '../../src/stubs/index.ts';
import { Source } from '../../src/text/index.ts';
import { mutatedInput } from '../idol/mutated/inputs.ts';
import { cargo, hasCargo } from './cargo.ts';

/** As in the test of what is refused: `MUTATED=30000` for more, `MUTATED_FROM=17` to begin elsewhere. */
const COUNT = Number(process.env.MUTATED ?? 3000);
const FROM = Number(process.env.MUTATED_FROM ?? 1);

describe.skipIf(!hasCargo())('stubs of mutated interfaces', () => {
  test('are Rust', () => {
    cargo(['build', '-p', 'parses']);
    const stubs = Array.from({ length: COUNT }, (_, index) => FROM + index).flatMap((seed) => {
      const { value, diagnostics } = parseInterface(new Source('idl/fan.idol', mutatedInput(seed)));
      if (value === undefined || diagnostics.some(({ severity }) => severity === 'error')) return [];
      const made = (['client', 'server'] as const).map((side) => rustStub(value, side).value?.text);
      return made.flatMap((text) => (text === undefined ? [] : [{ seed, text }]));
    });
    expect(stubs.length).toBeGreaterThan(COUNT / 10);
    const input = stubs.map(({ text }) => `${text}\0`).join('');
    const { status, stdout, stderr } = spawnSync('tests/rust/target/debug/parses', {
      input,
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    });
    expect(status, stderr).toBe(0);
    const wrong = stdout.split('\n').filter((line) => line !== '');
    expect(wrong.map((line) => `seed ${stubs[Number.parseInt(line, 10)]?.seed}: ${line.replace(/^\d+ /, '')}`)).toEqual(
      [],
    );
  });
});
