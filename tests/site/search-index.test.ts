import { expect, test } from 'vitest';
import { directMatches, entriesOf, type SearchIndex } from '../../src/site/search-index.ts';

const INDEX: SearchIndex = {
  interfaces: [
    ['gauge', 'Gauge', 'Reads a gauge.', ['read', 'reset']],
    ['sequencer', 'Sequencer', 'idl/mast-seq.idol Powers the mast.', ['set_state']],
  ],
  gone: [['interfaces/mast/v2/', 'Mast', 'idl/old-mast.idol']],
  types: [['mast_api.MastState', 'MastState', 'mast_api']],
  tasks: [['mast_seq', 'mast_seq']],
  images: [['mast-a', 'mast-a']],
  pages: [['guide/ci/', 'In CI']],
  releases: [
    ...Array.from({ length: 100 }, (_, at): [string, string, string] => {
      const name = `mast-v1.0.${100 - at}`;
      return [name, name, '2024-01-31'];
    }),
    ['mast-v1.0', 'mast-v1.0', '2020-02-29'],
  ],
};
const entries = entriesOf(INDEX);
const namesFor = (typed: string) => directMatches(entries, typed).map(({ name }) => name);

test('a release is found by its name, a part of it and its day, the newest first', () => {
  expect(namesFor('mast-v1.0.7')).toEqual([
    'mast-v1.0.7',
    ...[79, 78, 77, 76, 75, 74, 73, 72, 71, 70].map((n) => `mast-v1.0.${n}`),
  ]);
  expect(namesFor('mast-v1.0')[0]).toBe('mast-v1.0');
  expect(namesFor('v1.0.9').slice(0, 2)).toEqual(['mast-v1.0.99', 'mast-v1.0.98']);
  expect(namesFor('2020-02')).toEqual(['mast-v1.0']);
  expect(directMatches(entries, '2020-02')[0]?.path).toBe('releases/mast-v1.0/');
});

test('a hundred releases come behind all that is none, even what only stands beside a name', () => {
  expect(namesFor('mast').slice(0, 6)).toEqual([
    'Mast',
    'mast-a',
    'mast_seq',
    'MastState',
    'Sequencer',
    'mast-v1.0.100',
  ]);
});

test('an interface whose file is gone leads to its newest version', () => {
  expect(directMatches(entries, 'old-mast')).toEqual([
    expect.objectContaining({ kind: 'interface', name: 'Mast', path: 'interfaces/mast/v2/' }),
  ]);
});

test('an interface comes before a shorter name that fits as well', () => {
  const entries = entriesOf({ ...INDEX, types: [['x.SeqError', 'SeqError', 'x']] });
  expect(directMatches(entries, 'seq').map(({ name }) => name)).toEqual([
    'Sequencer',
    'SeqError',
    'Sequencer.set_state',
    'mast_seq',
  ]);
});

test('a whole name comes first, then the last part of one, then beginnings', () => {
  expect(namesFor('gauge')).toEqual(['Gauge', 'Gauge.read', 'Gauge.reset']);
  expect(namesFor('read')[0]).toBe('Gauge.read');
  expect(namesFor('zzz')).toEqual([]);
});
