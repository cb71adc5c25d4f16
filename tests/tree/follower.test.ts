import { expect, test } from 'vitest';
import { TreeFollower } from '../../src/tree/index.ts';

/** A follower whose updates and watchers the test ends one by one. The first of each is over. */
async function follow() {
  const told: (string | undefined)[] = [];
  const watchers: { change(): void; ready(): void; stopped: boolean }[] = [];
  const updates: { fail(reason: string): void; succeed(): void }[] = [];
  const started = TreeFollower.start({
    watch: (change) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      const watcher = { change, ready: resolve, stopped: false };
      watchers.push(watcher);
      return promise.then(() => ({
        async stop() {
          watcher.stopped = true;
        },
      }));
    },
    update: () => {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      updates.push({ fail: (reason) => reject(new Error(reason)), succeed: resolve });
      return promise;
    },
    onProblem: (problem) => told.push(problem),
    retryAfter: 0,
  });
  await turn();
  expect(updates, 'nothing is read before the watcher is ready').toEqual([]);
  watchers[0]?.ready();
  await turn();
  updates[0]?.succeed();
  return { follower: await started, told, watchers, updates };
}

/** Long enough for all that is due: a timer of 0 ms included. */
const turn = async () => {
  await new Promise((resolve) => setTimeout(resolve, 2));
  await new Promise(setImmediate);
};

test('changes during an update make one more, not one each', async () => {
  const { watchers, updates } = await follow();
  watchers[0]?.change();
  for (let count = 0; count < 100; count++) watchers[0]?.change();
  expect(updates.length).toBe(2);
  updates[1]?.succeed();
  await turn();
  updates[2]?.succeed();
  await turn();
  expect(updates.length).toBe(3);
});

test('a change while the tree is read for the first time is read too', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  let change = () => {};
  let reads = 0;
  const started = TreeFollower.start({
    watch: async (onChange) => {
      change = onChange;
      return { stop: async () => {} };
    },
    update: () => {
      reads++;
      return promise;
    },
    onProblem: () => {},
  });
  await turn();
  change();
  resolve();
  await started;
  await turn();
  expect(reads).toBe(2);
});

test('a tree that is away is reported once, tried again by itself, watched anew and read after that', async () => {
  const { follower, told, watchers, updates } = await follow();
  watchers[0]?.change();
  for (let count = 0; count < 100; count++) {
    updates.at(-1)?.fail('there is no folder `tree`');
    while (updates.length < count + 3) await turn();
  }
  expect(told).toEqual(['there is no folder `tree`']);
  updates.at(-1)?.fail('there is no interface in `tree`');
  while (updates.length < 103) await turn();
  updates.at(-1)?.succeed();
  while (watchers.length < 2) await turn();
  expect(watchers[0]?.stopped).toBe(true);
  expect(updates.length, 'not read again before the new watcher is ready').toBe(103);
  watchers[1]?.ready();
  while (updates.length < 104) await turn();
  updates.at(-1)?.succeed();
  while (told.length < 3) await turn();
  expect(told).toEqual(['there is no folder `tree`', 'there is no interface in `tree`', undefined]);
  await turn();
  expect(updates.length).toBe(104);
  await follower.stop();
  expect(watchers[1]?.stopped).toBe(true);
});

test('nothing is read after the end', async () => {
  const { follower, told, watchers, updates } = await follow();
  watchers[0]?.change();
  await follower.stop();
  updates.at(-1)?.succeed();
  await turn();
  watchers[0]?.change();
  await turn();
  expect(updates.length).toBe(2);
  expect(told).toEqual([]);
});

test('what the first read throws is thrown, and nothing is watched any more', async () => {
  let isStopped = false;
  const started = TreeFollower.start({
    watch: async () => ({
      async stop() {
        isStopped = true;
      },
    }),
    update: () => Promise.reject(new Error('there is no interface')),
    onProblem: () => {},
  });
  await expect(started).rejects.toThrow('there is no interface');
  expect(isStopped).toBe(true);
});
