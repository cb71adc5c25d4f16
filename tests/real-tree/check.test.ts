import process from 'node:process';
import { expect, test } from 'vitest';
import { CheckReportSchema } from '../../src/registry/index.ts';
import { openTree, readWorkspace } from '../../src/tree/index.ts';
import { capture } from '../cli/capture.ts';

const { HUBRIS_TREE = '' } = process.env;

test('manifests and build scripts have no finding but dead interfaces and a board with another sequencer', () => {
  const opened = openTree(HUBRIS_TREE);
  if (!opened.ok) throw new Error(opened.problem.message);
  const { interfaceFiles, images, diagnostics } = readWorkspace(opened.value);
  expect(interfaceFiles.length).toBeGreaterThan(30);
  expect(images.length).toBeGreaterThan(40);
  const found = diagnostics.filter(({ check }) => check !== 'dead-interface');
  // Medusa's sequencer serves an interface of the same name as Sidecar's, which the code of two tasks calls.
  expect(found.map(({ check, source }) => `${check} ${source.path}`)).toEqual(
    found.map(() => 'slot-leads-elsewhere app/medusa/base.toml'),
  );
  expect(found.length).toBeLessThanOrEqual(2);
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

test('an image decides the configuration that it builds an interface in', async () => {
  const layout = await capture(['layout', 'Net.recv_packet', '--tree', HUBRIS_TREE]);
  const built = layout.stdout.split('configurations that images build')[1] ?? '';
  // This image has no VLANs, and its net task does not enable the feature.
  expect(built).toMatch(/^ +demo-stm32h743-nucleo\b.* -$/m);
  expect(built).toMatch(/^ +gimlet-b,.* feature = "vlan"$/m);
  const port = async (image: string) =>
    (await capture(['encode', 'Sys.gpio_toggle', '{"port":"F","pins":1}', '--tree', HUBRIS_TREE, '--when', image]))
      .stdout;
  expect(await port('donglet-g031')).toBe('040100\n');
  expect(await port('gimlet-b')).toBe('050100\n');
});
