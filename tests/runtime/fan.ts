import {
  type Client,
  clientOf,
  Kernel,
  type KernelOptions,
  type ServerOptions,
  serve,
  serverOf,
  type Task,
} from '../../src/runtime/index.ts';
import type { InterfaceSchema } from '../../src/schema/index.ts';
import { choice, codes, record, U8, U16, U32, wireOf } from './wire-of.ts';

const FAN_ERROR = codes('FanError', { NoSuchFan: 1, Stalled: 2, Dead: 9 }, 'Dead');

/** One operation of each kind. */
export const FAN = wireOf(
  `Interface(name: "Fan", ops: {
    "speed": (args: {"fan": "u8"}, reply: Result(ok: "u16", err: CLike("FanError")), idempotent: true),
    "set_speed": (args: {"fan": "u8", "rpm": "u16"}, reply: Result(ok: "()", err: CLike("FanError"))),
    "count": (reply: Simple("u8"), idempotent: true),
    "start": (args: {"mode": "Mode", "limit": "Option<u32>"}, reply: Result(ok: "Mode", err: Complex("StartError")), encoding: Hubpack),
    "reset": (reply: Result(ok: "()", err: ServerDeath)),
    "mode": (args: {"raw": (type: "Kind", recv: FromPrimitive("u8")), "on": "bool"}, reply: Simple((type: "Kind", recv: FromPrimitive("u8"))), idempotent: true),
    "log": (args: {"level": (type: "Kind", recv: From("u8", None))}, reply: Simple("u64"), idempotent: true),
    "curve": (leases: {
      "points": (type: "[Point]", read: true, max_len: Some(3)),
      "out": (type: "[u8]", write: true),
      "state": (type: "Point", read: true, write: true),
    }, reply: Result(ok: "u8", err: CLike("FanError"))),
    "plain": (reply: Result(ok: "u8", err: CLike("Strict"))),
  })`,
  [
    FAN_ERROR,
    codes('Kind', { Off: 3, Slow: 5 }),
    codes('Strict', { Odd: 1 }),
    choice('Mode', { Off: {}, Fixed: { rpm: U16 } }),
    choice('StartError', { Jammed: { fan: U8, code: U32 }, NoPower: {} }),
    record('Point', { temperature: U16, rpm: U16 }),
  ],
);

export const fine = {
  speed: () => ({ Ok: 1200 }),
  set_speed: () => ({ Ok: null }),
  count: () => 4,
  start: (_: unknown, mode: unknown) => ({ Ok: mode }),
  reset: () => ({ Ok: null }),
  mode: (_: unknown, kind: unknown) => kind,
  log: () => 1n,
  curve: () => ({ Ok: 0 }),
  plain: () => ({ Ok: 7 }),
};

export interface Bench {
  readonly kernel: Kernel;
  readonly server: Task;
  readonly tool: Task;
  readonly client: Client;
}

export interface BenchOptions {
  kernel?: KernelOptions;
  server?: ServerOptions;
  style?: 'InOrder' | 'Pipelined';
  bufferSize?: number;
  /** What the client was built from, where that is not the server's interface. */
  clientWire?: InterfaceSchema;
}

/** A client and a server of an interface in a kernel of their own. `implement` runs at the start of each life of the server. */
export function bench(wire: InterfaceSchema, implement: () => object, options: BenchOptions = {}): Bench {
  const kernel = new Kernel(options.kernel);
  const start = () => serverOf(wire, implement(), options.server, options.style);
  const server = kernel.spawn('server', serve(start, { bufferSize: options.bufferSize }));
  const tool = kernel.spawn('tool');
  const client = clientOf(options.clientWire ?? wire, tool.syscalls, server.id);
  return { kernel, server, tool, client };
}
