import { expect, test } from 'vitest';
import { interfaceSlugs } from '../../src/registry/index.ts';

test('slugs differ also where the case of letters does not count', () => {
  const paths = ['idl/fan.idol', 'idl/Fan.idol', 'idl/FAN.idol', 'drv/Fan.idol'];
  const slugs = [...interfaceSlugs(paths, new Map([['old/fAn.idol', 'fAN']])).values()];
  expect(new Set(['fan', ...slugs.map((slug) => slug.toLowerCase())]).size).toBe(5);
});

test.each(['.idol', 'a%41.idol', 'x:y.idol', 'a\\b.idol', 'n\nl.idol', '%2e%2e.idol', '…/ä.idol', '-', '\u202e.idol'])(
  'a file called %j has an address of plain characters',
  (name) => {
    for (const path of [name, `idl/${name}`]) {
      expect([...interfaceSlugs([path, 'idl/idl.idol']).values()].join(' ')).toMatch(/^\w[\w-]* \w[\w-]*$/);
    }
  },
);

test('a slug is the file name, with as many folders as tell equal names apart', () => {
  const paths = ['idl/spi.idol', 'test/api/api.idol', 'task/net/api.idol', 'idl/fan.idol', 'idl/fan.idl'];
  expect([...interfaceSlugs(paths).values()]).toEqual(['spi', 'api-api', 'net-api', 'idl-fan-idol', 'idl-fan-idl']);
});
