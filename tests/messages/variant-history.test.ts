import { expect, test } from 'vitest';
import { variantHistory } from '../../src/registry/releases/variant-history.ts';
import type { InterfaceSchema } from '../../src/schema/index.ts';
import { modemTree } from './modem-tree.ts';

function version(number: number, body: string) {
  const rust = `pub const VERSION: u8 = ${number}; pub enum Command { ${body} }`;
  const settings = { version: 'modem_messages::VERSION' };
  const { contract } = modemTree(rust, { command: { type: 'modem_messages::Command' } }, settings);
  return { number, release: `v${number}`, schema: contract?.schema as InterfaceSchema };
}

test('a variant is there since the version that brought it, also where it was renamed', () => {
  const variants = variantHistory([
    version(1, 'Wake, Sent(u32)'),
    version(2, 'Wake, Accepted(u32), Position'),
    version(3, 'Wake, Accepted(u32)'),
  ]);
  expect(variants).toEqual([
    { name: 'Command::Wake', version: 1, release: 'v1', protocol: 1 },
    { name: 'Command::Sent', version: 1, release: 'v1', protocol: 1, until: 2 },
    { name: 'Command::Accepted', version: 1, release: 'v1', protocol: 1, formerly: 'Command::Sent' },
    { name: 'Command::Position', version: 2, release: 'v2', protocol: 2, until: 3 },
  ]);
});
