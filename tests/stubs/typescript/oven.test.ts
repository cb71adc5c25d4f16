import { expect, test } from 'vitest';
import { typescriptStub } from '../../../src/stubs/index.ts';
import { treeInterfaces } from '../tree-interfaces.ts';

const CASE = 'tests/cases/stubs/typescript';
const ORIGIN = { generator: '1.2.3', version: 'sha256:0123' };
const RUNTIME = '../../../../src/runtime/index.ts';

/** The talk tests import this file, so that the project's own type check reads it too. */
test('a stub is the file that was reviewed', async () => {
  const [oven] = treeInterfaces(CASE);
  if (!oven) throw new Error('no interface');
  const { path, text } = typescriptStub(oven.source, oven.wire, ORIGIN, { runtime: RUNTIME });
  expect(path).toBe('oven.ts');
  await expect(text).toMatchFileSnapshot(`../../cases/stubs/typescript/${path}`);
});
