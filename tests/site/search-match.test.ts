import { expect, test } from 'vitest';
import { Matcher, queryOf, wordsOf } from '../../src/site/search/match.ts';
import {
  entriesOf,
  type HistoryIndex,
  historyEntriesOf,
  type SearchIndex,
} from '../../src/site/search/search-index.ts';

const INDEX: SearchIndex = {
  interfaces: [
    [
      'gauge',
      'Gauge',
      'Reads a gauge.',
      'drv-gauge-api',
      [
        ['read', 'channel'],
        ['reset', ''],
      ],
    ],
    [
      'sequencer',
      'Sequencer',
      'idl/mast-seq.idol Powers the mast.',
      'drv-mast-seq-api',
      [
        ['set_state', 'state'],
        ['request_reset', ''],
      ],
    ],
  ],
  errors: [
    [
      'gauge_api.GaugeError',
      'GaugeError',
      'Gauge',
      [
        ['Busy', 3],
        ['ServerDied', null],
      ],
    ],
  ],
  types: [['mast_api.MastState', 'MastState', 'mast_api']],
  tasks: [['mast_seq', 'mast_seq']],
  images: [['mast-rev-a', 'mast-a', 'app/mast/rev-a.toml']],
  pages: [
    ['guide/ci/', 'In CI', 'Exit codes', ''],
    ['guide/encodings/', 'Encodings', 'Hubpack, byte for byte', ''],
  ],
  checks: [['op-inserted', 'An operation was inserted']],
};
const HISTORY: HistoryIndex = {
  gone: [['interfaces/mast/v2/', 'Mast', 'idl/old-mast.idol']],
  releases: [
    ...Array.from({ length: 100 }, (_, at): [string, string, string] => {
      const name = `mast-v1.0.${100 - at}`;
      return [name, name, '2024-01-31'];
    }),
    ['mast-v1.0', 'mast-v1.0', '2020-02-29'],
  ],
};
const matcher = new Matcher([...entriesOf(INDEX), ...historyEntriesOf(HISTORY)]);
const namesFor = (typed: string) => matcher.find(typed).map(({ name }) => name);
const first = (typed: string) => matcher.find(typed)[0];

test('words are the parts of names in any case', () => {
  expect(wordsOf('read_fanSpeed HTTPServer v1.0.37')).toEqual(
    expect.arrayContaining([
      'read_fanspeed',
      'read',
      'fan',
      'speed',
      'httpserver',
      'http',
      'server',
      'v1.0.37',
      '1.0.37',
    ]),
  );
});

test('numbers and kinds of a query are told from its terms', () => {
  expect(queryOf(' Gauge  0x2 error ')).toEqual({
    text: 'gauge  0x2 error',
    terms: ['gauge'],
    numbers: [2],
    kinds: new Set(['error']),
  });
  expect(queryOf('error').terms).toEqual(['error']);
});

test('an operation is found by its number, an error by its code', () => {
  expect(first('Gauge 2')?.name).toBe('Gauge.reset');
  expect(first('error 3')?.name).toBe('Busy');
  expect(first('gauge error 0x3')?.name).toBe('Busy');
  expect(first('0x3')?.name).toBe('Busy');
});

test('an operation is found by parts of its name in any order, its arguments, and the words of its interface', () => {
  expect(first('state set')?.name).toBe('Sequencer.set_state');
  expect(first('channel')?.name).toBe('Gauge.read');
  expect(first('mast reset')?.name).toBe('Sequencer.request_reset');
  expect(first('Sequencer::set_state')?.name).toBe('Sequencer.set_state');
});

test('words of a page, the path of an image, a crate and a check lead to it', () => {
  expect(first('hubpack')?.path).toBe('guide/encodings/');
  expect(first('exit codes')?.path).toBe('guide/ci/');
  expect(first('mast rev a')?.path).toBe('images/mast-rev-a/');
  expect(first('drv-gauge-api')?.name).toBe('Gauge');
  expect(first('op-inserted')?.path).toBe('checks/op-inserted/');
});

test('a release is found by its name, a part of it and its day, the newest first', () => {
  expect(namesFor('mast-v1.0.7')[0]).toBe('mast-v1.0.7');
  expect(first('mast 1.0.37')?.name).toBe('mast-v1.0.37');
  expect(namesFor('mast-v1.0')[0]).toBe('mast-v1.0');
  expect(namesFor('v1.0.9').slice(0, 3)).toEqual(['mast-v1.0.9', 'mast-v1.0.99', 'mast-v1.0.98']);
  expect(first('2020-02-29')?.path).toBe('releases/mast-v1.0/');
});

test('a hundred releases come behind all that is none', () => {
  const kinds = matcher.find('mast').map(({ kind }) => kind);
  expect(kinds.indexOf('release')).toBeGreaterThan(4);
  expect(kinds.slice(kinds.indexOf('release'))).not.toContain('task');
});

test('an interface whose file is gone leads to its newest version', () => {
  expect(first('old-mast.idol')?.path).toBe('interfaces/mast/v2/');
});

test('a whole name comes first, then the last part of one, then beginnings', () => {
  expect(namesFor('gauge')[0]).toBe('Gauge');
  expect(namesFor('read')[0]).toBe('Gauge.read');
  expect(namesFor('seq')[0]).toBe('Sequencer');
  expect(namesFor('zzz')).toEqual([]);
});
