import { describe, expect, test } from 'vitest';
import {
  type Caller,
  Client,
  clientOf,
  dispatch,
  dispatchN,
  type KernelEvent,
  type Leased,
  type LeasedBytes,
  type LeasedSlice,
  type PendingCaller,
  RequestError,
  runtimeSchemaOf,
  Server,
  type TaskId,
} from '../../src/runtime/index.ts';
import { bench, FAN, fine } from './fan.ts';
import { codes, wireOf } from './wire-of.ts';

const SCHEMA = runtimeSchemaOf(FAN).runtime;
const idle = () => new Promise(setImmediate);

describe('replies', () => {
  test('arguments arrive in order and values come back', async () => {
    const calls: unknown[] = [];
    const { client, tool } = bench(FAN, () => ({
      ...fine,
      set_speed: (caller: Caller, ...values: unknown[]) => {
        calls.push(caller.id, ...values);
        return { Ok: null };
      },
    }));
    expect(await client.call('set_speed', [2, 65535])).toEqual({ Ok: null });
    expect(calls).toEqual([tool.id, 2, 65535]);
    expect(await client.call('count')).toBe(4);
    expect(await client.call('start', [{ Fixed: { rpm: 900 } }, null])).toEqual({ Ok: { Fixed: { rpm: 900 } } });
    expect(await client.call('start', ['Off', 7])).toEqual({ Ok: 'Off' });
    expect(await client.call(9)).toEqual({ Ok: 7 });
  });

  test('a value by itself may be a bool or be made by recv', async () => {
    const seen: unknown[] = [];
    const { client } = bench(FAN, () => ({
      ...fine,
      mode: (_: Caller, kind: unknown, on: unknown) => {
        seen.push(kind, on);
        return 'Slow';
      },
      log: (_: Caller, level: unknown) => {
        seen.push(level);
        return 2n ** 64n - 1n;
      },
    }));
    expect(await client.call('mode', ['Off', true])).toBe('Slow');
    expect(await client.call('log', ['Slow'])).toBe(2n ** 64n - 1n);
    expect(seen).toEqual(['Off', true, 'Slow']);
  });

  test('From gives the raw value where the bytes are no declared one; FromPrimitive refuses them', async () => {
    const seen: unknown[] = [];
    const { tool, server } = bench(FAN, () => ({
      ...fine,
      log: (_: Caller, level: unknown) => {
        seen.push(level);
        return 0n;
      },
    }));
    await tool.syscalls.send(server.id, 7, Uint8Array.of(200), 8);
    expect(seen).toEqual([200]);
    const mode = tool.syscalls.send(server.id, 6, Uint8Array.of(3, 255), 1);
    expect((await mode).reply).toEqual(Uint8Array.of(3));
    await expect(tool.syscalls.send(server.id, 6, Uint8Array.of(4, 1), 1)).rejects.toMatchObject({
      fault: { reason: 'BadMessageContents' },
    });
  });

  test('errors are values: CLike by code, Complex by bytes', async () => {
    const { client, tool, server } = bench(FAN, () => ({
      ...fine,
      speed: () => ({ Err: 'Stalled' }),
      start: () => ({ Err: { Jammed: { fan: 3, code: 0xdeadbeef } } }),
    }));
    expect(await client.call('speed', [0])).toEqual({ Err: 'Stalled' });
    expect(await client.call('start', ['Off', null])).toEqual({ Err: { Jammed: { fan: 3, code: 0xdeadbeef } } });
    expect(await tool.syscalls.send(server.id, 1, Uint8Array.of(0), 2)).toEqual({ code: 2, reply: new Uint8Array(0) });
    expect(await tool.syscalls.send(server.id, 4, Uint8Array.of(0, 0), 6)).toEqual({
      code: 1,
      reply: Uint8Array.of(0, 3, 0xef, 0xbe, 0xad, 0xde),
    });
  });

  test('a client panics at an error code that it does not know', async () => {
    const newer = { ...FAN, types: { ...FAN.types, Strict: codes('Strict', { New: 2 }) } };
    const { client, tool } = bench(newer, () => ({ ...fine, plain: () => ({ Err: 'New' }) }), { clientWire: FAN });
    expect(await client.attempt('plain')).toEqual({ kind: 'panic', message: 'Fan.plain: unknown error code 2' });
    expect(tool.fault).toMatchObject({ kind: 'panic', message: 'Fan.plain: unknown error code 2' });
  });

  test.each([
    [{ Ok: 65536 }, 'does not fit u16'],
    [{ Err: 'Melted' }, 'unknown error Melted'],
    [undefined, 'returned no result'],
  ])('a server that returns %j panics', async (result, message) => {
    const { client, server, tool } = bench(FAN, () => ({ ...fine, speed: () => result }), {
      kernel: { supervisor: 'hold' },
    });
    void client.call('speed', [0]);
    await idle();
    expect(server.fault).toMatchObject({ kind: 'panic', message: expect.stringContaining(message) });
    expect(tool.condition).toBe('awaitingReply');
  });

  test('a value that Ssmarshal makes longer than it is in memory panics whoever sends it', async () => {
    const wire = wireOf(
      `Interface(name: "Old", ops: {
        "take": (args: {"n": "usize"}, reply: Simple("()"), idempotent: true, encoding: Ssmarshal),
        "give": (reply: Simple("usize"), idempotent: true, encoding: Ssmarshal),
      })`,
      [],
    );
    const { client, tool, server } = bench(wire, () => ({ take: () => null, give: () => 1 }), {
      kernel: { supervisor: 'hold' },
    });
    const message = 'Old.take: the message takes 8 bytes, its buffer has 4';
    expect(await client.attempt('take', [1])).toEqual({ kind: 'panic', message });
    tool.restart();
    void clientOf(wire, tool.syscalls, server.id).call('give');
    await idle();
    expect(server.fault).toMatchObject({ kind: 'panic', message: 'the reply of give takes 8 bytes, its buffer has 4' });
  });

  test('a value that does not fit is refused before anything is sent', async () => {
    const events: KernelEvent[] = [];
    const { client, tool } = bench(FAN, () => fine, { kernel: { observe: (event) => events.push(event) } });
    await expect(client.call('set_speed', [256, 0])).rejects.toThrow('fan: 256 does not fit u8');
    await expect(client.call('set_speed', [1])).rejects.toThrow('takes 2 arguments, not 1');
    await expect(client.call('curve')).rejects.toThrow('takes 3 leases, not 0');
    await expect(client.call('melt')).rejects.toThrow('interface Fan has no operation melt');
    expect([events, tool.condition]).toEqual([[], 'running']);
  });
});

describe('a server that dies', () => {
  /** Crashes in its first `lives` lives. */
  const mortal = (lives: number) => {
    let life = 0;
    return () => {
      life++;
      const die = () => {
        if (life <= lives) throw new Error('died');
      };
      const dying = (result: unknown) => () => {
        die();
        return result;
      };
      return {
        ...fine,
        speed: dying({ Ok: life }),
        set_speed: dying({ Ok: null }),
        start: dying({ Ok: 'Off' }),
        reset: dying({ Ok: null }),
        plain: dying({ Ok: 1 }),
      };
    };
  };

  test('is asked again by an idempotent operation, in each new life', async () => {
    const { client, server } = bench(FAN, mortal(3));
    expect(await client.call('speed', [0])).toEqual({ Ok: 4 });
    expect([server.id.generation, client.server]).toEqual([3, server.id]);
  });

  test('is reported by any other: CLike by its marked variant, Complex and ServerDeath as ServerDeath', async () => {
    for (const [operation, args, error] of [
      ['set_speed', [0, 0], 'Dead'],
      ['start', ['Off', null], 'ServerDeath'],
      ['reset', [], 'ServerDeath'],
    ] as const) {
      const { client, server } = bench(FAN, mortal(1));
      expect(await client.call(operation, args)).toEqual({ Err: error });
      expect(client.server).toEqual(server.id);
      expect(await client.attempt(operation, args)).toMatchObject({ kind: 'ok' });
    }
  });

  test('makes a client panic whose error type has no variant for it', async () => {
    const { client } = bench(FAN, mortal(1));
    expect(await client.attempt('plain')).toEqual({
      kind: 'panic',
      message: 'Fan.plain: its error type knows no server death',
    });
  });

  test('was restarted between two calls: the old id gets the dead code', async () => {
    const { client, server } = bench(FAN, () => fine);
    expect(await client.call('speed', [0])).toEqual({ Ok: 1200 });
    server.restart();
    expect(await client.call('set_speed', [0, 0])).toEqual({ Err: 'Dead' });
    expect(await client.call('set_speed', [0, 0])).toEqual({ Ok: null });
    server.restart();
    expect(await client.call('speed', [0])).toEqual({ Ok: 1200 });
    expect(client.server.generation).toBe(2);
  });

  test('for ever halts the kernel under a retrying client', async () => {
    const { client } = bench(FAN, mortal(Number.POSITIVE_INFINITY), { kernel: { restartLimit: 2 } });
    expect(await client.attempt('speed', [0])).toEqual({
      kind: 'halted',
      message: 'task server faulted 3 times without a reply, last: panic: died',
    });
  });

  test('forgets what it knew', async () => {
    const { client, server } = bench(FAN, () => {
      let count = 0;
      return { ...fine, count: () => ++count };
    });
    expect([await client.call('count'), await client.call('count')]).toEqual([1, 2]);
    server.restart();
    expect(await client.call('count')).toBe(1);
  });
});

describe('what a server refuses, in this order', () => {
  const strict = { bufferSize: 4, server: { allowedCallers: { curve: ['other'], speed: ['other'] } } };
  const lease = { memory: new Uint8Array(5), read: true, write: true };

  test.each([
    ['a message longer than its buffer', 99, new Uint8Array(5), 0, [], 'BadMessageSize'],
    ['an unknown operation', 99, new Uint8Array(4), 0, [lease], 'UndefinedOperation'],
    ['operation 0', 0, new Uint8Array(0), 0, [], 'UndefinedOperation'],
    ['a reply buffer too small', 1, new Uint8Array(4), 1, [lease], 'ReplyBufferTooSmall'],
    ['another number of leases', 1, new Uint8Array(4), 2, [lease], 'BadLeases'],
    ['a caller that is not allowed', 1, new Uint8Array(4), 2, [], 'AccessViolation'],
    ['a long Zerocopy message', 2, new Uint8Array(4), 0, [], 'BadMessageContents'],
    ['a short Zerocopy message', 2, new Uint8Array(2), 0, [], 'BadMessageContents'],
    ['a message that does not decode', 4, Uint8Array.of(2, 0, 0, 0), 6, [], 'BadMessageContents'],
    ['a short Hubpack message', 4, Uint8Array.of(1, 0, 0), 6, [], 'BadMessageContents'],
  ] as const)('%s', async (_name, operation, message, replyCapacity, leases, reason) => {
    const { kernel, tool, server } = bench(FAN, () => fine, strict);
    kernel.spawn('other');
    const sent = tool.syscalls.send(server.id, operation, message, replyCapacity, leases);
    await expect(sent).rejects.toMatchObject({ fault: { kind: 'reply', reason, by: server.id } });
    expect(server.condition).toBe('receiving');
  });

  test('but not what follows a Hubpack message', async () => {
    const { tool, server } = bench(FAN, () => fine, { bufferSize: 9 });
    const sent = await tool.syscalls.send(server.id, 4, Uint8Array.of(0, 0, 77, 78, 79), 6);
    expect(sent).toEqual({ code: 0, reply: Uint8Array.of(0) });
  });

  test('a restricted operation is open to its callers, by name or index', async () => {
    for (const caller of ['tool', 1]) {
      const { client, kernel, server } = bench(FAN, () => fine, { server: { allowedCallers: { speed: [caller] } } });
      expect(await client.attempt('speed', [0])).toEqual({ kind: 'ok', value: 1200 });
      const other = new Client(SCHEMA, kernel.spawn('other').syscalls, server.id);
      expect(await other.attempt('speed', [0])).toEqual({ kind: 'fault', reason: 'AccessViolation' });
    }
  });

  test('restrictions name operations and tasks that exist', async () => {
    expect(() => new Server(SCHEMA, fine, { allowedCallers: { melt: [] } })).toThrow('no operation melt to restrict');
    const { client, server } = bench(FAN, () => fine, {
      kernel: { supervisor: 'hold' },
      server: { allowedCallers: { speed: ['nobody'] } },
    });
    void client.call('speed', [0]);
    await idle();
    expect(server.fault).toMatchObject({ message: 'operation speed is restricted to nobody, which is no task' });
  });

  test('an implementation has all the operations', () => {
    expect(() => new Server(SCHEMA, { speed: () => 1 })).toThrow('does not implement set_speed');
  });

  test.each([
    ['UnknownOperation', 'UndefinedOperation'],
    ['BadMessageSize', 'BadMessageSize'],
    ['BadMessageContents', 'BadMessageContents'],
    ['BadLease', 'BadLeases'],
    ['ReplyBufferTooSmall', 'ReplyBufferTooSmall'],
    ['AccessViolation', 'AccessViolation'],
  ] as const)('an implementation may refuse with %s', async (reason, fault) => {
    const refuse = async () => {
      throw new RequestError(reason);
    };
    const { client } = bench(FAN, () => ({ ...fine, speed: refuse }));
    expect(await client.attempt('speed', [0])).toEqual({ kind: 'fault', reason: fault });
  });

  test('WentAway is no reply at all', async () => {
    const refuse = () => {
      throw new RequestError('WentAway');
    };
    const { client, tool, server } = bench(FAN, () => ({ ...fine, speed: refuse }));
    void client.call('speed', [0]).catch(() => {});
    await idle();
    expect([tool.condition, server.condition]).toEqual(['awaitingReply', 'receiving']);
  });
});

describe('leases', () => {
  const points = [
    { temperature: 1, rpm: 2 },
    { temperature: 3, rpm: 4 },
  ];
  type Point = (typeof points)[number];
  type Curve = (
    caller: Caller,
    points: LeasedSlice<Point, 'read'>,
    out: LeasedBytes<'write'>,
    state: Leased<Point, 'readWrite'>,
  ) => unknown;
  const curve = (implementation: Curve) => bench(FAN, () => ({ ...fine, curve: implementation }));

  test('are read and written in place', async () => {
    const { client } = curve((_, points, out, state) => {
      out.write(Uint8Array.of(points.length, points.readAt(1).rpm), 1);
      state.write({ ...state.read(), rpm: points.readRange(0, 1)[0]?.rpm ?? 0 });
      return { Ok: out.length };
    });
    const out = Uint8Array.of(9, 9, 9, 9);
    const state = { value: { temperature: 70, rpm: 80 } };
    expect(await client.call('curve', [], [points, out, state])).toEqual({ Ok: 4 });
    expect([out, state.value]).toEqual([Uint8Array.of(9, 2, 4, 9), { temperature: 70, rpm: 2 }]);
  });

  test('keep what a server wrote before it failed', async () => {
    const { client } = curve((_, __, out) => {
      out.write(Uint8Array.of(5));
      return { Err: 'Stalled' };
    });
    const out = new Uint8Array(1);
    expect(await client.call('curve', [], [[], out, { value: points[0] }])).toEqual({ Err: 'Stalled' });
    expect(out[0]).toBe(5);
  });

  test('have no elements beyond their ends', async () => {
    const ranges: unknown[] = [];
    const { client } = curve((_, points, out) => {
      for (const attempt of [
        () => points.readAt(2),
        () => points.readRange(1, 3),
        () => points.readRange(2, 1),
        () => out.write(new Uint8Array(2), 1),
        () => out.write(new Uint8Array(0), -1),
      ]) {
        try {
          ranges.push(attempt());
        } catch (error) {
          ranges.push(error instanceof RangeError);
        }
      }
      return { Ok: 0 };
    });
    await client.call('curve', [], [points, new Uint8Array(2), { value: points[0] }]);
    expect(ranges).toEqual([true, true, true, true, true]);
  });

  test('that are too long make the client panic before it sends; the limit itself is allowed', async () => {
    const events: KernelEvent[] = [];
    const { client } = bench(FAN, () => fine, { kernel: { observe: (event) => events.push(event) } });
    const lend = (count: number) => [
      Array.from({ length: count }, () => points[0]),
      new Uint8Array(0),
      { value: points[0] },
    ];
    expect(await client.attempt('curve', [], lend(3))).toMatchObject({ kind: 'ok' });
    events.length = 0;
    expect(await client.attempt('curve', [], lend(4))).toEqual({
      kind: 'panic',
      message: 'Fan.curve: lease points has 4 elements, at most 3 are allowed',
    });
    expect(events.map(({ kind }) => kind)).toEqual(['fault']);
  });

  const fits = { memory: new Uint8Array(8), read: true, write: false };
  const out = { memory: new Uint8Array(3), read: false, write: true };
  const state = { memory: new Uint8Array(4), read: true, write: true };
  test.each([
    ['access', [{ ...fits, read: false }, out, state]],
    ['access of a variable', [fits, out, { ...state, write: false }]],
    ['a size that is no multiple of the element', [{ ...fits, memory: new Uint8Array(7) }, out, state]],
    ['more elements than allowed', [{ ...fits, memory: new Uint8Array(16) }, out, state]],
    ['another size of a variable', [fits, out, { ...state, memory: new Uint8Array(5) }]],
  ])('are refused for %s', async (_, leases) => {
    const { tool, server } = bench(FAN, () => fine);
    await expect(tool.syscalls.send(server.id, 8, new Uint8Array(0), 1, leases)).rejects.toMatchObject({
      fault: { reason: 'BadLeases' },
    });
  });

  test('may give more access than asked for', async () => {
    const { tool, server } = bench(FAN, () => fine);
    const sent = tool.syscalls.send(server.id, 8, new Uint8Array(0), 1, [
      { ...fits, write: true },
      { ...out, read: true },
      state,
    ]);
    expect(await sent).toMatchObject({ code: 0 });
  });

  test('end with the client: the server refuses WentAway and goes on', async () => {
    let release: (() => void) | undefined;
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const errors: unknown[] = [];
    const { client, tool, server } = curve(async (_, points) => {
      await gate;
      try {
        return { Ok: points.readAt(0).rpm };
      } catch (error) {
        errors.push(error);
        throw error;
      }
    });
    const call = client
      .call('curve', [], [points, new Uint8Array(0), { value: points[0] }])
      .catch((error: Error) => error.name);
    await idle();
    tool.restart();
    release?.();
    expect(await call).toBe('TaskRestarted');
    await idle();
    expect(errors).toEqual([new RequestError('WentAway')]);
    expect([server.condition, server.id.generation]).toEqual(['receiving', 0]);
  });

  test('take what their type says', async () => {
    const { client } = curve(() => ({ Ok: 0 }));
    const cell = { value: points[0] };
    await expect(client.call('curve', [], [points, [1], cell])).rejects.toThrow('lease out takes a Uint8Array');
    await expect(client.call('curve', [], [points[0], out.memory, cell])).rejects.toThrow(
      'lease points takes an array',
    );
    await expect(client.call('curve', [], [points, out.memory, points[0]])).rejects.toThrow(
      'lease state takes { value: … }',
    );
  });
});

describe('a server in order', () => {
  test("closes its receive to one task, and learns of that task's death", async () => {
    const log: string[] = [];
    let holder: TaskId | undefined;
    const server = {
      recvSource: () => holder,
      closedRecvFail: () => {
        log.push('holder died');
        holder = undefined;
      },
    };
    const {
      kernel,
      client,
      tool,
      server: task,
    } = bench(
      FAN,
      () => ({
        ...fine,
        set_speed: (caller: Caller, fan: unknown) => {
          log.push(`${kernel.tasks[caller.id.index]?.name} ${fan}`);
          holder = fan === 1 ? caller.id : undefined;
          return { Ok: null };
        },
      }),
      { server },
    );
    const other = kernel.spawn('other');
    const waiting = new Client(SCHEMA, other.syscalls, task.id);
    await client.call('set_speed', [1, 0]);
    const call = waiting.call('set_speed', [7, 0]);
    await client.call('set_speed', [1, 0]);
    expect(other.condition).toBe('sending');
    tool.restart();
    expect(await call).toEqual({ Ok: null });
    expect(log).toEqual(['tool 1', 'tool 1', 'holder died', 'other 7']);
  });

  test('panics when the task of a closed receive is dead and it has no answer to that', async () => {
    const holder: TaskId = { index: 1, generation: 5 };
    const { client, server } = bench(FAN, () => fine, {
      server: { recvSource: () => holder },
      kernel: { supervisor: 'hold' },
    });
    void client.call('speed', [0]);
    await idle();
    expect(server.fault).toMatchObject({ kind: 'panic', message: 'the only task to receive from is dead' });
  });

  test('takes the notifications of its mask with dispatchN, and none with dispatch', async () => {
    const bits: number[] = [];
    const options = { notifications: { mask: () => 0b110, handle: (fired: number) => void bits.push(fired) } };
    const { client, server, kernel } = bench(FAN, () => fine, { server: options });
    server.notify(0b011);
    await client.call('count');
    expect(bits).toEqual([0b010]);

    const steps: unknown[] = [];
    const target = kernel.spawn('by hand', async (syscalls) => {
      const byHand = new Server(SCHEMA, fine, options);
      const buffer = new Uint8Array(byHand.incomingSize);
      await dispatch(syscalls, byHand, buffer);
      steps.push('message', [...bits]);
      await dispatchN(syscalls, byHand, buffer);
      steps.push('notification', [...bits]);
    });
    target.notify(0b100);
    expect(await new Client(SCHEMA, kernel.spawn('third').syscalls, target.id).call('count')).toBe(4);
    await idle();
    expect(steps).toEqual(['message', [0b010], 'notification', [0b010, 0b100]]);
    expect(target.condition).toBe('finished');
  });

  test('has its buffer sized by its longest message', () => {
    expect(new Server(SCHEMA, fine).incomingSize).toBe(8);
    expect(
      SCHEMA.operations.map(({ messageSize, replySize, replyCapacity }) => [messageSize, replySize, replyCapacity]),
    ).toEqual([
      [1, 2, 2],
      [3, 0, 0],
      [0, 1, 1],
      [8, 3, 6],
      [0, 0, 0],
      [2, 1, 1],
      [1, 8, 8],
      [0, 1, 1],
      [0, 1, 1],
    ]);
  });
});

describe('a pipelined server', () => {
  test('answers in any order, and later than it goes on', async () => {
    const waiting: PendingCaller<unknown>[] = [];
    const { client, kernel, server } = bench(
      FAN,
      () => ({
        ...fine,
        speed: (caller: PendingCaller<unknown>, fan: unknown) => {
          waiting.unshift(caller);
          if (fan === 3) for (const [index, each] of waiting.entries()) each.reply({ Ok: index });
        },
      }),
      { style: 'Pipelined' },
    );
    const clients = [
      client,
      ...['second', 'third'].map((name) => new Client(SCHEMA, kernel.spawn(name).syscalls, server.id)),
    ];
    const order: number[] = [];
    const answers = clients.map((each, index) =>
      each.call('speed', [index + 1]).then((answer) => {
        order.push(index);
        return answer;
      }),
    );
    expect(await Promise.all(answers)).toEqual([{ Ok: 2 }, { Ok: 1 }, { Ok: 0 }]);
    expect(order).toEqual([2, 1, 0]);
  });

  test('faults a client when it likes, and a late answer to one that is gone does nothing', async () => {
    const waiting: PendingCaller<unknown>[] = [];
    const { client, kernel, tool, server } = bench(
      FAN,
      () => ({
        ...fine,
        speed: (caller: PendingCaller<unknown>) => void waiting.push(caller),
      }),
      { style: 'Pipelined' },
    );
    const gone = client.call('speed', [0]).catch((error: Error) => error.name);
    const other = new Client(SCHEMA, kernel.spawn('other').syscalls, server.id);
    const refused = other.attempt('speed', [0]);
    await idle();
    tool.restart();
    expect(await gone).toBe('TaskRestarted');
    for (const caller of waiting) caller.fail('BadLease');
    expect(await refused).toEqual({ kind: 'fault', reason: 'BadLeases' });
    expect([tool.condition, server.condition]).toEqual(['running', 'receiving']);
  });

  test('is checked like any other before its implementation runs', async () => {
    const { tool, server } = bench(FAN, () => fine, { style: 'Pipelined' });
    await expect(tool.syscalls.send(server.id, 1, new Uint8Array(0), 2)).rejects.toMatchObject({
      fault: { reason: 'BadMessageContents' },
    });
  });
});

describe('versions that do not fit', () => {
  const wire = (reply: string, encoding = 'Zerocopy', more = '') =>
    wireOf(`Interface(name: "T", ops: {"op": (reply: ${reply}, encoding: ${encoding}, idempotent: true${more})})`, [
      codes('E', { A: 1, B: 2 }),
    ]);
  const outcome = (client: string, server: string, value: unknown, encoding?: string) =>
    bench(wire(server, encoding), () => ({ op: () => value }), { clientWire: wire(client, encoding) }).client.attempt(
      'op',
    );

  test.each([
    ['a Zerocopy reply that grew', 'Simple("u32")', 'Simple("u16")', 0x1234, 'Zerocopy', { kind: 'ok', value: 0x1234 }],
    [
      'a reply that shrank',
      'Simple("u16")',
      'Simple("u32")',
      1,
      'Zerocopy',
      { kind: 'fault', reason: 'ReplyBufferTooSmall' },
    ],
    [
      'a Hubpack reply that grew',
      'Simple("u32")',
      'Simple("u16")',
      1,
      'Hubpack',
      { kind: 'panic', message: 'T.op: the reply does not decode: needs 4 bytes, but only 2 are left' },
    ],
    [
      'a Simple client of a Result',
      'Simple("u16")',
      'Result(ok: "u16", err: CLike("E"))',
      { Err: 'B' },
      'Zerocopy',
      { kind: 'ok', value: 0 },
    ],
    [
      'a ServerDeath client of a CLike',
      'Result(ok: "u16", err: CLike("E"))',
      'Result(ok: "u16", err: CLike("E"))',
      { Err: 'A' },
      'Zerocopy',
      { kind: 'error', error: 'A' },
    ],
  ])('%s', async (_, client, server, value, encoding, expected) => {
    expect(await outcome(client, server, value, encoding)).toEqual(expected);
  });

  test('an operation that is not fully known is left out', async () => {
    const open = wireOf(`Interface(name: "T", ops: {
      "open": (args: {"what": "Unknown"}, reply: Simple("u8"), idempotent: true),
      "op": (reply: Simple("u8"), idempotent: true),
    })`);
    const { runtime, omitted } = runtimeSchemaOf(open);
    expect(runtime.operations.map(({ name, number }) => [name, number])).toEqual([['op', 2]]);
    expect(omitted).toEqual([
      { name: 'open', number: 1, reasons: [{ kind: 'not-found', message: 'There is no `Unknown`.' }] },
    ]);
    const { client } = bench(open, () => ({ op: () => 5 }));
    expect(await client.call('op')).toBe(5);
    await expect(client.call('open', [1])).rejects.toThrow('no operation open');
  });
});
