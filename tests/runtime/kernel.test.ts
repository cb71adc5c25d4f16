import { expect, test } from 'vitest';
import {
  deadCode,
  Kernel,
  type KernelEvent,
  type Lease,
  type Program,
  type ReceivedMessage,
  type Syscalls,
  TaskFault,
  TaskRestarted,
} from '../../src/runtime/index.ts';

const bytes = (...values: number[]) => Uint8Array.from(values);

async function nextMessage(syscalls: Syscalls, buffer = new Uint8Array(16)): Promise<ReceivedMessage> {
  const received = await syscalls.receive({ buffer });
  if (received.kind !== 'message') throw new Error(`received ${received.kind}`);
  return received;
}

/** Answers every message with its own bytes and the operation number as code. */
const echo: Program = async (syscalls) => {
  const buffer = new Uint8Array(16);
  for (;;) {
    const message = await nextMessage(syscalls, buffer);
    syscalls.reply(message.sender, message.operation, buffer.subarray(0, message.length));
  }
};

test('a message finds its server before and after the server waits', async () => {
  const kernel = new Kernel();
  const server = kernel.spawn('echo', echo);
  const client = kernel.spawn('client');
  // The server's program has not run yet: the first send blocks until it receives.
  for (const operation of [1, 2, 65535]) {
    const result = await client.syscalls.send(server.id, operation, bytes(operation & 255, 7), 16);
    expect(result).toEqual({ code: operation, reply: bytes(operation & 255, 7) });
  }
});

test('a message longer than the buffer is cut, its length is not', async () => {
  const kernel = new Kernel();
  const seen: unknown[] = [];
  const server = kernel.spawn('server', async (syscalls) => {
    const buffer = new Uint8Array(2);
    const message = await nextMessage(syscalls, buffer);
    seen.push(message, buffer);
    syscalls.reply(message.sender, 0, bytes());
  });
  const client = kernel.spawn('client');
  await client.syscalls.send(server.id, 3, bytes(1, 2, 3), 9, [{ memory: bytes(0), read: true, write: false }]);
  expect(seen).toEqual([
    { kind: 'message', sender: client.id, operation: 3, length: 3, replyCapacity: 9, leaseCount: 1 },
    bytes(1, 2),
  ]);
});

test('an open receive takes the most important sender, and among equals goes round from itself', async () => {
  const kernel = new Kernel();
  const order: string[] = [];
  const low = kernel.spawn('low', undefined, { priority: 9 });
  const before = kernel.spawn('before', undefined, { priority: 1 });
  const server = kernel.spawn('server', async (syscalls) => {
    for (;;) {
      const message = await nextMessage(syscalls);
      order.push(kernel.tasks[message.sender.index]?.name ?? '');
      syscalls.reply(message.sender, 0, bytes());
    }
  });
  const behind = kernel.spawn('behind', undefined, { priority: 1 });
  await Promise.all([low, before, behind].map((task) => task.syscalls.send(server.id, 1, bytes(), 0)));
  expect(order).toEqual(['behind', 'before', 'low']);
});

test('a closed receive leaves other senders waiting', async () => {
  const kernel = new Kernel();
  const order: number[] = [];
  const server = kernel.spawn('server', async (syscalls) => {
    const buffer = new Uint8Array(4);
    const first = await syscalls.receive({ buffer, from: wanted.id });
    if (first.kind === 'message') order.push(first.operation);
    order.push((await nextMessage(syscalls)).operation);
    for (const task of [wanted, other]) syscalls.reply(task.id, 0, bytes());
  });
  const other = kernel.spawn('other');
  const wanted = kernel.spawn('wanted');
  const answers = [other.syscalls.send(server.id, 1, bytes(), 0), wanted.syscalls.send(server.id, 2, bytes(), 0)];
  await Promise.all(answers);
  expect(order).toEqual([2, 1]);
});

test('a closed receive learns that its task is dead, before and while it waits', async () => {
  const kernel = new Kernel();
  const peer = kernel.spawn('peer');
  const first = peer.id;
  peer.restart();
  const task = kernel.spawn('task');
  const buffer = bytes();
  expect(await task.syscalls.receive({ buffer, from: first })).toEqual({ kind: 'dead', code: deadCode(1) });
  const waiting = task.syscalls.receive({ buffer, from: peer.id });
  peer.restart();
  expect(await waiting).toEqual({ kind: 'dead', code: deadCode(2) });
});

test('notifications wait for a mask that names them, come before messages, and end a closed receive', async () => {
  const kernel = new Kernel();
  const task = kernel.spawn('task');
  const buffer = bytes(0);
  task.notify(0b101);
  expect(await task.syscalls.receive({ buffer, mask: 0b100 })).toEqual({ kind: 'notification', bits: 0b100 });
  const sender = kernel.spawn('sender', async (syscalls) => {
    await syscalls.send(task.id, 1, bytes(), 0);
  });
  await Promise.resolve().then(() => {});
  expect(sender.condition).toBe('sending');
  expect(await task.syscalls.receive({ buffer, mask: 0xffff_ffff })).toEqual({ kind: 'notification', bits: 1 });
  const waiting = task.syscalls.receive({ buffer, mask: 0x8000_0001, from: 'kernel' });
  task.notify(2);
  expect(task.condition).toBe('receiving');
  task.notify(0x8000_0000);
  expect(await waiting).toEqual({ kind: 'notification', bits: 0x8000_0000 });
  expect(await task.syscalls.receive({ buffer, mask: 2 })).toEqual({ kind: 'notification', bits: 2 });
});

test('a restart answers those who send, those who await a reply, and those with a stale id, with the dead code', async () => {
  const kernel = new Kernel();
  const server = kernel.spawn('server');
  const [delivered, queued] = [kernel.spawn('delivered'), kernel.spawn('queued')];
  const stale = server.id;
  const first = delivered.syscalls.send(stale, 1, bytes(), 0);
  const second = queued.syscalls.send(stale, 1, bytes(), 0);
  const message = await nextMessage(server.syscalls);
  expect([delivered.condition, queued.condition]).toEqual(['awaitingReply', 'sending']);
  server.restart();
  const dead = { code: 0xffff_ff01, reply: bytes() };
  expect(await first).toEqual(dead);
  expect(await second).toEqual(dead);
  expect(await queued.syscalls.send(stale, 1, bytes(), 0)).toEqual(dead);
  // The reply of the old conversation reaches nobody.
  server.syscalls.reply(message.sender, 0, bytes());
  expect(delivered.condition).toBe('running');
});

test('generations have six bits', () => {
  const task = new Kernel().spawn('task');
  for (let restarts = 0; restarts < 63; restarts++) task.restart();
  expect(task.id.generation).toBe(63);
  task.restart();
  expect(task.id.generation).toBe(0);
});

test('replies may come in any order, and a reply that nobody waits for is dropped', async () => {
  const kernel = new Kernel();
  const server = kernel.spawn('server');
  const [a, b] = [kernel.spawn('a'), kernel.spawn('b')];
  const answers = [a.syscalls.send(server.id, 1, bytes(), 1), b.syscalls.send(server.id, 2, bytes(), 1)];
  const first = await nextMessage(server.syscalls);
  const second = await nextMessage(server.syscalls);
  server.syscalls.reply(second.sender, 0, bytes(2));
  server.syscalls.reply(second.sender, 0, bytes(9));
  server.syscalls.reply(first.sender, 0, bytes(1));
  expect((await Promise.all(answers)).map(({ reply }) => reply[0])).toEqual([1, 2]);
});

test('a return code has 32 bits', async () => {
  const kernel = new Kernel();
  const server = kernel.spawn('server');
  const answer = kernel.spawn('client').syscalls.send(server.id, 1, bytes(), 0);
  const { sender } = await nextMessage(server.syscalls);
  server.syscalls.reply(sender, -1, bytes());
  expect(await answer).toEqual({ code: 0xffff_ffff, reply: bytes() });
});

test('what watches the kernel may restart either end of a message that is on its way', async () => {
  for (const name of ['server', 'client']) {
    const kernel: Kernel = new Kernel({
      observe: ({ kind }) => {
        if (kind === 'message') kernel.tasks.find((task) => task.name === name)?.restart();
      },
    });
    const server = kernel.spawn('server');
    const client = kernel.spawn('client');
    const { syscalls } = server;
    const answer = client.syscalls.send(server.id, 1, bytes(), 0).catch((error: Error) => error.message);
    const { sender } = await nextMessage(syscalls);
    if (name === 'server') {
      expect(() => syscalls.reply(sender, 0, bytes())).toThrow('task server was restarted');
      expect(await answer).toEqual({ code: deadCode(1), reply: bytes() });
    } else {
      syscalls.reply(sender, 0, bytes());
      expect(await answer).toBe('task client was restarted');
    }
    expect([server.condition, client.condition]).toEqual(['running', 'running']);
  }
});

test('a reply fault faults the client only, until it is restarted', async () => {
  const kernel = new Kernel();
  const server = kernel.spawn('server', async (syscalls) => {
    for (;;) syscalls.replyFault((await nextMessage(syscalls)).sender, 'BadLeases');
  });
  const client = kernel.spawn('client');
  const fault = { kind: 'reply', reason: 'BadLeases', by: server.id };
  const { syscalls } = client;
  const error = await syscalls.send(server.id, 1, bytes(), 0).catch((error: unknown) => error);
  expect(error).toBeInstanceOf(TaskFault);
  expect(error).toMatchObject({ fault });
  expect(client.fault).toEqual(fault);
  await expect(syscalls.send(server.id, 1, bytes(), 0)).rejects.toBe(error);
  client.restart();
  expect([client.fault, client.id.generation, server.condition]).toEqual([undefined, 1, 'receiving']);
});

test('an oversized reply is the fault of the server today, and was cut by older kernels', async () => {
  const tooMuch: Program = async (syscalls) => {
    for (;;) syscalls.reply((await nextMessage(syscalls)).sender, 0, bytes(1, 2, 3));
  };
  for (const [oversizedReply, expected] of [
    ['fault', { code: deadCode(1), reply: bytes() }],
    ['truncate', { code: 0, reply: bytes(1, 2) }],
  ] as const) {
    const kernel = new Kernel({ oversizedReply });
    const server = kernel.spawn('server', tooMuch);
    expect(await kernel.spawn('client').syscalls.send(server.id, 1, bytes(), 2)).toEqual(expected);
  }
});

test('leases are checked for lender, number, access and range', async () => {
  const kernel = new Kernel();
  const server = kernel.spawn('server');
  const client = kernel.spawn('client');
  const readable: Lease = { memory: bytes(1, 2, 3), read: true, write: false };
  const writable: Lease = { memory: bytes(0, 0), read: false, write: true };
  const answer = client.syscalls.send(server.id, 1, bytes(), 0, [readable, writable]);
  const { sender } = await nextMessage(server.syscalls);
  const { syscalls } = server;
  const into = bytes(9, 9, 9);
  expect(syscalls.borrowInfo(sender, 0)).toEqual({ kind: 'ok', read: true, write: false, length: 3 });
  expect(syscalls.borrowRead(sender, 0, 1, into)).toEqual({ kind: 'ok', length: 2 });
  expect(into).toEqual(bytes(2, 3, 9));
  expect(syscalls.borrowRead(sender, 0, 3, into)).toEqual({ kind: 'ok', length: 0 });
  expect(syscalls.borrowWrite(sender, 0, 0, into)).toEqual({ kind: 'defect' });
  expect(syscalls.borrowRead(sender, 1, 0, into)).toEqual({ kind: 'defect' });
  expect(syscalls.borrowWrite(sender, 1, 1, bytes(5, 6))).toEqual({ kind: 'ok', length: 1 });
  expect(writable.memory).toEqual(bytes(0, 5));
  syscalls.reply(sender, 0, bytes());
  expect(syscalls.borrowRead(sender, 0, 0, into)).toEqual({ kind: 'defect' });
  await answer;
  client.restart();
  expect(syscalls.borrowInfo(sender, 0)).toEqual({ kind: 'dead', code: deadCode(1) });
  expect(syscalls.borrowWrite(sender, 1, 0, bytes(1))).toEqual({ kind: 'dead', code: deadCode(1) });
});

test.each([
  ['lease number', (syscalls: Syscalls, lender: ReceivedMessage) => syscalls.borrowInfo(lender.sender, 1)],
  ['offset', (syscalls: Syscalls, lender: ReceivedMessage) => syscalls.borrowRead(lender.sender, 0, 2, bytes(0))],
  [
    'negative offset',
    (syscalls: Syscalls, { sender }: ReceivedMessage) => syscalls.borrowRead(sender, 0, -1, bytes(0)),
  ],
  [
    'offset of half a byte',
    (syscalls: Syscalls, { sender }: ReceivedMessage) => syscalls.borrowWrite(sender, 0, 0.5, bytes(0)),
  ],
])('a borrow with a bad %s faults the borrower', async (_, borrow) => {
  const kernel = new Kernel({ supervisor: 'hold' });
  const server = kernel.spawn('server');
  const client = kernel.spawn('client');
  void client.syscalls.send(server.id, 1, bytes(), 0, [{ memory: bytes(0), read: true, write: true }]);
  const message = await nextMessage(server.syscalls);
  expect(() => borrow(server.syscalls, message)).toThrow(TaskFault);
  expect(server.fault?.kind).toBe('usage');
  expect(client.condition).toBe('awaitingReply');
});

test('a task that does not exist, and the task itself, cannot be sent to', async () => {
  const kernel = new Kernel();
  const task = kernel.spawn('task');
  await expect(task.syscalls.send({ index: 7, generation: 0 }, 1, bytes(), 0)).rejects.toThrow('there is no task 7');
  task.restart();
  await expect(task.syscalls.send(task.id, 1, bytes(), 0)).rejects.toThrow('a task cannot send to itself');
});

test('the calls of an earlier life end, and a program is run anew', async () => {
  const kernel = new Kernel();
  const lives: unknown[] = [];
  const task = kernel.spawn('task', async (syscalls) => {
    lives.push(syscalls.id.generation);
    await syscalls.receive({ buffer: bytes() }).catch((error: unknown) => {
      lives.push(error instanceof TaskRestarted);
      throw error;
    });
  });
  const old = task.syscalls;
  await Promise.resolve();
  task.restart();
  await expect(old.receive({ buffer: bytes() })).rejects.toThrow(TaskRestarted);
  expect(lives).toEqual([0, 1, true]);
  expect([task.fault, task.condition]).toEqual([undefined, 'receiving']);
});

test('a panic is recorded with its cause, and the supervisor decides what follows', async () => {
  const cause = new TypeError('no such fan');
  const crash: Program = async (syscalls) => {
    await nextMessage(syscalls);
    throw cause;
  };
  const held = new Kernel({ supervisor: 'hold' });
  const server = held.spawn('server', crash);
  const answer = held.spawn('client').syscalls.send(server.id, 1, bytes(), 0);
  await new Promise(setImmediate);
  expect(server.fault).toEqual({ kind: 'panic', message: 'no such fan', cause });
  server.restart();
  expect(await answer).toEqual({ code: deadCode(1), reply: bytes() });

  const asked: unknown[] = [];
  const own = new Kernel({ supervisor: (task, fault) => asked.push(task.name, fault.kind) });
  const target = own.spawn('server', crash);
  void own.spawn('client').syscalls.send(target.id, 1, bytes(), 0);
  await new Promise(setImmediate);
  expect(asked).toEqual(['server', 'panic']);
});

test('a server that only ever crashes halts the kernel, so that a retrying client ends', async () => {
  const kernel = new Kernel({ restartLimit: 3 });
  const server = kernel.spawn('server', async (syscalls) => {
    await nextMessage(syscalls);
    throw new Error('broken');
  });
  const client = kernel.spawn('client');
  const retry = async () => {
    for (let target = server.id; ; target = server.id) await client.syscalls.send(target, 1, bytes(), 0);
  };
  await expect(retry()).rejects.toThrow('task server faulted 4 times without a reply, last: panic: broken');
  await expect(client.syscalls.send(server.id, 1, bytes(), 0)).rejects.toThrow('faulted 4 times');
});

test('a task does one thing at a time', async () => {
  const kernel = new Kernel();
  const server = kernel.spawn('server');
  const client = kernel.spawn('client');
  const first = client.syscalls.send(server.id, 1, bytes(), 0);
  await expect(client.syscalls.send(server.id, 2, bytes(), 0)).rejects.toThrow('busy (sending)');
  server.syscalls.reply((await nextMessage(server.syscalls)).sender, 5, bytes());
  expect(await first).toEqual({ code: 5, reply: bytes() });
});

test('tasks notify and find each other', async () => {
  const kernel = new Kernel();
  const [a, b] = [kernel.spawn('a'), kernel.spawn('b')];
  const old = b.id;
  expect(a.syscalls.notify(old, 4)).toBe(0);
  expect(await b.syscalls.receive({ buffer: bytes(), mask: 4 })).toEqual({ kind: 'notification', bits: 4 });
  b.restart();
  expect(a.syscalls.notify(old, 4)).toBe(deadCode(1));
  expect(a.syscalls.refresh(old)).toEqual({ index: 1, generation: 1 });
  expect([a.syscalls.taskIndex('b'), a.syscalls.taskIndex('c')]).toEqual([1, undefined]);
  expect(() => kernel.spawn('a')).toThrow('there is a task a already');
});

test('the same programs give the same events', async () => {
  const run = async () => {
    const events: KernelEvent[] = [];
    const kernel = new Kernel({ observe: (event) => events.push(event) });
    const server = kernel.spawn('server', echo);
    const clients = ['a', 'b', 'c'].map((name) =>
      kernel.spawn(
        name,
        async (syscalls) => {
          for (let round = 0; round < 3; round++) await syscalls.send(server.id, round, bytes(round), 4);
          throw new Error(`${name} is done`);
        },
        { priority: 3 },
      ),
    );
    await new Promise(setImmediate);
    expect(clients.map(({ id }) => id.generation)).not.toContain(0);
    return events;
  };
  const events = await run();
  expect(new Set(events.map(({ kind }) => kind))).toEqual(new Set(['message', 'reply', 'fault', 'restart']));
  expect(await run()).toEqual(events);
});
