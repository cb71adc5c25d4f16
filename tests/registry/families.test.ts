import { expect, test } from 'vitest';
import { ancestorsFirst, predecessors } from '../../src/registry/releases/ancestry.ts';
import { readFamilies } from '../../src/registry/releases/families.ts';

test('tags fall into families by what stands before the version, in the order of versions', () => {
  const families = readFamilies([
    'mast-v1.0.10',
    'mast-v1.0.9',
    'rot-1-v1.0.0',
    'rot-1-v1.0.0-rc.1',
    'mast-v2',
    'v0.1.0',
    'field-trial',
  ]);
  expect(families.map(({ name, releases }) => [name, releases.map((release) => release.name)])).toEqual([
    ['field-trial', ['field-trial']],
    ['mast', ['mast-v1.0.9', 'mast-v1.0.10', 'mast-v2']],
    ['releases', ['v0.1.0']],
    ['rot-1', ['rot-1-v1.0.0-rc.1', 'rot-1-v1.0.0']],
  ]);
});

test('patterns name families, and leave out what fits none', () => {
  const families = readFamilies(['mast/1.0', 'base/1.0', 'nightly'], { Mast: 'mast/*' });
  expect(families).toEqual([{ name: 'Mast', releases: [{ name: 'mast/1.0', family: 'Mast', version: '1.0' }] }]);
});

// a - b - c - d, and a backport e on b.
const parents = new Map([
  ['d', ['c']],
  ['c', ['b']],
  ['e', ['b']],
  ['b', ['a']],
  ['a', []],
]);

test('the predecessor is the nearest ancestor of the family, not the version before', () => {
  const [family] = readFamilies(['x-v1.0.0', 'x-v1.1.0', 'x-v1.0.1', 'x-v1.1.1']);
  const commits = new Map([
    ['x-v1.0.0', 'b'],
    ['x-v1.1.0', 'd'],
    ['x-v1.0.1', 'e'],
    ['x-v1.1.1', 'd'],
  ]);
  expect(family && [...predecessors(family, commits, parents)]).toEqual([
    ['x-v1.0.1', 'x-v1.0.0'],
    ['x-v1.1.0', 'x-v1.0.0'],
    ['x-v1.1.1', 'x-v1.1.0'],
  ]);
});

test('ancestors come first', () => {
  expect(ancestorsFirst(['d', 'e', 'b'], parents)).toEqual(['b', 'd', 'e']);
});
