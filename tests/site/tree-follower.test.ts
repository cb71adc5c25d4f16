import { expect, test } from 'vitest';
import { TreeFollower } from '../../src/site/tree-follower.ts';

/** A follower whose updates the test ends one by one: `fail` with a reason, `succeed` without. */
function follow() {
  const told: (string | undefined)[] = [];
  const stopping = new AbortController();
  let started = 0;
  let end: { resolve(): void; reject(error: Error): void } | undefined;
  let onStart: (() => void) | undefined;
  const follower = new TreeFollower({
    update: () => {
      started++;
      return new Promise((resolve, reject) => {
        end = { resolve, reject };
        onStart?.();
      });
    },
    onProblem: (problem) => told.push(problem),
    signal: stopping.signal,
    retryAfter: 0,
  });
  const nextStart = () =>
    new Promise<void>((resolve) => {
      onStart = resolve;
    });
  return {
    follower,
    told,
    stopping,
    started: () => started,
    async fail(reason: string) {
      const next = nextStart();
      end?.reject(new Error(reason));
      await next;
    },
    succeed: () => end?.resolve(),
    nextStart,
  };
}

const turn = () => new Promise(setImmediate);

test('changes during an update make one more, not one each', async () => {
  const { follower, started, succeed, nextStart } = follow();
  follower.changed();
  for (let count = 0; count < 100; count++) follower.changed();
  expect(started()).toBe(1);
  const next = nextStart();
  succeed();
  await next;
  succeed();
  await turn();
  expect(started()).toBe(2);
});

test('a tree that is away is said once, tried again by itself, and said to be back', async () => {
  const { follower, told, fail, succeed, stopping, started } = follow();
  follower.changed();
  for (let count = 0; count < 164; count++) await fail('there is no folder `tree`');
  expect(told).toEqual(['there is no folder `tree`']);
  await fail('there is no interface in `tree`');
  succeed();
  await turn();
  expect(told).toEqual(['there is no folder `tree`', 'there is no interface in `tree`', undefined]);
  const before = started();
  await turn();
  expect(started()).toBe(before);
  stopping.abort();
});

test('nothing is read after the end', async () => {
  const { follower, told, stopping, started, succeed } = follow();
  follower.changed();
  stopping.abort();
  succeed();
  await turn();
  follower.changed();
  await turn();
  expect(started()).toBe(1);
  expect(told).toEqual([]);
});
