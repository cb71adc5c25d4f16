import { describe, expect, test } from 'vitest';
import {
  dispatch,
  dispatchN,
  Kernel,
  type KernelOptions,
  type Lease,
  type PendingCaller,
  RequestError,
  type Result,
  type ServerOptions,
  serve,
  type TaskId,
  unwrap,
} from '../../../src/runtime/index.ts';
import {
  Lamps,
  Oven,
  type OvenError,
  type OvenImplementation,
  ovenServer,
  type PipelinedOvenImplementation,
  type Program,
  pipelinedOvenServer,
  type Step,
  type Timer,
} from '../../cases/stubs/typescript/oven.ts';

const STEP: Step = { celsius: 180, element: 'Bottom', seconds: 3600 };
const COLD = { celsius: 0, age: 0, total: 0n };
const idle = () => new Promise(setImmediate);

/** Remembers its target, and nothing beyond its life. */
class Kitchen implements OvenImplementation {
  #target = 0;
  #asked = 0;

  temperature(_: unknown, element: 'Top' | 'Bottom'): Result<number, OvenError> {
    return element === 'Top' ? { Ok: this.#target } : { Err: 'TooHot' };
  }

  set_target(_: unknown, target: number, delay: number, force: boolean): Result<null, OvenError> {
    if (!force) return { Err: 'DoorOpen' };
    this.#target = target + delay;
    return { Ok: null };
  }

  delete(): bigint {
    return 2n ** 63n;
  }

  start(_: unknown, program: Program, when: bigint | null): ReturnType<OvenImplementation['start']> {
    if (program === 'Off') return { Err: 'Worn' };
    if (when !== null) return { Err: { Refused: { code: Number(when), at: [-1, 1] } } };
    return { Ok: program };
  }

  last(): Result<[number, Step], 'Worn'> {
    return { Ok: [7, STEP] };
  }

  timer(_: unknown, timer: Timer): Timer {
    return timer;
  }

  lamps(_: unknown, on: Lamps): Lamps {
    return on ^ Lamps.FRONT;
  }

  constructor_(): Result<number[], never> {
    return { Ok: [1, 2, 3, 4] };
  }

  history(...[, readings, note, state]: Parameters<OvenImplementation['history']>): Result<number, OvenError> {
    this.#asked++;
    for (let index = 0; index < readings.length; index++) {
      readings.writeAt(index, { celsius: index - 1, age: note.read()[index] ?? 0, total: 10n });
    }
    state.write({ ...state.read(), age: this.#asked });
    return { Ok: readings.length };
  }
}

interface Settings {
  kernel?: KernelOptions;
  server?: ServerOptions;
  bufferSize?: number;
}

function bench(implement: () => OvenImplementation, { kernel: kernelOptions, server, bufferSize }: Settings = {}) {
  const kernel = new Kernel(kernelOptions);
  const task = kernel.spawn(
    'oven',
    serve(() => ovenServer(implement(), server), { bufferSize }),
  );
  const tool = kernel.spawn('tool');
  return { kernel, task, tool, oven: new Oven(tool.syscalls, task.id) };
}

const kitchen = () => new Kitchen();

/** A kitchen whose first `lives` lives end at the first call. */
function mortal(lives: number): () => OvenImplementation {
  let life = 0;
  return () => {
    life++;
    if (life > lives) return new Kitchen();
    const die = () => {
      throw new Error('burnt');
    };
    return {
      temperature: die,
      set_target: die,
      delete: die,
      start: die,
      last: die,
      timer: die,
      lamps: die,
      constructor_: die,
      history: die,
    };
  };
}

describe('values', () => {
  test('travel both ways in each encoding', async () => {
    const { oven } = bench(kitchen);
    expect(await oven.set_target(180, 20, true)).toEqual({ Ok: null });
    expect(unwrap(await oven.temperature('Top'))).toBe(200);
    expect(await oven.delete()).toBe(2n ** 63n);
    const programs: Program[] = [{ Bake: [220, true] }, { Steps: { first: STEP, next: null } }, { Timed: 2n ** 40n }];
    for (const program of programs) expect(await oven.start(program, null)).toEqual({ Ok: program });
    const both: Program = { Steps: { first: STEP, next: { ...STEP, element: 'Top' } } };
    expect(await oven.start(both, null)).toEqual({ Ok: both });
    expect(await oven.last()).toEqual({ Ok: [7, STEP] });
    expect(await oven.constructor_()).toEqual({ Ok: [1, 2, 3, 4] });
    for (const set of [null, { Some: null }, { Some: 3 }]) expect(await oven.timer({ set })).toEqual({ set });
    expect(await oven.lamps(Lamps.INSIDE | Lamps.FRONT)).toBe(Lamps.INSIDE);
  });

  test('errors are values of their kind', async () => {
    const { oven } = bench(kitchen);
    expect(await oven.temperature('Bottom')).toEqual({ Err: 'TooHot' });
    expect(await oven.start('Off', null)).toEqual({ Err: 'Worn' });
    expect(await oven.start({ Timed: 1n }, 200n)).toEqual({ Err: { Refused: { code: 200, at: [-1, 1] } } });
  });

  test('narrow by Err', async () => {
    const result = await bench(kitchen).oven.set_target(1, 2, false);
    const text: OvenError | 'fine' = result.Err === undefined ? 'fine' : result.Err;
    expect(text).toBe('DoorOpen');
    expect(() => unwrap(result)).toThrow('unwrap of an error: DoorOpen');
  });
});

describe('a dead server', () => {
  test('is asked again by idempotent operations only', async () => {
    const idempotent = bench(mortal(2));
    expect(await idempotent.oven.temperature('Top')).toEqual({ Ok: 0 });
    expect(idempotent.task.id.generation).toBe(2);
    expect(await bench(mortal(1)).oven.delete()).toBe(2n ** 63n);
    expect(await bench(mortal(1)).oven.last()).toMatchObject({ Ok: [7, STEP] });

    expect(await bench(mortal(1)).oven.set_target(0, 0, true)).toEqual({ Err: 'OvenRestarted' });
    expect(await bench(mortal(1)).oven.start('Off', null)).toEqual({ Err: 'ServerDeath' });
    expect(await bench(mortal(1)).oven.constructor_()).toEqual({ Err: 'ServerDeath' });
  });

  test('has forgotten; its clients learn its new generation', async () => {
    const { oven, task } = bench(kitchen);
    await oven.set_target(90, 0, true);
    task.restart();
    expect(await oven.set_target(50, 0, true)).toEqual({ Err: 'OvenRestarted' });
    expect(await oven.temperature('Top')).toEqual({ Ok: 0 });
    expect(await oven.set_target(50, 0, true)).toEqual({ Ok: null });
    task.restart();
    expect(await oven.temperature('Top')).toEqual({ Ok: 0 });
  });
});

describe('leases', () => {
  test('are read and written', async () => {
    const { oven } = bench(kitchen);
    const readings = [{ ...COLD }, { ...COLD }];
    const state = { value: { ...COLD, total: 5n } };
    expect(await oven.history(readings, Uint8Array.of(8, 9), state)).toEqual({ Ok: 2 });
    expect(readings).toEqual([
      { celsius: -1, age: 8, total: 10n },
      { celsius: 0, age: 9, total: 10n },
    ]);
    expect(state.value).toEqual({ celsius: 0, age: 1, total: 5n });
  });

  test('may have the length of the limit and not one more', async () => {
    const history = (count: number) => {
      const readings = Array.from({ length: count }, () => ({ ...COLD }));
      return bench(kitchen).oven.history(readings, new Uint8Array(0), { value: COLD });
    };
    expect(await history(4)).toEqual({ Ok: 4 });
    await expect(history(5)).rejects.toThrow(
      'task tool: panic: Oven.history: lease readings has 5 elements, at most 4 are allowed',
    );
  });

  test('that end early are WentAway to the server, which goes on', async () => {
    const seen: unknown[] = [];
    let open: (() => void) | undefined;
    const door = new Promise<void>((resolve) => {
      open = resolve;
    });
    const slow = (): OvenImplementation => {
      const fast = new Kitchen();
      const history: OvenImplementation['history'] = async (...call) => {
        await door;
        try {
          return fast.history(...call);
        } catch (error) {
          seen.push(error);
          throw error;
        }
      };
      return { ...mortal(1)(), history, delete: () => fast.delete() };
    };
    const { kernel, oven, tool, task } = bench(slow);
    const call = oven.history([{ ...COLD }], new Uint8Array(1), { value: COLD }).catch((error: Error) => error.name);
    await idle();
    tool.restart();
    open?.();
    expect(await call).toBe('TaskRestarted');
    expect(await new Oven(kernel.spawn('other').syscalls, task.id).delete()).toBe(2n ** 63n);
    expect(seen).toEqual([new RequestError('WentAway')]);
  });
});

describe('reply faults', () => {
  const access = (size: number, read: boolean, write: boolean): Lease => ({
    memory: new Uint8Array(size),
    read,
    write,
  });
  const fits = [access(16, false, true), access(3, true, false), access(16, true, true)];

  test.each<[string, number, number, number, Lease[], Settings, string]>([
    ['a message over the buffer', 3, 4, 8, [], { bufferSize: 3 }, 'BadMessageSize'],
    ['an operation beyond the last', 12, 0, 99, [], {}, 'UndefinedOperation'],
    ['an operation that the stub leaves out', 11, 0, 99, [], {}, 'UndefinedOperation'],
    ['too small a reply buffer', 3, 0, 7, [], {}, 'ReplyBufferTooSmall'],
    ['a lease too few', 7, 0, 4, fits.slice(1), {}, 'BadLeases'],
    [
      'a caller that is not allowed',
      3,
      0,
      8,
      [],
      { server: { allowedCallers: { delete: ['oven'] } } },
      'AccessViolation',
    ],
    ['a byte too many', 3, 1, 8, [], {}, 'BadMessageContents'],
    ['no access', 7, 0, 4, [access(16, true, false), ...fits.slice(1)], {}, 'BadLeases'],
    ['part of an element', 7, 0, 4, [access(17, false, true), ...fits.slice(1)], {}, 'BadLeases'],
    ['too many elements', 7, 0, 4, [access(80, false, true), ...fits.slice(1)], {}, 'BadLeases'],
    ['another size of a variable', 7, 0, 4, [...fits.slice(0, 2), access(15, true, true)], {}, 'BadLeases'],
  ])('%s', async (_, operation, length, capacity, leases, settings, reason) => {
    const { tool, task } = bench(kitchen, settings);
    const sent = tool.syscalls.send(task.id, operation, new Uint8Array(length), capacity, leases);
    await expect(sent).rejects.toMatchObject({ fault: { kind: 'reply', reason, by: task.id } });
    expect([tool.condition, task.condition]).toEqual(['faulted', 'receiving']);
  });

  test('reach a typed client as a rejection', async () => {
    const { oven } = bench(kitchen, { server: { allowedCallers: { delete: [] } } });
    await expect(oven.delete()).rejects.toThrow('task tool: reply fault AccessViolation from task 0');
  });
});

describe('receiving', () => {
  test('may be closed to one client, and ends when that one dies', async () => {
    const order: string[] = [];
    let holder: TaskId | undefined;
    class Lockable extends Kitchen {
      override set_target(caller: { id: TaskId }, target: number): Result<null, OvenError> {
        order.push(`target ${target}`);
        holder = target === 0 ? undefined : caller.id;
        return { Ok: null };
      }
    }
    const closedRecvFail = () => {
      order.push('holder died');
      holder = undefined;
    };
    const server = { recvSource: () => holder, closedRecvFail };
    const { kernel, oven, tool, task } = bench(() => new Lockable(), { server });
    await oven.set_target(1, 0, true);
    const other = kernel.spawn('other');
    const waiting = new Oven(other.syscalls, task.id).set_target(2, 0, true);
    await oven.set_target(3, 0, true);
    expect(other.condition).toBe('sending');
    tool.restart();
    expect(await waiting).toEqual({ Ok: null });
    expect(order).toEqual(['target 1', 'target 3', 'holder died', 'target 2']);
  });

  test('takes notifications of the mask first; dispatch leaves them', async () => {
    const fired: string[] = [];
    const options: ServerOptions = {
      notifications: { mask: () => 0b01, handle: (bits) => void fired.push(`notification ${bits}`) },
    };
    class Logging extends Kitchen {
      override delete(): bigint {
        fired.push('delete');
        return 0n;
      }
    }
    const kernel = new Kernel();
    const task = kernel.spawn('oven', async (syscalls) => {
      const server = ovenServer(new Logging(), options);
      const buffer = new Uint8Array(server.incomingSize);
      await dispatch(syscalls, server, buffer);
      await dispatchN(syscalls, server, buffer);
      await dispatchN(syscalls, server, buffer);
    });
    const oven = new Oven(kernel.spawn('tool').syscalls, task.id);
    task.notify(0b11);
    await oven.delete();
    await oven.delete();
    expect(fired).toEqual(['delete', 'notification 1', 'delete']);
  });
});

test('a pipelined server answers out of order, and may refuse late', async () => {
  const waiting: PendingCaller<Result<number, OvenError>>[] = [];
  const later: PipelinedOvenImplementation['temperature'] = (caller) => void waiting.push(caller);
  const now = () => {};
  const kernel = new Kernel();
  const implementation: PipelinedOvenImplementation = {
    temperature: later,
    set_target: now,
    start: now,
    last: now,
    timer: now,
    lamps: now,
    constructor_: now,
    history: now,
    delete: (caller) => {
      caller.reply(BigInt(waiting.length));
      const [first, second, third] = waiting;
      third?.reply({ Ok: 3 });
      first?.fail('BadMessageContents');
      second?.reply({ Err: 'DoorOpen' });
    },
  };
  const task = kernel.spawn(
    'oven',
    serve(() => pipelinedOvenServer(implementation)),
  );
  const ovens = ['a', 'b', 'c', 'd'].map((name) => new Oven(kernel.spawn(name).syscalls, task.id));
  const order: string[] = [];
  const note = (name: string) => (outcome: unknown) => {
    order.push(name);
    return outcome;
  };
  const [a, b, c] = ovens.map((oven, index) => {
    const name = 'abcd'[index] ?? '';
    return index < 3
      ? oven
          .temperature('Top')
          .catch((error: Error) => error.message)
          .then(note(name))
      : undefined;
  });
  await idle();
  expect(await ovens[3]?.delete()).toBe(3n);
  expect(await Promise.all([a, b, c])).toEqual([
    'task a: reply fault BadMessageContents from task 0',
    { Err: 'DoorOpen' },
    { Ok: 3 },
  ]);
  expect(order[0]).toBe('c');
});
