import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Value } from '../../src/wire/index.ts';
import { hasCargo, run } from './cargo.ts';
import { probeWire } from './probe-wire.ts';
import { StubCrate } from './stub-crate.ts';

const MINUTES = 60_000;

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

  test('compile without a warning of the compiler or of clippy', { timeout: 5 * MINUTES }, () => {
    crate.cargo('clippy', ['--all-targets', '--', '-D', 'warnings']);
  });

  test('talk', { timeout: 5 * MINUTES }, () => {
    const output = crate.talk(['--skip', 'foreign']);
    expect(output).toMatch(/test result: ok\. \d\d passed; 0 failed; 0 ignored/);
  });

  test('send the bytes that our codecs make', { timeout: 5 * MINUTES }, () => {
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

  test('answer messages that our codecs make, and understand replies', { timeout: 5 * MINUTES }, () => {
    const { codec, operation } = probeWire();
    const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
    const messages = CALLS.map(([name, args]) => {
      const encoded = codec.encodeMessage(operation(name), args);
      if ('error' in encoded) throw new Error(`${name}: ${encoded.error.path} ${encoded.error.message}`);
      return `${operation(name).number} 32 ${hex(encoded.bytes)}`;
    });
    const replies = REPLIES.map(([name, value]) => {
      const encoded = codec.encodeReply(operation(name), value);
      if ('error' in encoded) throw new Error(`${name}: ${encoded.error.path} ${encoded.error.message}`);
      return `${encoded.code} ${hex(encoded.bytes)}`;
    });
    writeFileSync(join(crate.folder, 'messages'), messages.join('\n'));
    writeFileSync(join(crate.folder, 'replies'), replies.join('\n'));
    crate.talk(['--ignored'], { FOREIGN: crate.folder });

    const lines = (name: string) => readFileSync(join(crate.folder, name), 'utf8').trimEnd().split('\n');
    const answers = lines('answers').map((line, index) => {
      const [code, bytes = ''] = line.split(' ');
      const decoded = codec.decodeReply(operation(CALLS[index]?.[0] ?? ''), Number(code), Buffer.from(bytes, 'hex'));
      return 'error' in decoded ? decoded : [decoded.kind, 'value' in decoded ? decoded.value : undefined];
    });
    expect(answers).toEqual(CALLS.map(([, , ...expected]) => expected));
    expect(lines('understood')).toEqual(REPLIES.map(([, , debug]) => debug));
  });

  test('keep the types of messages and replies in the debug information', { timeout: 5 * MINUTES }, () => {
    // An object file as a task would link it, with the debug information that the workspace otherwise does without.
    const object = join(crate.folder, 'stubs.o');
    crate.cargo('rustc', ['--lib', '--', '-C', 'debuginfo=2', '--emit', `obj=${object}`]);
    const names = readFileSync(object).toString('latin1');
    for (const name of ['Probe_add_ARGS', 'Probe_add_REPLY', 'raw_a', 'Door_open_REPLY', 'Power_switch_ARGS']) {
      expect(names.includes(name), name).toBe(true);
    }
    expect(names).toContain('.idolatry');
  });
});

type Call = readonly [operation: string, args: { readonly [name: string]: Value }, kind: 'ok' | 'error', value: Value];

/** What our codecs send to the Rust server, and what comes back. */
const CALLS: readonly Call[] = [
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
  ['once', { n: 0 }, 'error', 'Refused'],
];

/** What our codecs answer to the Rust client, and its `Debug` text of what arrived. */
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
