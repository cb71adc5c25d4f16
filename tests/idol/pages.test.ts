import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  type AllowedCaller,
  checkInterface,
  interfaceChecks,
  parseInterfaceBytes,
  readingChecks,
} from '../../src/idol/index.ts';
import { type Diagnostic, type ExampleFile, formatDiagnostic, parseCheckPage, Source } from '../../src/text/index.ts';

describe.each([...readingChecks, ...interfaceChecks].map(({ id }) => id))('page of %s', (id) => {
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

function diagnose(files: readonly ExampleFile[]): Diagnostic[] {
  const allowedCallers = files.filter(({ path }) => path.endsWith('.toml')).flatMap(allowedCallersOf);
  return files
    .filter(({ path }) => path.endsWith('.idol'))
    .flatMap(({ path, language, text }) => {
      const bytes =
        language === 'hex' ? Uint8Array.from(Buffer.from(text.replace(/\s/g, ''), 'hex')) : Buffer.from(text);
      const { value, diagnostics } = parseInterfaceBytes(path, bytes);
      return [...diagnostics, ...(value ? checkInterface(value, { allowedCallers }) : [])];
    });
}

/** The keys of the one `allowed-callers` table that an example has. */
function allowedCallersOf({ path, text }: ExampleFile): AllowedCaller[] {
  const source = new Source(path, text);
  const table = text.slice(text.indexOf('allowed-callers]'));
  return [...table.matchAll(/^(\w+) = /gm)].map(({ 1: operation = '', index }) => {
    const start = text.length - table.length + index;
    return { operation, source, span: { start, end: start + operation.length } };
  });
}
