import { describe, expect, test } from 'vitest';
import {
  type Behaviors,
  BUFFER_ERAS,
  behaviorsOf,
  CLIENT_ERAS,
  type ClientBehavior,
  clientOf,
  compilerFaults,
  type Dispatch,
  Kernel,
  NOTHING_PINNED,
  type PinnedComponents,
  positionOf,
  RUNTIME_ERAS,
  type ServerBehavior,
  serve,
  serverOf,
  TODAY,
  unreadSyntax,
} from '../../src/runtime/index.ts';
import { bench, FAN, fine } from './fan.ts';

const revision = (short: string) => short.padEnd(40, '0');
const runtime = (short: string, version = '0.1.0'): PinnedComponents => ({
  locked: true,
  runtime: { version, revision: revision(short) },
  compiler: { version: '0.4.0', revision: revision('52c3758') },
  derive: { serverDeath: true },
  kernel: { oversizedReply: 'fault' },
});
const server = (components: PinnedComponents, dispatch?: Dispatch) => behaviorsOf(components, dispatch).server;

describe('what a tree pins', () => {
  test.each([
    ['6d18e14', 'dispatch', { countsLeases: true, overlongMessage: 'fault-after-operation', refusal: 'code' }],
    ['4f32654', 'dispatch', { countsLeases: true, overlongMessage: 'fault-after-operation', refusal: 'fault' }],
    ['4f32654', 'dispatch_n', { countsLeases: false, overlongMessage: 'panic', refusal: 'fault' }],
    ['f239689', 'dispatch_n', { countsLeases: false, overlongMessage: 'panic', refusal: 'fault' }],
    ['86761da', 'dispatch', { countsLeases: false, overlongMessage: 'panic', refusal: 'fault' }],
    ['070c4dc', 'dispatch', { countsLeases: false, overlongMessage: 'panic', refusal: 'fault' }],
    ['b529f7b', 'dispatch', { countsLeases: false, overlongMessage: 'fault', refusal: 'fault' }],
    ['b9fb439', 'dispatch', { countsLeases: false, overlongMessage: 'fault', refusal: 'fault' }],
    ['ae9d559', 'dispatch', { countsLeases: false, overlongMessage: 'fault', refusal: 'fault' }],
    ['c3849dc', 'dispatch', { countsLeases: true, overlongMessage: 'fault', refusal: 'fault' }],
    ['f67fffe', 'dispatch_n', { countsLeases: true, overlongMessage: 'fault', refusal: 'fault' }],
  ] as const)('idol-runtime %s with %s', (short, dispatch, behavior) => {
    expect(server(runtime(short), dispatch).candidates).toEqual([{ ...behavior, incomingSize: 'largest' }]);
  });

  test.each([
    ['6d18e14', ['sum']],
    ['2b5b5bb', ['largest']],
    ['52c3758', ['largest']],
    ['1234567', ['sum', 'largest']],
  ])('the compiler %s gives a server a buffer of the %s of its messages', (short, expected) => {
    const compiler = { version: '0.1.0', revision: revision(short) };
    const { candidates, basis } = server({ ...runtime('c3849dc'), compiler });
    expect(candidates.map(({ incomingSize }) => incomingSize)).toEqual(expected);
    expect(basis.includes('`idol` 0.1.0')).toBe(expected.length > 1);
  });

  test('a compiler before the retry loop', () => {
    const client = (short: string) =>
      behaviorsOf({ locked: true, compiler: { version: '0.2.0', revision: revision(short) } }).client.candidates;
    expect(client('4f32654').map((each) => each.retriesIdempotent)).toEqual([false]);
    expect(client('4df6bbc').map((each) => each.retriesIdempotent)).toEqual([true]);
  });

  test.each([
    ['f239689', []],
    ['b9fb439', ['Hubpack Simple', 'Hubpack Result', 'Ssmarshal Result']],
    ['0e1f1e9', ['Ssmarshal Result']],
    ['908a524', ['Hubpack Result', 'Ssmarshal Result']],
    ['f67fffe', []],
    ['1234567', []],
  ])('the compiler %s cannot make clients of a bool reply in %s', (short, expected) => {
    const faults = compilerFaults({ locked: true, compiler: { version: '0.5.0', revision: revision(short) } });
    const subjects = (['Zerocopy', 'Hubpack', 'Ssmarshal'] as const).flatMap((encoding) =>
      (['Simple', 'Result'] as const).map((reply) => ({ encoding, reply })),
    );
    const hit = (ok: string) =>
      subjects
        .filter((subject) => faults.some(({ hits }) => hits({ ...subject, ok })))
        .map((one) => `${one.encoding} ${one.reply}`);
    expect(hit('bool')).toEqual(expected);
    expect(hit('u8')).toEqual([]);
  });

  test.each([
    ['b145956', ['max_len', 'Ssmarshal', 'ServerDeath', 'Hubpack', 'Complex']],
    ['4df6bbc', ['Hubpack', 'Complex']],
    ['760fb9e', ['Complex']],
    ['c3849dc', []],
    ['1234567', []],
  ])('the compiler %s does not read %s', (short, expected) => {
    const compiler = { version: '0.2.0', revision: revision(short) };
    expect(unreadSyntax({ locked: true, compiler }).map(({ word }) => word)).toEqual(expected);
  });

  test('a revision that public history does not list may be any that its version allows', () => {
    const open = server(runtime('f939baf', '0.2.0'));
    expect(open.candidates.map(({ countsLeases }) => countsLeases)).toEqual([false, true]);
    expect(open.candidates.map(({ overlongMessage }) => overlongMessage)).toEqual(['fault', 'fault']);
    expect(open.basis).toBe(
      'The tree pins `idol-runtime` 0.2.0 (f939baf), which its public history does not list: it may behave as any revision since version 0.2.0.',
    );
    expect(server(runtime('5b8da78', '0.3.0')).candidates).toEqual([TODAY.server]);
    expect(server(runtime('1234567', '0.1.0')).candidates.length).toBe(6);
    // Where all candidates agree, the behavior is known.
    const compiler = { version: '0.6.0', revision: revision('5b8da78') };
    expect(behaviorsOf({ locked: true, compiler }).client.candidates).toEqual([TODAY.client]);
  });

  test('without a lock file, today is assumed; with one that does not pin it, nothing is', () => {
    const today: Behaviors = behaviorsOf(NOTHING_PINNED);
    expect(today.server.candidates).toEqual([TODAY.server]);
    expect(today.kernel.candidates).toEqual([TODAY.kernel]);
    const locked = behaviorsOf({ locked: true });
    expect(locked.kernel.candidates.map(({ oversizedReply }) => oversizedReply)).toEqual(['truncate', 'fault']);
    expect(locked.derive.candidates.length).toBe(2);
    expect(locked.server.candidates.length).toBeGreaterThan(2);
  });

  test('each era begins with a listed revision, later than the one before', () => {
    for (const eras of [RUNTIME_ERAS, BUFFER_ERAS, CLIENT_ERAS]) {
      const positions = eras.map(({ since }) => positionOf(since) ?? Number.NaN);
      expect(positions).toEqual(positions.toSorted((a, b) => a - b));
    }
  });
});

describe('simulation', () => {
  const behavior = (over: Partial<ServerBehavior>): ServerBehavior => ({ ...TODAY.server, ...over });
  const curve = (over: Partial<ServerBehavior>, leases: number) => {
    let calls = 0;
    const made = bench(FAN, () => ({ ...fine, curve: () => ({ Ok: ++calls }) }), {
      server: { behavior: behavior(over) },
    });
    const lease = { read: true, write: true, memory: new Uint8Array(4) };
    const sent = made.tool.syscalls.send(made.server.id, 8, new Uint8Array(0), 1, Array(leases).fill(lease));
    return { ...made, sent, calls: () => calls };
  };

  test('a server that counts no leases is faulted by a missing one, and takes one too many', async () => {
    const counting = curve({}, 2);
    await expect(counting.sent).rejects.toMatchObject({ fault: { reason: 'BadLeases' } });
    const few = curve({ countsLeases: false }, 2);
    expect((await few.sent).code).toBeGreaterThanOrEqual(0xffff_ff00);
    expect(few.server.id.generation).toBe(1);
    const many = curve({ countsLeases: false }, 4);
    expect(await many.sent).toMatchObject({ code: 0 });
    expect(many.calls()).toBe(1);
  });

  test('an overlong message: a fault, a fault if the operation exists, a panic of the server', async () => {
    const send = (overlongMessage: ServerBehavior['overlongMessage'], operation: number) => {
      const { tool, server: task } = bench(FAN, () => fine, { server: { behavior: behavior({ overlongMessage }) } });
      return { task, sent: tool.syscalls.send(task.id, operation, new Uint8Array(99), 99) };
    };
    for (const [how, operation, reason] of [
      ['fault', 1, 'BadMessageSize'],
      ['fault', 99, 'BadMessageSize'],
      ['fault-after-operation', 1, 'BadMessageSize'],
      ['fault-after-operation', 99, 'UndefinedOperation'],
    ] as const) {
      await expect(send(how, operation).sent).rejects.toMatchObject({ fault: { reason } });
    }
    const { task, sent } = send('panic', 1);
    expect((await sent).code).toBeGreaterThanOrEqual(0xffff_ff00);
    expect(task.id.generation).toBe(1);
  });

  test('a buffer of all messages together takes a message that a buffer of the largest does not', async () => {
    const send = (incomingSize: ServerBehavior['incomingSize']) => {
      const made = bench(FAN, () => fine, { server: { behavior: behavior({ incomingSize }) } });
      return made.tool.syscalls.send(made.server.id, 1, new Uint8Array(9), 99);
    };
    await expect(send('largest')).rejects.toMatchObject({ fault: { reason: 'BadMessageSize' } });
    await expect(send('sum')).rejects.toMatchObject({ fault: { reason: 'BadMessageContents' } });
  });

  test('a server that refuses with a code makes its client panic', async () => {
    const {
      kernel,
      server: task,
      client,
    } = bench(FAN, () => fine, { server: { behavior: behavior({ refusal: 'code' }) } });
    expect((await client.attempt('speed', [1])).kind).toBe('ok');
    const stranger = kernel.spawn('stranger').syscalls;
    expect(await stranger.send(task.id, 99, new Uint8Array(0), 0)).toMatchObject({ code: 0xffff_fe00 });
  });

  test('a client without retries gets the dead code of an idempotent operation', async () => {
    const attempt = async (client: ClientBehavior) => {
      let lives = 0;
      const kernel = new Kernel();
      const task = kernel.spawn(
        'fan',
        serve(() => {
          lives++;
          return serverOf(FAN, {
            ...fine,
            speed: () => {
              if (lives === 1) throw new Error('stuck');
              return { Ok: 7 };
            },
          });
        }),
      );
      const tool = kernel.spawn('tool');
      return clientOf(FAN, tool.syscalls, task.id, client).attempt('speed', [1]);
    };
    expect(await attempt(TODAY.client)).toEqual({ kind: 'ok', value: 7 });
    expect(await attempt({ ...TODAY.client, retriesIdempotent: false })).toEqual({ kind: 'error', error: 'Dead' });
  });

  test('a client of a `Simple` operation panics at a code, or does not look at it', async () => {
    const attempt = async (simpleReplyCode: ClientBehavior['simpleReplyCode']) => {
      const kernel = new Kernel();
      const task = kernel.spawn('odd', async (syscalls) => {
        for (;;) {
          const received = await syscalls.receive({ buffer: new Uint8Array(8) });
          if (received.kind === 'message') syscalls.reply(received.sender, 5, Uint8Array.of(4));
        }
      });
      const tool = kernel.spawn('tool');
      return clientOf(FAN, tool.syscalls, task.id, { ...TODAY.client, simpleReplyCode }).attempt('count');
    };
    expect(await attempt('ignored')).toEqual({ kind: 'ok', value: 4 });
    expect(await attempt('panic')).toMatchObject({ kind: 'panic' });
  });
});
