import { expect, test } from 'vitest';
import { Engine } from '../../src/engine/index.ts';
import { judgeMeetings, sha256 } from '../../src/registry/index.ts';
import { capture } from '../cli/capture.ts';
import { scratchFolder, write } from '../tree/scratch.ts';

/** A registry of trees in which a lease is added: each release with an old runtime, which counts no leases, or one that does. */
function meetings(...trees: readonly string[]) {
  return meetingsOf(trees.map((tree) => `tests/cases/lease-added-old-runtime/${tree}`));
}

async function meetingsOf(folders: readonly string[]) {
  const registry = scratchFolder();
  for (const [index, folder] of folders.entries()) {
    const release = `blob-v${index + 1}.0.0`;
    await capture(['publish', folder, '--registry', registry, '--release', release, '--no-cache']);
  }
  return judgeMeetings(registry, new Engine({ hash: sha256 }));
}

const OLD = 'idl/blob.idol 1';
const NEW = 'idl/blob.idol 2';

test('each side meets the other with the runtime that its release pins', async () => {
  const worst = async (...trees: string[]) =>
    Object.fromEntries(Object.entries((await meetings(...trees)).pairs).map(([key, { worst: kind }]) => [key, kind]));
  expect(await worst('old-rt/a', 'old-rt/b')).toEqual({
    [`${OLD} 0 ${NEW} 0`]: 'panic',
    [`${NEW} 0 ${OLD} 0`]: 'silent',
  });
  expect(await worst('new-rt/a', 'new-rt/b')).toEqual({
    [`${OLD} 0 ${NEW} 0`]: 'fault',
    [`${NEW} 0 ${OLD} 0`]: 'fault',
  });
});

test('one version that releases build with other runtimes is two where that makes a difference', async () => {
  const { pairs, builds } = await meetings('new-rt/a', 'old-rt/a', 'new-rt/b');
  // The server with the old runtime does not see that it gets a lease too many.
  expect(builds).toEqual({ [OLD]: { 'blob-v2.0.0': 1 } });
  expect(Object.entries(pairs).map(([key, { worst }]) => [key, worst])).toEqual([
    [`${OLD} 0 ${NEW} 0`, 'fault'],
    [`${OLD} 1 ${NEW} 0`, 'fault'],
    [`${NEW} 0 ${OLD} 0`, 'fault'],
    [`${NEW} 0 ${OLD} 1`, 'silent'],
  ]);
  // The same two builds of a version at which nothing differs are one.
  expect((await meetings('new-rt/a', 'old-rt/a')).builds).toEqual({});
});

test('arguments of one type that change places are misread, though their types are the same', async () => {
  const tree = (args: string) => {
    const folder = scratchFolder();
    const operation = `"copy": (args: { ${args} }, reply: Simple("()"))`;
    write(folder, { 'idl/blob.idol': `Interface(name: "Blob", ops: { ${operation} })` });
    return folder;
  };
  const { pairs } = await meetingsOf([tree('"from": "u32", "to": "u32"'), tree('"to": "u32", "from": "u32"')]);
  expect(Object.values(pairs).map(({ worst }) => worst)).toEqual(['silent', 'silent']);
});
