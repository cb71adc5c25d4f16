// Made by idol-registry 1.2.3 from idl/oven.idol: @generated, do not edit.
//
// Interface version: sha256:0123
//
// Left out: operation 10, move_rack, because what it carries is not known:
//   `Rack` differs with `cfg`.
//   Help: say what holds with `--when` (the rest then does not): feature = "tall"
//
// Left out: operation 11, mystery, because what it carries is not known:
//   There is no `nowhere` in `oven_api`.

/**
 * An oven with one operation of each kind.
 *
 * Only tests bake in it.
 *
 * @module Oven
 */

import {
  type Awaitable,
  type Caller,
  type Cell,
  Client,
  type Leased,
  type LeasedBytes,
  type LeasedSlice,
  type Pipelined,
  type Result,
  type RuntimeSchema,
  type Sender,
  Server,
  type ServerDeath,
  type ServerOptions,
  type TaskId,
} from '../../../../src/runtime/index.ts';

/**
 * Where the heat comes from.
 *
 * - `Top`: Heats from above. *\/ alert("no") /*
 */
export type Element = 'Top' | 'Bottom';

export type Celsius = number;

/** - `DoorOpen`: Close the door first. */
export type OvenError = 'DoorOpen' | 'TooHot' | 'OvenRestarted';

/** - `Bake`: Degrees Celsius, and whether the fan runs. */
export type Program =
  | 'Off'
  | { Bake: [number, boolean] }
  | { Steps: { first: Step; next: Step | null } }
  | { Timed: Duration };

export interface Step {
  celsius: number;
  element: Element;
  seconds: number;
}

/** Seconds. */
export type Duration = bigint;

/** Not JavaScript's. */
export type OvenApiError = { Refused: { code: number; at: number[] } } | 'Worn';

export interface Reading {
  celsius: number;
  age: number;
  total: bigint;
}

export interface Timer {
  set: { Some: number | null } | null;
  ticks?: number;
}

/** What is lit. */
export type Lamps = number;

/** The flags of a {@link Lamps}. */
export const Lamps = {
  INSIDE: 1,
  /** The one in front. */
  FRONT: 8,
} as const;

/** A client of a task that serves Oven. Faults and panics reject with the runtime's `TaskFault`. */
export class Oven {
  readonly #client: Client;

  /**
   * @param sender the task that calls
   * @param server the task that serves the interface
   */
  constructor(sender: Sender, server: TaskId) {
    this.#client = new Client(SCHEMA, sender, server);
  }

  /**
   * What the sensor says.
   *
   * Operation 1. Sent again when the server dies.
   *
   * @param element Which one.
   */
  temperature(element: Element): Promise<Result<Celsius, OvenError>> {
    return this.#client.call(1, [element]);
  }

  /**
   * Heat to a temperature.
   *
   * Operation 2. Reports `OvenRestarted` when the server dies.
   */
  set_target(target: Celsius, in_: number, new_: boolean): Promise<Result<null, OvenError>> {
    return this.#client.call(2, [target, in_, new_]);
  }

  /** Operation 3. Sent again when the server dies. */
  delete(): Promise<bigint> {
    return this.#client.call(3);
  }

  /**
   * Run a program.
   *
   * Operation 4. Reports `ServerDeath` when the server dies.
   */
  start(program: Program, when: Duration | null): Promise<Result<Program, OvenApiError | ServerDeath>> {
    return this.#client.call(4, [program, when]);
  }

  /** Operation 5. Sent again when the server dies. */
  last(): Promise<Result<[number, Step], OvenApiError>> {
    return this.#client.call(5);
  }

  /** Operation 6. Reports `ServerDeath` when the server dies. */
  constructor_(): Promise<Result<number[], ServerDeath>> {
    return this.#client.call(6);
  }

  /**
   * Copies readings and text, and counts how often it was asked.
   *
   * Operation 7. Reports `OvenRestarted` when the server dies.
   *
   * @param readings Newest first. Written by the server, at most 4 elements.
   * @param note Read by the server.
   * @param state Read and written by the server.
   */
  history(readings: Reading[], note: Uint8Array, state: Cell<Reading>): Promise<Result<number, OvenError>> {
    return this.#client.call(7, [], [readings, note, state]);
  }

  /** Operation 8. Sent again when the server dies. */
  timer(timer: Timer): Promise<Timer> {
    return this.#client.call(8, [timer]);
  }

  /** Operation 9. Sent again when the server dies. */
  lamps(on: Lamps): Promise<Lamps> {
    return this.#client.call(9, [on]);
  }
}

/**
 * What a server of Oven implements: each operation returns its reply.
 * Throw the runtime's `RequestError` to have the client faulted.
 */
export interface OvenImplementation {
  /**
   * What the sensor says.
   *
   * Operation 1.
   *
   * @param element Which one.
   */
  temperature(caller: Caller, element: Element): Awaitable<Result<Celsius, OvenError>>;

  /**
   * Heat to a temperature.
   *
   * Operation 2.
   */
  set_target(caller: Caller, target: Celsius | number, in_: number, new_: boolean): Awaitable<Result<null, OvenError>>;

  /** Operation 3. */
  delete(caller: Caller): Awaitable<bigint>;

  /**
   * Run a program.
   *
   * Operation 4.
   */
  start(caller: Caller, program: Program, when: Duration | null): Awaitable<Result<Program, OvenApiError>>;

  /** Operation 5. */
  last(caller: Caller): Awaitable<Result<[number, Step], OvenApiError>>;

  /** Operation 6. */
  constructor_(caller: Caller): Awaitable<Result<number[], never>>;

  /**
   * Copies readings and text, and counts how often it was asked.
   *
   * Operation 7.
   *
   * @param readings Newest first. Written by the server, at most 4 elements.
   * @param note Read by the server.
   * @param state Read and written by the server.
   */
  history(
    caller: Caller,
    readings: LeasedSlice<Reading, 'write'>,
    note: LeasedBytes<'read'>,
    state: Leased<Reading, 'readWrite'>,
  ): Awaitable<Result<number, OvenError>>;

  /** Operation 8. */
  timer(caller: Caller, timer: Timer): Awaitable<Timer>;

  /** Operation 9. */
  lamps(caller: Caller, on: Lamps): Awaitable<Lamps>;
}

/** What a pipelined server of Oven implements: each operation answers its caller when it likes. */
export type PipelinedOvenImplementation = Pipelined<OvenImplementation>;

/** Makes a server of Oven, for the runtime's `serve`. */
export function ovenServer(implementation: OvenImplementation, options?: ServerOptions): Server {
  return new Server(SCHEMA, implementation, options);
}

/** Makes a pipelined server of Oven. */
export function pipelinedOvenServer(implementation: PipelinedOvenImplementation, options?: ServerOptions): Server {
  return new Server(SCHEMA, implementation, options, 'Pipelined');
}

/** What the two ends know of each other at run time. */
const SCHEMA: RuntimeSchema = {
  name: 'Oven',
  operations: [
    {
      name: 'temperature',
      number: 1,
      encoding: 'Zerocopy',
      idempotent: true,
      args: [
        {
          name: 'element',
          type: { kind: 'named', id: 'oven_api::Element' },
          recv: { kind: 'FromPrimitive', raw: { kind: 'integer', name: 'u8' } },
        },
      ],
      leases: [],
      ok: { type: { kind: 'named', id: 'oven_api::Celsius' } },
      error: { kind: 'CLike', codes: 'oven_api::OvenError' },
      messageSize: 1,
      replySize: 2,
      replyCapacity: 2,
    },
    {
      name: 'set_target',
      number: 2,
      encoding: 'Zerocopy',
      idempotent: false,
      args: [
        {
          name: 'target',
          type: { kind: 'named', id: 'oven_api::Celsius' },
          recv: { kind: 'From', raw: { kind: 'integer', name: 'u16' } },
        },
        { name: 'in', type: { kind: 'integer', name: 'u32' } },
        { name: 'new', type: { kind: 'bool' } },
      ],
      leases: [],
      ok: { type: { kind: 'unit' } },
      error: { kind: 'CLike', codes: 'oven_api::OvenError' },
      messageSize: 7,
      replySize: 0,
      replyCapacity: 0,
    },
    {
      name: 'delete',
      number: 3,
      encoding: 'Zerocopy',
      idempotent: true,
      args: [],
      leases: [],
      ok: { type: { kind: 'integer', name: 'u64' } },
      error: { kind: 'none' },
      messageSize: 0,
      replySize: 8,
      replyCapacity: 8,
    },
    {
      name: 'start',
      number: 4,
      encoding: 'Hubpack',
      idempotent: false,
      args: [
        { name: 'program', type: { kind: 'named', id: 'oven_api::Program' } },
        { name: 'when', type: { kind: 'option', some: { kind: 'named', id: 'oven_api::Duration' } } },
      ],
      leases: [],
      ok: { type: { kind: 'named', id: 'oven_api::Program' } },
      error: { kind: 'Complex', type: { kind: 'named', id: 'oven_api::Error' } },
      messageSize: 25,
      replySize: 16,
      replyCapacity: 16,
    },
    {
      name: 'last',
      number: 5,
      encoding: 'Ssmarshal',
      idempotent: true,
      args: [],
      leases: [],
      ok: {
        type: {
          kind: 'tuple',
          elements: [
            { kind: 'integer', name: 'u8' },
            { kind: 'named', id: 'oven_api::Step' },
          ],
        },
      },
      error: { kind: 'Complex', type: { kind: 'named', id: 'oven_api::Error' } },
      messageSize: 0,
      replySize: 12,
      replyCapacity: 12,
    },
    {
      name: 'constructor',
      number: 6,
      encoding: 'Zerocopy',
      idempotent: false,
      args: [],
      leases: [],
      ok: { type: { kind: 'array', element: { kind: 'integer', name: 'u8' }, length: 4 } },
      error: { kind: 'ServerDeath' },
      messageSize: 0,
      replySize: 4,
      replyCapacity: 4,
    },
    {
      name: 'history',
      number: 7,
      encoding: 'Zerocopy',
      idempotent: false,
      args: [],
      leases: [
        {
          name: 'readings',
          type: { kind: 'named', id: 'oven_api::Reading' },
          slice: true,
          read: false,
          write: true,
          maxLen: 4,
          size: 16,
        },
        { name: 'note', type: { kind: 'integer', name: 'u8' }, slice: true, read: true, write: false, size: 1 },
        {
          name: 'state',
          type: { kind: 'named', id: 'oven_api::Reading' },
          slice: false,
          read: true,
          write: true,
          size: 16,
        },
      ],
      ok: { type: { kind: 'integer', name: 'u32' } },
      error: { kind: 'CLike', codes: 'oven_api::OvenError' },
      messageSize: 0,
      replySize: 4,
      replyCapacity: 4,
    },
    {
      name: 'timer',
      number: 8,
      encoding: 'Hubpack',
      idempotent: true,
      args: [{ name: 'timer', type: { kind: 'named', id: 'oven_api::Timer' } }],
      leases: [],
      ok: { type: { kind: 'named', id: 'oven_api::Timer' } },
      error: { kind: 'none' },
      messageSize: 7,
      replySize: 7,
      replyCapacity: 7,
    },
    {
      name: 'lamps',
      number: 9,
      encoding: 'Zerocopy',
      idempotent: true,
      args: [{ name: 'on', type: { kind: 'named', id: 'oven_api::Lamps' } }],
      leases: [],
      ok: { type: { kind: 'named', id: 'oven_api::Lamps' } },
      error: { kind: 'none' },
      messageSize: 1,
      replySize: 1,
      replyCapacity: 1,
    },
  ],
  errorCodes: {
    'oven_api::OvenError': [
      { name: 'DoorOpen', code: 1 },
      { name: 'TooHot', code: 2 },
      { name: 'OvenRestarted', code: 7, serverDeath: true },
    ],
  },
  types: {
    'oven_api::Celsius': {
      kind: 'struct',
      id: 'oven_api::Celsius',
      name: 'Celsius',
      crate: 'oven_api',
      derives: [],
      repr: { layout: 'transparent' },
      shape: 'tuple',
      fields: [{ name: '0', type: { kind: 'integer', name: 'u16' } }],
    },
    'oven_api::Duration': {
      kind: 'struct',
      id: 'oven_api::Duration',
      name: 'Duration',
      crate: 'oven_api',
      derives: [],
      repr: { layout: 'rust' },
      shape: 'tuple',
      fields: [{ name: '0', type: { kind: 'integer', name: 'u64' } }],
    },
    'oven_api::Element': {
      kind: 'enum',
      id: 'oven_api::Element',
      name: 'Element',
      crate: 'oven_api',
      derives: [],
      repr: { layout: 'rust', integer: 'u8' },
      variants: [
        { name: 'Top', index: 0, value: '1', shape: 'unit', fields: [] },
        { name: 'Bottom', index: 1, value: '4', shape: 'unit', fields: [] },
      ],
    },
    'oven_api::Error': {
      kind: 'enum',
      id: 'oven_api::Error',
      name: 'Error',
      crate: 'oven_api',
      derives: [],
      repr: { layout: 'rust' },
      variants: [
        {
          name: 'Refused',
          index: 0,
          value: '0',
          shape: 'named',
          fields: [
            { name: 'code', type: { kind: 'integer', name: 'u8' } },
            { name: 'at', type: { kind: 'array', element: { kind: 'integer', name: 'i16' }, length: 2 } },
          ],
        },
        { name: 'Worn', index: 1, value: '1', shape: 'unit', fields: [] },
      ],
    },
    'oven_api::Lamps': {
      kind: 'flags',
      id: 'oven_api::Lamps',
      name: 'Lamps',
      crate: 'oven_api',
      derives: [],
      repr: { layout: 'transparent' },
      bits: { kind: 'integer', name: 'u8' },
      flags: [
        { name: 'INSIDE', value: '1' },
        { name: 'FRONT', value: '8' },
      ],
    },
    'oven_api::Program': {
      kind: 'enum',
      id: 'oven_api::Program',
      name: 'Program',
      crate: 'oven_api',
      derives: [],
      repr: { layout: 'rust' },
      variants: [
        { name: 'Off', index: 0, value: '0', shape: 'unit', fields: [] },
        {
          name: 'Bake',
          index: 1,
          value: '1',
          shape: 'tuple',
          fields: [
            { name: '0', type: { kind: 'integer', name: 'u16' } },
            { name: '1', type: { kind: 'bool' } },
          ],
        },
        {
          name: 'Steps',
          index: 2,
          value: '2',
          shape: 'named',
          fields: [
            { name: 'first', type: { kind: 'named', id: 'oven_api::Step' } },
            { name: 'next', type: { kind: 'option', some: { kind: 'named', id: 'oven_api::Step' } } },
          ],
        },
        {
          name: 'Timed',
          index: 3,
          value: '3',
          shape: 'tuple',
          fields: [{ name: '0', type: { kind: 'named', id: 'oven_api::Duration' } }],
        },
      ],
    },
    'oven_api::Reading': {
      kind: 'struct',
      id: 'oven_api::Reading',
      name: 'Reading',
      crate: 'oven_api',
      derives: [],
      repr: { layout: 'C' },
      shape: 'named',
      fields: [
        { name: 'celsius', type: { kind: 'integer', name: 'i16' } },
        { name: 'age', type: { kind: 'integer', name: 'u16' } },
        { name: 'total', type: { kind: 'integer', name: 'u64' } },
      ],
    },
    'oven_api::Step': {
      kind: 'struct',
      id: 'oven_api::Step',
      name: 'Step',
      crate: 'oven_api',
      derives: [],
      repr: { layout: 'rust' },
      shape: 'named',
      fields: [
        { name: 'celsius', type: { kind: 'integer', name: 'u16' } },
        { name: 'element', type: { kind: 'named', id: 'oven_api::Element' } },
        { name: 'seconds', type: { kind: 'integer', name: 'u32' } },
      ],
    },
    'oven_api::Timer': {
      kind: 'struct',
      id: 'oven_api::Timer',
      name: 'Timer',
      crate: 'oven_api',
      derives: [],
      repr: { layout: 'rust' },
      shape: 'named',
      fields: [
        { name: 'set', type: { kind: 'option', some: { kind: 'option', some: { kind: 'integer', name: 'u8' } } } },
        { name: 'ticks', type: { kind: 'integer', name: 'u32' }, serdeSkip: true },
      ],
    },
  },
};
