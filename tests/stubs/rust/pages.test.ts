import { describe, expect, test } from 'vitest';
import { parseInterface } from '../../../src/idol/index.ts';
import { type RustOptions, rustStub, rustStubChecks } from '../../../src/stubs/index.ts';
import { type ExampleFile, Source } from '../../../src/text/index.ts';
import { checkPageOf } from '../../check-page.ts';

describe.each(rustStubChecks.map(({ id }) => id))('page of %s', (id) => {
  const page = checkPageOf(id);
  const examples = page.sections.flatMap(({ kind, examples }) => examples.map((example) => ({ kind, ...example })));

  test.each(examples)('$kind: $heading', ({ kind, files }) => {
    const answers = (['client', 'server'] as const).map((side) => stubOf(files, side));
    const diagnostics = answers.flatMap((answer) => answer.diagnostics);
    expect(diagnostics.filter(({ check }) => check !== id)).toEqual([]);
    expect(diagnostics.length > 0).toBe(kind === 'rejected');
    for (const { value, diagnostics } of answers) expect(value === undefined).toBe(diagnostics.length > 0);
  });
});

function stubOf(files: readonly ExampleFile[], side: 'client' | 'server') {
  const idol = files.find(({ language }) => language === 'idol') as ExampleFile;
  const given = JSON.parse(files.find(({ language }) => language === 'json')?.text ?? '{}');
  const options: Partial<RustOptions> = {
    ...given,
    ...(given.allowedCallers && { allowedCallers: new Map(Object.entries(given.allowedCallers)) }),
  };
  const { value, diagnostics } = parseInterface(new Source(idol.path, idol.text));
  expect(diagnostics).toEqual([]);
  if (value === undefined) throw new Error('no interface');
  return rustStub(value, side, options);
}
