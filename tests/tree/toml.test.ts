import { expect, test, vi } from 'vitest';
import { Source } from '../../src/text/index.ts';
import { parseToml, tomlSpan } from '../../src/tree/toml.ts';

const source = new Source(
  'app.toml',
  `# tasks.fan in a comment
name = "fan"
[tasks.fan]
name = "drv-fan"
task-slots = ["sys",
  {spi = "fan"}]
[tasks.fan.config.allowed-callers]
stop = ["sys"]
[tasks."odd.name"]
config.limit = 3
'quoted' = "sys"
[[tasks.pump]]
name = "drv-pump"
`,
);

function marked(path: string[], value?: string): string {
  const { start, end } = tomlSpan(source, path, value);
  return `${source.position(start).line}: ${source.text.slice(start, end)}`;
}

test('a key, a value in it, and the nearest table are found', () => {
  expect(marked(['name'])).toBe('2: name');
  expect(marked(['tasks', 'fan'])).toBe('3: tasks.fan');
  expect(marked(['tasks', 'fan', 'name'])).toBe('4: name');
  expect(marked(['tasks', 'fan', 'name'], 'drv-fan')).toBe('4: "drv-fan"');
  expect(marked(['tasks', 'fan', 'task-slots'], 'fan')).toBe('6: "fan"');
  expect(marked(['tasks', 'fan', 'config', 'allowed-callers', 'stop'], 'sys')).toBe('8: "sys"');
  expect(marked(['tasks', 'fan', 'features'])).toBe('3: tasks.fan');
  expect(marked(['tasks', 'odd.name', 'config', 'limit'])).toBe('10: config.limit');
  expect(marked(['tasks', 'odd.name', 'quoted'], 'sys')).toBe("11: 'quoted'".replace("'quoted'", '"sys"'));
  expect(marked(['tasks', 'pump', 'name'])).toBe('13: name');
});

test('what is not there is the start', () => {
  expect(tomlSpan(source, ['chip'])).toEqual({ start: 0, end: 0 });
});

test('a text that is not TOML has a place and a reason', () => {
  const broken = new Source('app.toml', 'a = 1\n[b\nc = 2\n');
  const parsed = parseToml(broken);
  if (parsed.ok) throw new Error('parsed');
  expect(broken.position(parsed.span.start).line).toBe(2);
  expect(parsed.message).not.toContain('\n');
  expect(parsed.message).not.toBe('');
});

test('a byte order mark is passed over', () => {
  expect(parseToml(new Source('app.toml', '\ufeffa = 1'))).toEqual({ ok: true, table: { a: 1 } });
});

test('a text that is too long is not read, and the message says how long it is', () => {
  expect(parseToml(new Source('app.toml', ' '.repeat(1_000_001)))).toMatchObject({
    ok: false,
    message: 'the file is too long: it has 1000001 characters, and files of more than 1000000 are not read',
  });
});

test('places of many keys below a deep table are not many paths', () => {
  const deep = new Source('app.toml', `[${'a.'.repeat(250_000)}a]\n${'b = 1\n'.repeat(80_000)}[b]\nc = 1\n`);
  expect(deep.slice(tomlSpan(deep, ['b', 'c']))).toBe('c');
});

test('the places of many keys take one search of the text', () => {
  const many = new Source('waivers.toml', Array.from({ length: 10_000 }, (_, index) => `[k${index}]\n`).join(''));
  const search = vi.spyOn(String.prototype, 'matchAll');
  for (let index = 0; index < 10_000; index++) expect(many.slice(tomlSpan(many, [`k${index}`]))).toBe(`k${index}`);
  expect(search.mock.calls.length).toBe(1);
  search.mockRestore();
});

test.each([
  ['deep lists', `a = ${'['.repeat(100_000)}`],
  ['a deep key', `${'a.'.repeat(100_000)}a = 1`],
  ['a deep table', `[${'a.'.repeat(100_000)}a]`],
  ['a long line', `a = "${'x'.repeat(990_000)}"`],
  ['keys that objects have', '[__proto__]\na = 1\n[constructor]\nb = 2\n'],
  ['control characters', 'a = "\0"'],
])('%s do no harm', (_, text) => {
  const hostile = new Source('app.toml', text);
  parseToml(hostile);
  tomlSpan(hostile, ['a', 'a', 'b'], 'x');
  expect(({} as Record<string, unknown>).a).toBeUndefined();
});
