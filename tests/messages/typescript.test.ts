import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readConfig, resultsOf, type ScannedInterface } from '../../src/registry/index.ts';
import type { MessageCodec } from '../../src/runtime/index.ts';
import type { InterfaceSchema } from '../../src/schema/index.ts';
import { typescriptStub } from '../../src/stubs/index.ts';
import { Source } from '../../src/text/index.ts';
import { openTree } from '../../src/tree/index.ts';
import { Codec, type Value } from '../../src/wire/index.ts';
import { Random } from '../rust/random.ts';
import { randomValue } from '../rust/random-values.ts';
import { typeErrors } from '../stubs/typescript/type-check.ts';
import { scratchFolder, write } from '../tree/scratch.ts';
import { modemTree } from './modem-tree.ts';

const MESSAGES = `
pub struct Header { pub version: u8, pub length: u16 }
pub enum Command { Wake, Power(bool), Send { id: u16, data: [u8; 4] }, Limits(Option<Limits>), Id(u64) }
pub struct Limits(pub i8, pub (u32, u8));
pub enum Answer { Done, Signal(i8) }
pub enum Refusal { Busy, Unknown }
#[repr(C)] pub struct Image { pub at: u32, pub low: u16, pub flags: [u8; 2] }
`;

const DIRECTIONS = {
  command: {
    type: 'modem_messages::Command',
    before: [{ name: 'header', type: 'modem_messages::Header' }],
    after: [{ name: 'crc', type: 'u16' }],
  },
  answer: { type: 'Result<modem_messages::Answer, modem_messages::Refusal>', from: 'modem', to: 'station' },
  settings: { type: 'modem_messages::Limits', encoding: 'ssmarshal' },
  image: { type: 'modem_messages::Image', encoding: 'zerocopy' },
};

const VALUES = 40;

function ofExample(): ScannedInterface | undefined {
  const opened = openTree('idl/2.0.0');
  if (!opened.ok) throw new Error(opened.problem.message);
  const path = 'idl/2.0.0/idol-registry.config.json';
  const { value: config } = readConfig(new Source(path, readFileSync(path, 'utf8')));
  return resultsOf(opened.value, { config })
    .interfaces()
    .find(({ kind }) => kind === 'messages');
}

describe.each([
  ['the example', ofExample()],
  ['every encoding', modemTree(MESSAGES, DIRECTIONS).contract],
])('the TypeScript module of the message contract of %s', (name, contract) => {
  const { interface: source, schema } = contract as ScannedInterface;
  const stubWith = (runtime: string) =>
    typescriptStub(source as NonNullable<typeof source>, schema as InterfaceSchema, { generator: 'test' }, { runtime });

  test('type-checks', () => {
    const { text } = stubWith('../../src/runtime/index.ts');
    expect(typeErrors(new Map([['tests/messages/modem.ts', text]]))).toEqual([]);
  });

  test('writes the bytes of each value, and reads them as the same value', async () => {
    const { operations, types } = schema as InterfaceSchema;
    const folder = scratchFolder();
    const file = `${name.replaceAll(' ', '-')}.ts`;
    write(folder, { [file]: stubWith(resolve('src/runtime/index.ts')).text });
    const module: Record<string, MessageCodec<unknown, { readonly body: unknown }>> = await import(join(folder, file));
    const random = new Random(20_261_129);
    const codec = new Codec(types);
    for (const operation of operations) {
      const own = module[operation.name];
      for (let i = 0; i < VALUES; i++) {
        const parts = Object.fromEntries(
          operation.args.map((arg) => [arg.name, randomValue(arg.type, types, random).value]),
        );
        const args = parts as { readonly body: unknown } & Record<string, Value>;
        const expected = codec.encodeMessage(operation, args);
        if ('error' in expected) throw new Error(expected.error.message);
        const bytes = own?.encodeParts(args) ?? new Uint8Array();
        expect(Buffer.from(bytes).toString('hex')).toBe(Buffer.from(expected.bytes).toString('hex'));
        expect(own?.decodeParts(bytes)).toEqual({ value: args, length: bytes.length });
        const body = own?.encode(args.body) ?? new Uint8Array();
        expect(own?.decode(body)).toEqual({ value: args.body, length: body.length });
      }
    }
  });
});
