import { describe, expect, test } from 'vitest';
import type { InterfaceSchema } from '../../src/schema/index.ts';
import { ARM, Codec, frameSize, layOut, type Value } from '../../src/wire/index.ts';
import { modemTree } from './modem-tree.ts';

const MESSAGES = `
pub struct Version(pub u32);
pub const CURRENT: Version = Version(3);
pub const OLDEST: Version = Version(1 + 1);
pub const BUFFER: usize = core::mem::size_of::<u64>() * 4;
pub struct Header { pub version: u8, pub length: u16 }
pub enum Command { Wake, Power(bool), Send { id: u16, data: [u8; 4] } }
pub enum Answer { Done, Signal(i8) }
pub enum Refusal { Busy, Unknown }
`;

const DIRECTIONS = {
  command: {
    type: 'modem_messages::Command',
    limit: 'modem_messages::BUFFER',
    before: [{ name: 'header', type: 'modem_messages::Header' }],
    after: [
      { name: 'blob', maxLen: 10 },
      { name: 'crc', type: 'u16' },
    ],
  },
  answer: { type: 'Result<modem_messages::Answer, modem_messages::Refusal>', from: 'modem', to: 'station' },
};

function schemaOf(settings?: Readonly<Record<string, unknown>>): InterfaceSchema {
  const { contract, diagnostics } = modemTree(MESSAGES, DIRECTIONS, settings);
  expect(diagnostics).toEqual([]);
  return contract?.schema as InterfaceSchema;
}

describe('a message contract', () => {
  test('has a direction for each message, with its sides, its frame and the values of its constants', () => {
    const { name, messages, operations } = schemaOf({
      version: 'modem_messages::CURRENT',
      minVersion: 'modem_messages::OLDEST',
    });
    expect(name).toBe('modem');
    expect(messages).toEqual({
      version: 3,
      minVersion: 2,
      directions: [
        {
          sender: 'station',
          receiver: 'modem',
          limit: 32,
          after: [
            { kind: 'bytes', name: 'blob', maxLen: 10 },
            { kind: 'number', name: 'crc', type: { kind: 'integer', name: 'u16' } },
          ],
        },
        { sender: 'modem', receiver: 'station', after: [] },
      ],
    });
    expect(operations.map(({ args }) => args.map((arg) => arg.name))).toEqual([['header', 'body'], ['body']]);
  });

  test('is laid out as one message after the other, and a frame has what follows the body', () => {
    const { operations, types, messages, ...schema } = schemaOf();
    const [command, answer] = layOut({ ...schema, operations, types }, ARM).operations;
    expect(command?.message.size).toEqual({ min: 4, max: 10 });
    expect(answer?.message.size).toEqual({ min: 2, max: 3 });
    const [operation] = operations;
    const [direction] = messages?.directions ?? [];
    expect(operation && direction && frameSize(operation, direction, types, ARM)).toEqual({ min: 6, max: 22 });
  });

  test('is encoded and decoded part by part', () => {
    const { operations, types } = schemaOf();
    const [command, answer] = operations;
    const codec = new Codec(types, { target: ARM });
    const frame: Value = { header: { version: 3, length: 7 }, body: { Send: { id: 258, data: [1, 2, 3, 4] } } };
    const bytes = Uint8Array.from([3, 7, 0, 2, 2, 1, 1, 2, 3, 4]);
    expect(command && codec.encodeMessage(command, frame)).toEqual({ bytes });
    expect(command && codec.decodeMessage(command, bytes)).toMatchObject({ value: frame, length: 10 });
    expect(answer && codec.encodeMessage(answer, { body: { Err: 'Unknown' } })).toEqual({ bytes: Uint8Array.of(1, 1) });
  });
});

describe('what a contract names and the tree lacks', () => {
  const said = (directions: Parameters<typeof modemTree>[1], settings?: Parameters<typeof modemTree>[2]) =>
    modemTree(MESSAGES, directions, settings).diagnostics.map(
      ({ source, span, message, help }) => `${source.slice(span)}: ${message}${help === undefined ? '' : ` (${help})`}`,
    );

  test('is reported where the configuration names it', () => {
    expect(said({ command: { type: 'modem_messages::Comand' } })).toEqual([
      '"modem_messages::Comand": there is no type `modem_messages::Comand` (did you mean `Command`?)',
    ]);
    expect(said({ command: { type: 'modem_message::Command' } })).toEqual([
      '"modem_message::Command": there is no type `modem_message::Command`: the tree has no crate `modem_message` (did you mean `modem_messages`? the crates are `modem_messages`)',
    ]);
    const command = { type: 'modem_messages::Command' };
    expect(said({ command }, { version: 'modem_messages::CURENT' })).toEqual([
      '"modem_messages::CURENT": there is no constant `modem_messages::CURENT` (did you mean `CURRENT`?)',
    ]);
    expect(said({ command: { ...command, limit: '1 +' } })).toEqual(['"1 +": `1 +` is not the path of a constant']);
  });

  test('leaves out the direction alone', () => {
    const { contract } = modemTree(MESSAGES, {
      command: { type: 'modem_messages::Comand' },
      answer: DIRECTIONS.answer,
    });
    expect(contract?.schema?.operations.map(({ name, number }) => [name, number])).toEqual([['answer', 1]]);
    expect(contract?.schema?.messages?.directions).toEqual([{ sender: 'modem', receiver: 'station', after: [] }]);
  });

  test('does not stop at settings that do not exist', () => {
    expect(said({ command: { type: 'modem_messages::Command', lenght: 3 } })).toEqual([
      expect.stringMatching(/^"lenght": there is no setting `messages.modem.directions.command.lenght` \(/),
    ]);
    expect(said({ Command: { type: 'modem_messages::Command' } })).toEqual([
      '"Command": a key of `messages.modem.directions` must be a name in snake_case',
    ]);
  });
});
