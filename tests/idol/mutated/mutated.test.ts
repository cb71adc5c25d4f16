import process from 'node:process';
import { expect, test } from 'vitest';
import { parseInterface } from '../../../src/idol/index.ts';
import { rustStub } from '../../../src/stubs/index.ts';
import { formatDiagnostic, Source } from '../../../src/text/index.ts';
import { mutatedInput } from './inputs.ts';

/** `MUTATED=30000` for more of them, `MUTATED_FROM=17` to begin elsewhere. */
const COUNT = Number(process.env.MUTATED ?? 3000);
const FROM = Number(process.env.MUTATED_FROM ?? 1);

test('what is refused has a place and a help, and nothing throws', () => {
  let taken = 0;
  for (let seed = FROM; seed < FROM + COUNT; seed++) {
    const source = new Source('idl/fan.idol', mutatedInput(seed));
    const { value, diagnostics } = parseInterface(source);
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    const refusals =
      value && errors.length === 0
        ? (['client', 'server'] as const).flatMap((side) => rustStub(value, side).diagnostics)
        : [];
    if (errors.length === 0) taken++;
    for (const diagnostic of [...errors, ...refusals]) {
      const { span, help, label } = diagnostic;
      const where = `seed ${seed}\n${formatDiagnostic(diagnostic)}`;
      expect(span.start, where).toBeGreaterThanOrEqual(0);
      expect(span.start, where).toBeLessThanOrEqual(source.text.length);
      expect(span.end, where).toBeGreaterThanOrEqual(span.start);
      expect(help ?? label, where).toBeDefined();
    }
  }
  // The inputs are worth nothing if all of them are refused, or none.
  expect(taken).toBeGreaterThan(COUNT / 8);
  expect(taken).toBeLessThan(COUNT / 2);
});
