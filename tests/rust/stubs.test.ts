import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { baseArguments } from '../../src/compare/simulate/samples.ts';
import {
  Client,
  clientOf,
  Kernel,
  type Outcome,
  runtimeSchemaOf,
  type Sender,
  type SendResult,
  serve,
  serverOf,
  TaskFault,
} from '../../src/runtime/index.ts';
import type { InterfaceSchema } from '../../src/schema/index.ts';
import { methodName, type Value } from '../../src/wire/index.ts';
import { hasCargo, run } from './cargo.ts';
import { probeWire } from './probe-wire.ts';
import { StubCrate } from './stub-crate.ts';

describe.skipIf(!hasCargo())('Rust stubs', () => {
  let crate: StubCrate;

  beforeAll(() => {
    crate = new StubCrate();
  });

  test('are as rustfmt leaves them', () => {
    expect(crate.stubs.length).toBeGreaterThan(100);
    const files = crate.stubs.map(({ name }) => `${name}.rs`);
    expect(run('rustfmt', ['--check', '--edition', '2021', ...files], crate.folder)).toBe('');
  });

  test('compile without a warning of the compiler or of clippy', () => {
    crate.cargo('clippy', ['--all-targets', '--', '-D', 'warnings']);
  });

  test('talk', () => {
    const output = crate.talk(['--skip', 'foreign']);
    expect(output).toMatch(/test result: ok\. \d\d passed; 0 failed; 0 ignored/);
  });

  test('send the bytes that our codecs make', () => {
    const file = join(crate.folder, 'exchanges.jsonl');
    crate.talk(['--exact', 'wire::exchanges_are_written'], { WIRE: file });
    const { codec, operation } = probeWire();
    const exchanges = readFileSync(file, 'utf8').trim().split('\n').map(readExchange);
    for (const exchange of exchanges) {
      const at = operation(exchange.operation);
      const message = codec.decodeMessage(at, exchange.message);
      if ('error' in message) throw new Error(`${at.name}: ${message.error.message}`);
      expect(codec.encodeMessage(at, message.value), at.name).toEqual({ bytes: exchange.message });
      const reply = codec.decodeReply(at, exchange.code, exchange.reply);
      if ('error' in reply || reply.kind === 'dead') throw new Error(`${at.name}: ${JSON.stringify(reply)}`);
      const value = at.reply.kind === 'Simple' ? reply.value : { [reply.kind === 'ok' ? 'Ok' : 'Err']: reply.value };
      expect(codec.encodeReply(at, value), at.name).toEqual({ code: exchange.code, bytes: exchange.reply });
    }
    // That both ends agree is not enough: these are the values that the Rust client was called with.
    const values = exchanges.map(({ operation: number, message }) => {
      const decoded = codec.decodeMessage(operation(number), message);
      return 'error' in decoded ? undefined : Object.values(decoded.value);
    });
    expect(values).toEqual(SENT_BY_RUST);
  });

  test('answer messages of a TypeScript client, and understand replies of a TypeScript server', async () => {
    const { wire } = probeWire();
    const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
    const messages = CALLS.map((call) => {
      const { operation, message, replyCapacity } = messageOf(wire, call);
      return `${operation} ${replyCapacity} ${hex(message)}`;
    });
    const replies = (await repliesOf(wire)).map(({ code, reply }) => `${code} ${hex(reply)}`);
    writeFileSync(join(crate.folder, 'messages'), messages.join('\n'));
    writeFileSync(join(crate.folder, 'replies'), replies.join('\n'));
    crate.talk(['--ignored'], { FOREIGN: crate.folder });

    const lines = (name: string) => readFileSync(join(crate.folder, name), 'utf8').trimEnd().split('\n');
    const answers = lines('answers').map((line, index) => {
      const [code, bytes = ''] = line.split(' ');
      return outcomeOf(wire, CALLS[index] as Call, { code: Number(code), reply: Buffer.from(bytes, 'hex') });
    });
    expect(await Promise.all(answers)).toEqual(
      CALLS.map(([, , kind, value]) => (kind === 'ok' ? { kind, value } : { kind, error: value })),
    );
    expect(lines('understood')).toEqual(REPLIES.map(([, , debug]) => debug));
  });

  test('keep the types of messages and replies in the debug information', () => {
    // An object file as a task would link it, with the debug information that the workspace otherwise does without.
    const object = join(crate.folder, 'stubs.o');
    crate.cargo('rustc', ['--lib', '--', '-C', 'debuginfo=2', '--emit', `obj=${object}`]);
    const names = readFileSync(object).toString('latin1');
    for (const name of ['Probe_add_ARGS', 'Probe_add_REPLY', 'raw_mode', 'Door_open_REPLY', 'Power_switch_ARGS']) {
      expect(names.includes(name), name).toBe(true);
    }
    expect(names).toContain('.idolatry');
  });
});

type Call = readonly [operation: string, args: { readonly [name: string]: Value }, kind: 'ok' | 'error', value: Value];

/** What our client calls the Rust server with, and what comes back. */
const CALLS: readonly Call[] = [
  ['ping', {}, 'ok', 0],
  ['add', { a: 4_000_000_000, b: 65_535 }, 'ok', 4_000_065_535n],
  ['add', { a: 4_294_967_295, b: 1 }, 'error', 'Overflow'],
  ['invert', { on: true }, 'ok', false],
  ['next_mode', { mode: 'Slow' }, 'ok', 'Fast'],
  ['halve', { power: 80, limit: 30 }, 'ok', 30],
  [
    'memory_image',
    { sample: { time: 2n ** 63n, counts: [9, 8, 7], kind: 6, quality: -5 } },
    'ok',
    { time: 2n ** 63n + 1n, counts: [9, 8, 7], kind: 6, quality: 5 },
  ],
  ['pack', { shape: { Circle: 999 }, colour: 'Blue', on: false }, 'ok', [{ Circle: 999 }, 'Blue']],
  ['pack', { shape: 'Point', colour: null, on: true }, 'error', { TooLarge: { limit: 2n ** 40n, colour: null } }],
  ['old_pack', { shape: { Circle: 7 }, n: 1000n }, 'ok', { Box: { width: 1000, height: 7 } }],
  ['old_pack', { shape: 'Point', n: 0n }, 'error', 'Overflow'],
  ['once', { n: 0 }, 'error', 'Refused'],
  ['pack_once', { n: 200 }, 'ok', 200],
  ['fire', { n: 1 }, 'ok', null],
];

/** What our server answers to the Rust client, and its `Debug` text of what arrived. */
const REPLIES: readonly (readonly [operation: string, reply: Value, debug: string])[] = [
  ['ping', 4_000_000_001, '4000000001'],
  ['add', { Ok: 2n ** 64n - 1n }, 'Ok(18446744073709551615)'],
  ['add', { Err: 'ServerRestarted' }, 'Err(ServerRestarted)'],
  ['invert', true, 'true'],
  ['next_mode', { Ok: 'Slow' }, 'Ok(Slow)'],
  ['halve', 513, 'Power(513)'],
  [
    'memory_image',
    { Ok: { time: 3n, counts: [1, 2, 3], kind: 200, quality: -128 } },
    'Ok(Sample { time: 3, counts: [1, 2, 3], kind: 200, quality: -128 })',
  ],
  ['pack', { Ok: [{ Box: { width: 1, height: 2 } }, 'Green'] }, 'Ok((Box { width: 1, height: 2 }, Some(Green)))'],
  ['pack', { Err: 'ServerRestarted' }, 'Err(ServerRestarted)'],
  ['pack_once', { Err: { TooLarge: { limit: 5n, colour: 'Red' } } }, 'Err(TooLarge { limit: 5, colour: Some(Red) })'],
  ['old_pack', { Ok: { Circle: 65_535 } }, 'Ok(Circle(65535))'],
  ['old_pack', { Err: 'Refused' }, 'Err(Refused)'],
  ['fire', { Ok: null }, 'Ok(())'],
];

/** Arguments of the calls in `tests/talk/wire.rs`, in their order. */
const SENT_BY_RUST: readonly (readonly Value[])[] = [
  [],
  [0x0102_0304, 0x0506],
  [0xffff_ffff, 1],
  [9],
  [true],
  [false],
  ['Slow'],
  ['Fast'],
  [90, 60],
  [{ time: 2n ** 40n, counts: [1, 2, 0xffff], kind: 250, quality: -100 }],
  ['Point', null, false],
  [{ Circle: 0x0708 }, 'Green', true],
  [{ Box: { width: 0x090a_0b0c, height: 13 } }, 'Blue', false],
  [3],
  [{ Circle: 300 }, 2n ** 40n],
  ['Point', 0n],
  [1],
];

/** What a TypeScript client sends. */
function messageOf(wire: InterfaceSchema, [name, args]: Call) {
  let sent: { operation: number; message: Uint8Array; replyCapacity: number } | undefined;
  const client = clientThrough(wire, (_, operation, message, replyCapacity) => {
    sent = { operation, message, replyCapacity };
    return new Promise(() => {});
  });
  void client.attempt(name, Object.values(args));
  if (sent === undefined) throw new Error(`${name} sends nothing`);
  return sent;
}

/** What a TypeScript client makes of an answer. */
function outcomeOf(wire: InterfaceSchema, [name, args]: Call, answer: SendResult): Promise<Outcome> {
  return clientThrough(wire, async () => answer).attempt(name, Object.values(args));
}

function clientThrough(wire: InterfaceSchema, send: Sender['send']): Client {
  const panic = (message: string) => new TaskFault('client', { kind: 'panic', message });
  return new Client(runtimeSchemaOf(wire).runtime, { send, panic }, { index: 1, generation: 0 });
}

/** What a TypeScript server answers. */
async function repliesOf(wire: InterfaceSchema): Promise<readonly SendResult[]> {
  const replies: SendResult[] = [];
  const kernel = new Kernel({
    observe: (event) => {
      if (event.kind === 'reply') replies.push(event);
    },
  });
  const implementation = Object.fromEntries(
    wire.operations.map(({ name }) => [methodName(name), () => REPLIES[replies.length]?.[1]]),
  );
  const server = kernel.spawn(
    'server',
    serve(() => serverOf(wire, implementation)),
  );
  const client = clientOf(wire, kernel.spawn('client').syscalls, server.id);
  for (const [name] of REPLIES) {
    const operation = wire.operations.find((one) => one.name === name);
    const args = operation ? baseArguments(operation, wire.types) : {};
    await client.call(name, Object.values(args as object));
  }
  return replies;
}

function readExchange(line: string) {
  const { operation, message, code, reply } = JSON.parse(line) as {
    operation: number;
    message: string;
    code: number;
    reply: string;
  };
  const bytes = (text: string) => Uint8Array.from(Buffer.from(text, 'hex'));
  return { operation, message: bytes(message), code, reply: bytes(reply) };
}
