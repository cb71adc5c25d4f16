import { expect, test } from 'vitest';
import { interfaceSlugs } from '../../src/registry/index.ts';

test('a slug is the file name, with as many folders as tell equal names apart', () => {
  const paths = ['idl/spi.idol', 'test/api/api.idol', 'task/net/api.idol', 'idl/fan.idol', 'idl/fan.idl'];
  expect([...interfaceSlugs(paths).values()]).toEqual(['spi', 'api-api', 'net-api', 'idl-fan-idol', 'idl-fan-idl']);
});
