import { expect, test } from 'vitest';
import { DEFAULT_CONFIG, readConfig } from '../../src/registry/index.ts';
import { Source } from '../../src/text/index.ts';

function read(text: string) {
  const source = new Source('idol-registry.config.json', text);
  const { value, diagnostics } = readConfig(source);
  return {
    value,
    found: diagnostics.map(({ message, span, help }) => ({ message, marked: source.slice(span), help })),
  };
}

test('an empty configuration is the default', () => {
  expect(read('{}')).toEqual({ value: DEFAULT_CONFIG, found: [] });
  expect(DEFAULT_CONFIG).toEqual({
    title: 'Idol interfaces',
    base: '/',
    breaking: {
      mode: 'full',
      levels: ['wire'],
      failOn: ['silent', 'panic', 'fault'],
      severity: {},
      interfaces: {},
    },
    severity: {},
    crates: {},
    messages: {},
    target: 'thumbv7em-none-eabihf',
  });
});

test('settings are taken, over a byte order mark too', () => {
  const { value, found } = read(
    '\ufeff{"title": "Weather", "web": "https://example.com/a/", "target": "riscv32imc-unknown-none-elf"}',
  );
  expect(found).toEqual([]);
  expect(value).toMatchObject({
    title: 'Weather',
    web: 'https://example.com/a',
    target: 'riscv32imc-unknown-none-elf',
  });
});

test('what is wrong is marked where it stands', () => {
  const text = `{
  "title": 7,
  "base": "hubris",
  "severity": {"missing-doc": "fatal", "unknown-field": "error"},
  "crates": {"a": "x", "b": ["y"]},
  "tilte": "x",
  "target": "z80"
}`;
  expect(read(text).found.map(({ message, marked }) => [message, marked])).toEqual([
    ['`title` must be text, found 7', '7'],
    ['`base` must begin and end with `/`, found "hubris"', '"hubris"'],
    ['`severity.missing-doc` must be one of "error", "warning", "note", "off", found "fatal"', '"fatal"'],
    ['`crates.b` must be text, found a list', '['],
    [expect.stringMatching(/^`target` .*, found "z80"$/), '"z80"'],
    ['there is no setting `tilte`', '"tilte"'],
  ]);
  expect(read(text).found.at(-1)?.help).toMatch(/^did you mean `title`\? the settings are `title`, /);
});

test('a setting that is there twice, and one that is missing', () => {
  const text = '{"title": "A", "severity": {"missing-doc": "off", "missing-doc": "error"}, "title": "B"}';
  expect(read(text).found.map(({ message, marked }) => [message, marked])).toEqual([
    ['`title` is there twice', '"title"'],
    ['`severity.missing-doc` is there twice', '"missing-doc"'],
  ]);
  expect(read('{"messages": {"sp-rot": {}}}').found.map(({ message }) => message)).toEqual([
    '`messages.sp-rot.directions` is missing',
  ]);
});

test('keys and brackets inside of texts do not mislead the place', () => {
  const text = '{"title": "\\"base\\": {[,", "families": {"a{": "x*", "base": "none"}, "base": 1}';
  expect(read(text).found.map(({ marked }) => marked)).toEqual(['1', '"none"']);
});

test('a severity for a check that does not exist is told, and the rest holds', () => {
  const { value, found } = read('{"title": "T", "severity": {"missing-docs": "off"}}');
  expect(value.title).toBe('T');
  expect(found).toEqual([
    { message: 'there is no check `missing-docs`', marked: '"missing-docs"', help: 'did you mean `missing-doc`?' },
  ]);
});

test.each([
  ['', ''],
  ['{"title": "x",}', '}'],
  ['{"title" "x"}', '"'],
  ['[1, 2', ''],
])('%j is not JSON, with a place', (text, marked) => {
  const { value, found } = read(text);
  expect(value).toBe(DEFAULT_CONFIG);
  expect(found).toHaveLength(1);
  expect(found[0]?.message).toMatch(/^the configuration is not JSON: [^"]+$/);
  expect(found[0]?.marked).toBe(marked);
});

test('comments are skipped, and every place stays', () => {
  const text = '// of the station\n{ /* "title": 1 */ "title": 7, "web": "https://x.example//a" } // end';
  expect(read(text).found.map(({ marked }) => marked)).toEqual(['7']);
  expect(read(text.replace('7', '"T"')).value).toMatchObject({ title: 'T', web: 'https://x.example//a' });
});

test('a configuration may be any JSON', () => {
  for (const text of ['[]', '3', 'null', '"x"']) expect(read(text).found, text).toHaveLength(1);
});
