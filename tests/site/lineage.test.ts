import { expect, test } from 'vitest';
import type { InterfaceDocument } from '../../src/registry/index.ts';
import { carriedVersions, lineageOf } from '../../src/registry/index.ts';
import { namesOf, numbersOf } from '../../src/site/lineage.ts';
import { nearestWith, pickedReleases } from '../../src/site/release-index.ts';

function file(
  path: string,
  releases: string[][],
  more: Partial<Extract<InterfaceDocument, { kind: 'interface' }>> = {},
): InterfaceDocument {
  const versions = releases.map((carriers, index) => ({
    number: index + 1,
    schema: '',
    object: '',
    releases: carriers,
  }));
  return { kind: 'interface', format: 1, path, slug: path, name: path, versions, operations: [], ...more };
}

const files = [
  file('a', [['r1'], ['r2']], { movedTo: 'b' }),
  file('b', [['r3']], { movedFrom: 'a', movedTo: 'c' }),
  file('c', [['r4']], { movedFrom: 'b', operations: [{ name: 'get', numbers: [{ version: 1, number: 7 }] }] }),
];
const at = (path: string) => files.find((one) => one.path === path);
const [a, b, c] = files as [InterfaceDocument, InterfaceDocument, InterfaceDocument];

test('a file is followed to what it was and to what it became', () => {
  expect(lineageOf(a, at)).toEqual([a, b, c]);
  expect(lineageOf(b, at)).toEqual([b, a, c]);
  expect(lineageOf(c, at)).toEqual([c, b, a]);
});

test('files that moved in a circle end', () => {
  const circle = [file('x', [['r1']], { movedFrom: 'y', movedTo: 'y' }), file('y', [['r2']], { movedFrom: 'x' })];
  const found = lineageOf(circle[0] as InterfaceDocument, (path) => circle.find((one) => one.path === path));
  expect(found.map(({ path }) => path)).toEqual(['x', 'y']);
});

test('each release carries a version, under whichever path', () => {
  const carried = carriedVersions(lineageOf(c, at));
  expect([...carried].map(([release, { history, version }]) => [release, history.path, version])).toEqual([
    ['r4', 'c', 1],
    ['r3', 'b', 1],
    ['r1', 'a', 1],
    ['r2', 'a', 2],
  ]);
  expect(numbersOf({ history: c, version: 1 })).toEqual(new Map([['get', 7]]));
});

test('an operation keeps all names that it had', () => {
  const renames = [
    { from: 'read', to: 'get' },
    { from: 'get', to: 'fetch' },
  ];
  expect(namesOf('fetch', renames)).toEqual(['fetch', 'get', 'read']);
  expect(namesOf('other', renames)).toEqual(['other']);
});

test('the nearest release is of the same line, and the newer of two', () => {
  const versions = [
    ['v1', '/v1/', { get: 1 }],
    ['v2', '/v2/', {}],
    ['v3', '/v3/', { get: 2 }],
  ] as const;
  const lines = [
    [
      'main',
      [
        ['m3', 2],
        ['m2', 1],
        ['m1', 0],
      ],
    ],
    ['side', [['s1', 1]]],
  ] as const;
  const releases = pickedReleases({ lines, versions, renames: [] }, ['get']);
  expect(releases.map(({ name, operation, change }) => [name, operation?.number, change])).toEqual([
    ['m3', 2, 'first'],
    ['m2', undefined, undefined],
    ['m1', 1, 'first'],
    ['s1', undefined, undefined],
  ]);
  const named = (name: string) => releases.find((one) => one.name === name) as (typeof releases)[number];
  expect(nearestWith(releases, named('m2'))?.name).toBe('m3');
  expect(nearestWith(releases, named('s1'))?.name).toBe('m3');
});
