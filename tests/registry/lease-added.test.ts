import { expect, test } from 'vitest';
import { resultsOf } from '../../src/registry/index.ts';
import { behaviorsOf, clientOf, Kernel, serve, serverOf } from '../../src/runtime/index.ts';
import { openTree } from '../../src/tree/index.ts';

function blobOf(folder: string) {
  const opened = openTree(`tests/cases/lease-added-old-runtime/${folder}`);
  if (!opened.ok) throw new Error(folder);
  const [version] = resultsOf(opened.value).versions();
  if (!version?.build) throw new Error(`${folder}: no interface`);
  return { schema: version.schema, behaviors: behaviorsOf(version.build.components) };
}

/** What happens to an old client of one tree that calls the new server of another, as both pin their runtimes. */
async function call(runtime: string) {
  const [old, now] = [blobOf(`${runtime}/a`), blobOf(`${runtime}/b`)];
  const outcomes = [];
  for (const behavior of now.behaviors.server.candidates) {
    const faults: string[] = [];
    const kernel = new Kernel({
      supervisor: 'hold',
      observe: (event) => event.kind === 'fault' && faults.push(event.fault.kind),
    });
    const server = serverOf(now.schema, { put: () => ({ Ok: null }) }, { behavior });
    const task = kernel.spawn(
      'blob',
      serve(() => server),
    );
    const client = clientOf(old.schema, kernel.spawn('tool').syscalls, task.id, old.behaviors.client.candidates[0]);
    const outcome = await Promise.race([
      client.attempt('put', [0], [new Uint8Array(4)]),
      new Promise((done) => setImmediate(() => setImmediate(() => done({ kind: 'waits' })))),
    ]);
    outcomes.push({ outcome, faults });
  }
  return outcomes;
}

test('a lease was added: today the client is faulted', async () => {
  expect(await call('new-rt')).toEqual([{ outcome: { kind: 'fault', reason: 'BadLeases' }, faults: ['reply'] }]);
});

test('a lease was added: a server that counts none is faulted itself, for the lease that is not there', async () => {
  expect(await call('old-rt')).toEqual([{ outcome: { kind: 'waits' }, faults: ['usage'] }]);
});
