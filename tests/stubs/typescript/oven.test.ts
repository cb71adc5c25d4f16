import { expect, test } from 'vitest';
import { typescriptStub } from '../../../src/stubs/index.ts';
import { interfaceOf } from '../../runtime/wire-of.ts';
import { treeInterfaces } from '../tree-interfaces.ts';
import { typeErrors } from './type-check.ts';

const CASE = 'tests/cases/stubs/typescript';
const ORIGIN = { generator: 'idol-registry 1.2.3', version: 'sha256:0123' };
const RUNTIME = '../../../../src/runtime/index.ts';

/** The talk tests import this file, so that the project's own type check reads it too. */
test('a stub is the file that was reviewed', async () => {
  const [oven] = treeInterfaces(CASE);
  if (!oven) throw new Error('no interface');
  const { path, text } = typescriptStub(oven.source, oven.wire, ORIGIN, { runtime: RUNTIME });
  expect(path).toBe('oven.ts');
  await expect(text).toMatchFileSnapshot(`../../cases/stubs/typescript/${path}`);
});

test('what holds decides between alternatives; nothing is guessed without', () => {
  const [oven] = treeInterfaces(CASE);
  if (!oven) throw new Error('no interface');
  const stub = (holds?: string[]) => typescriptStub(oven.source, oven.wire, ORIGIN, { holds }).text;
  expect(stub()).not.toContain('export type Rack');
  expect(stub(['feature = "tall"'])).toContain("export type Rack = 'Upper' | 'Middle' | 'Lower';");
  expect(stub([])).toContain("export type Rack = 'Upper' | 'Lower';");
  expect(stub([])).toContain('move_rack(to: Rack): Promise<null> {');
});

test('an interface of which nothing is known gives a module that says so', () => {
  const { source, wire } = interfaceOf(
    'Interface(name: "Dark", ops: {"op": (args: {"what": "Unknown"}, reply: Simple("u8"))})',
  );
  expect(typescriptStub(source, wire, ORIGIN).text.split('\n')).toEqual([
    '// Made by idol-registry 1.2.3 from idl/test.idol: @generated, do not edit.',
    '//',
    '// Interface version: sha256:0123',
    '//',
    '// Left out: operation 1, op, because what it carries is not known:',
    '//   There is no `Unknown`.',
    '',
    '/** @module Dark */',
    '',
    'export {};',
    '',
  ]);
});

test('a large interface has all its operations and arguments', () => {
  const args = Array.from({ length: 20 }, (_, index) => `"a${index}": "u32"`).join(', ');
  const operations = Array.from(
    { length: 500 },
    (_, index) => `"op${index}": (args: {${args}}, reply: Simple("u8"), idempotent: true)`,
  );
  const { source, wire } = interfaceOf(`Interface(name: "Large", ops: {${operations.join(', ')}})`);
  const { text } = typescriptStub(source, wire, ORIGIN);
  expect(text).toContain('  op499(\n    a0: number,\n');
  expect(text).toContain('    a19: number,\n  ): Promise<number> {');
});

test('operations and arguments may be called like words of TypeScript', () => {
  const { source, wire } = interfaceOf(
    `Interface(name: "Client", ops: {${['then', 'constructor', 'new', 'delete', 'toString', '__proto__']
      .map((name) => `"${name}": (args: {"${name}": "u8", "caller": "u8"}, reply: Simple("u8"), idempotent: true)`)
      .join(', ')}})`,
  );
  const { text } = typescriptStub(source, wire, ORIGIN, { runtime: '../../src/runtime/index.ts' });
  for (const method of ['then_', 'constructor_', 'new_', 'delete', 'toString', '__proto__']) {
    expect(text).toMatch(new RegExp(`^  ${method}\\(`, 'm'));
  }
  expect(typeErrors(new Map([['tests/cases/words.ts', text]]))).toEqual([]);
});
