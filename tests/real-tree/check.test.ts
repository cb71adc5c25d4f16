import process from 'node:process';
import { expect, test } from 'vitest';
import { CheckReportSchema } from '../../src/registry/index.ts';
import { openTree, readWorkspace } from '../../src/tree/index.ts';
import { capture } from '../cli/capture.ts';

const { HUBRIS_TREE = '' } = process.env;

test('manifests and build scripts have no finding but the dead interfaces', () => {
  const opened = openTree(HUBRIS_TREE);
  if (!opened.ok) throw new Error(opened.problem.message);
  const { interfaceFiles, images, diagnostics } = readWorkspace(opened.value);
  expect(interfaceFiles.length).toBeGreaterThan(30);
  expect(images.length).toBeGreaterThan(40);
  expect(diagnostics.filter(({ check }) => check !== 'dead-interface')).toEqual([]);
  const tasks = images.flatMap((image) => image.tasks);
  expect(tasks.filter(({ serves }) => serves.length > 0).length).toBeGreaterThan(tasks.length / 2);
});

test('interfaces have no error', async () => {
  const { code, stdout } = await capture(['check', HUBRIS_TREE, '--format', 'json']);
  const { counts, diagnostics } = CheckReportSchema.parse(JSON.parse(stdout));
  expect(counts.files).toBeGreaterThan(30);
  expect(counts.operations).toBeGreaterThan(300);
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(code).toBe(0);
});
