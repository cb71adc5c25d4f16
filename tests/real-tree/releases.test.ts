import process from 'node:process';
import { expect, test } from 'vitest';
import { ReleaseStore, readGitHistory } from '../../src/registry/index.ts';
import { GitRepository } from '../../src/tree/index.ts';

const { HUBRIS_TREE = '' } = process.env;

test('every release is read, and known changes of its history are found', async () => {
  const repository = GitRepository.open(HUBRIS_TREE);
  if (!repository.ok) throw new Error(repository.problem.message);
  const history = await readGitHistory(repository.value, { store: new ReleaseStore(), generator: '0.0.0' });
  expect(history.releases.length).toBeGreaterThanOrEqual(194);
  const changes = (release: string, path: string) =>
    history.releases
      .find(({ name }) => name === release)
      ?.comparisons.filter((one) => one.interface.newPath === path)
      .flatMap(({ causes }) => causes)
      .map(({ rule, operations }) => `${rule} ${operations.map((one) => `${one.old?.number}->${one.new?.number}`)}`);
  expect(changes('gimlet-v1.0.2', 'idl/sensor.idol')).toEqual(
    expect.arrayContaining(['op-renumbered 3->6', 'op-renumbered 4->7', 'op-renumbered 5->8']),
  );
  expect(
    changes('gimlet-v1.0.4', 'idl/power.idol')?.filter((change) => change.startsWith('op-renumbered')),
  ).toHaveLength(14);
  expect(changes('gimlet-v1.0.17', 'idl/fpga.idol')).toContain('arg-inserted 12->12');
  const moves = history.interfaces.flatMap(({ path, movedFrom }) => (movedFrom ? [`${movedFrom} -> ${path}`] : []));
  expect(moves).toContain('idl/gimlet-seq.idol -> idl/cpu-seq.idol');
});
