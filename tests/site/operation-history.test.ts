import { expect, test } from 'vitest';
import type { InterfaceDocument } from '../../src/registry/index.ts';
import { operationHistory } from '../../src/site/operation-history.ts';

type Numbers = InterfaceDocument['operations'][number]['numbers'];

function history(
  path: string,
  numbers: Numbers,
  moved: Partial<Extract<InterfaceDocument, { kind: 'interface' }>> = {},
): InterfaceDocument {
  const versions = [1, 2, 3].map((number) => ({ number, schema: '', object: '', releases: ['r'] }));
  const operations = [{ name: 'read', numbers }];
  return { kind: 'interface', format: 1, path, slug: path, name: path, versions, operations, ...moved };
}

/** Where an operation came and moved, as `path version`. */
function told(one: InterfaceDocument, others: readonly InterfaceDocument[] = [], until?: number) {
  const found = operationHistory(one, 'read', (path) => others.find((other) => other.path === path), until);
  if (!found) return undefined;
  const { since, moves } = found;
  return [
    `${since.history.path} ${since.version}`,
    ...moves.map(({ history: of, version, from, to }) => `${of.path} ${version}: ${from} -> ${to}`),
  ];
}

test('an operation is there since it came or came back, until the version that is looked at', () => {
  const one = history('a', [
    { version: 1, number: 4 },
    { version: 2, number: 5 },
    { version: 3, number: null },
  ]);
  expect(told(one)).toBeUndefined();
  expect(told(one, [], 2)).toEqual(['a 1', 'a 2: 4 -> 5']);
  const back = [
    { version: 1, number: 4 },
    { version: 2, number: null },
    { version: 3, number: 4 },
  ];
  expect(told(history('a', back))).toEqual(['a 3']);
});

test('its history goes on under the path that the file had before, from the version that was renamed', () => {
  const old = history('old', [
    { version: 1, number: 1 },
    { version: 2, number: 2 },
    { version: 3, number: 3 },
  ]);
  const now = (first: number | null, ...numbers: Numbers) =>
    history('now', first === null ? numbers : [{ version: 1, number: first }, ...numbers], {
      movedFrom: 'old',
      movedFromVersion: 2,
    });
  expect(told(now(2), [old])).toEqual(['old 1', 'old 2: 1 -> 2']);
  expect(told(now(7), [old])).toEqual(['old 1', 'old 2: 1 -> 2', 'now 1: 2 -> 7']);
  expect(told(now(null, { version: 2, number: 2 }), [old])).toEqual(['now 2']);
  expect(told(now(2), [])).toEqual(['now 1']);
});

test('files that were renamed in a circle end', () => {
  const a = history('a', [{ version: 1, number: 1 }], { movedFrom: 'b', movedFromVersion: 1 });
  const b = history('b', [{ version: 1, number: 1 }], { movedFrom: 'a', movedFromVersion: 1 });
  expect(told(a, [a, b])).toEqual(['b 1']);
});
