import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Session } from '../../src/cli/session.ts';
import { readSite } from '../../src/cli/site-project.ts';
import { scratchFolder, write } from '../tree/scratch.ts';

function open() {
  const tree = join(scratchFolder(), 'tree');
  cpSync('idl/2.0.0', tree, { recursive: true });
  const output = { write: () => undefined, isTerminal: false };
  const session = new Session({ stdout: output, stderr: output, env: {} }, { color: false, cache: false });
  const read = () => readSite(session, tree, {}).registry;
  return { session, tree, read };
}

/** What reading a tree again for `dev` made, after an edit. */
function madeAfter(path: string, change: (text: string) => string): Record<string, number> {
  const { session, tree, read } = open();
  read();
  const before = new Map([...session.engine.counts].map(([name, { made }]) => [name, made]));
  write(tree, { [path]: change(readFileSync(join(tree, path), 'utf8')) });
  const registry = read();
  const fresh = new Session(session.terminal, session.options);
  expect(registry).toEqual(readSite(fresh, tree, {}).registry);
  const counts = [...session.engine.counts].map(([name, { made }]) => [name, made - (before.get(name) ?? 0)] as const);
  return Object.fromEntries(counts.filter(([, made]) => made > 0));
}

test('a change of one interface makes again what it influences, and nothing else', () => {
  const made = madeAfter('idl/clock.idol', (text) => `// more\n${text}`);
  expect(made).toMatchObject({ interface: 1, schema: 1, findings: 1, 'wire-findings': 1 });
  for (const name of ['workspace', 'layouts', 'toml', 'rust-items', 'rust-syntax'])
    expect(made[name], name).toBeUndefined();
});

test('nothing is made again when nothing changed', () => {
  expect(madeAfter('idl/clock.idol', (text) => text)).toEqual({});
});
