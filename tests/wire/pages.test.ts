import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { checkInterface, parseInterface } from '../../src/idol/index.ts';
import type { Crate } from '../../src/rust/index.ts';
import { RustTypes, resolveInterface } from '../../src/schema/index.ts';
import {
  type Diagnostic,
  type ExampleFile,
  filesOf,
  formatDiagnostic,
  parseCheckPage,
  Source,
} from '../../src/text/index.ts';
import { ARM, checkWire, measureOf, wireChecks } from '../../src/wire/index.ts';

describe.each(wireChecks.map(({ id }) => id))('page of %s', (id) => {
  const page = parseCheckPage(readFileSync(`content/checks/${id}.md`, 'utf8'));
  const examples = page.sections.flatMap(({ kind, examples }) => examples.map((example) => ({ kind, ...example })));

  test('is whole', () => {
    expect(page.problems).toEqual([]);
    expect(new Set(page.sections.map(({ kind }) => kind))).toEqual(new Set(['rejected', 'accepted']));
  });

  test.each(examples)('$kind: $heading', ({ kind, files }) => {
    const diagnostics = diagnose(files);
    const found = diagnostics.filter(({ check }) => check === id);
    const otherErrors = diagnostics.filter(({ check, severity }) => severity === 'error' && check !== id);
    expect(otherErrors.map((diagnostic) => formatDiagnostic(diagnostic))).toEqual([]);
    if (kind === 'rejected') expect(found).not.toEqual([]);
    else expect(found).toEqual([]);
  });
});

/** An example's interface, with its Rust file as the crate that includes the stub. */
function diagnose(files: readonly ExampleFile[]): Diagnostic[] {
  const rust = files.find(({ language }) => language === 'rust');
  const stub = 'client_stub.rs';
  const root = rust?.path ?? 'lib.rs';
  const text = `${rust?.text ?? ''}\ninclude!(concat!(env!("OUT_DIR"), "/${stub}"));\n`;
  const crate: Crate = {
    name: 'fan-api',
    externName: 'fan_api',
    files: filesOf({ [root]: text }),
    root,
    dependencies: new Map(),
  };
  return files
    .filter(({ language }) => language === 'idol')
    .flatMap(({ path, text }) => {
      const { value, diagnostics } = parseInterface(new Source(path, text));
      if (!value) return diagnostics;
      const schema = resolveInterface(value, [{ crate, stub }], new RustTypes({ measure: measureOf(ARM) }));
      return [...diagnostics, ...checkInterface(value), ...checkWire(value, schema, ARM)];
    });
}
