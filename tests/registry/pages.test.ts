import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  CONFIG_FILE,
  DEFAULT_CONFIG,
  readConfig,
  readWaivers,
  resultsOf,
  WAIVERS_FILE,
} from '../../src/registry/index.ts';
import {
  type Diagnostic,
  type ExampleFile,
  type FileSet,
  filesOf,
  formatDiagnostic,
  parseCheckPage,
} from '../../src/text/index.ts';
import { treeChecks } from '../../src/tree/index.ts';

const OWN_CHECKS = [
  'unreadable-file',
  'invalid-config',
  'invalid-waiver',
  'ambiguous-type-name',
  'compiler-fault',
  'idempotent-never-retried',
  'frame-over-limit',
  'unlisted-message',
  ...treeChecks.map(({ id }) => id),
];

describe.each(OWN_CHECKS)('page of %s', (id) => {
  const page = parseCheckPage(readFileSync(`content/checks/${id}.md`, 'utf8'));
  const examples = page.sections.flatMap(({ kind, examples }) => examples.map((example) => ({ kind, ...example })));

  test('has both kinds of examples', () => {
    expect(new Set(page.sections.map(({ kind }) => kind))).toEqual(new Set(['rejected', 'accepted']));
  });

  test.each(examples)('$kind: $heading', ({ kind, files }) => {
    const diagnostics = diagnose(files);
    const found = diagnostics.filter(({ check }) => check === id);
    const otherErrors = diagnostics.filter(({ check, severity }) => severity === 'error' && check !== id);
    expect(otherErrors.map((diagnostic) => formatDiagnostic(diagnostic))).toEqual([]);
    if (kind === 'rejected') expect(found).not.toEqual([]);
    else expect(found).toEqual([]);
    // A place at the very start of a text is what a lookup that failed gives.
    for (const { source, span } of found) if (source.text !== '') expect(span.end).toBeGreaterThan(0);
  });
});

function diagnose(examples: readonly ExampleFile[]): Diagnostic[] {
  const unreadable = new Set(examples.filter(({ language }) => language === 'unreadable').map(({ path }) => path));
  const all = filesOf(Object.fromEntries(examples.map(({ path, text }) => [path, text])));
  const files: FileSet = {
    ...all,
    bytes: (path) => (unreadable.has(path) ? undefined : all.bytes(path)),
    contentKey: (path) => (unreadable.has(path) ? undefined : all.contentKey(path)),
    read: (path) => (unreadable.has(path) ? undefined : all.read(path)),
  };
  const source = files.read(CONFIG_FILE);
  const config = source ? readConfig(source) : { value: DEFAULT_CONFIG, diagnostics: [] };
  const tree = { files, label: 'example', prefix: '' };
  const waivers = files.read(WAIVERS_FILE);
  return [
    ...config.diagnostics,
    ...(waivers ? readWaivers(waivers).diagnostics : []),
    ...resultsOf(tree, { config: config.value }).check().diagnostics,
  ];
}
