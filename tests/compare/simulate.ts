import { type CallBehavior, CURRENT, type Verdict, type Witness } from '../../src/compare/index.ts';
import {
  Client,
  type Outcome as ClientOutcome,
  type Fault,
  Kernel,
  type KernelEvent,
  type RuntimeSchema,
  runtimeSchemaOf,
  Server,
  serve,
  ValueError,
} from '../../src/runtime/index.ts';
import {
  type InterfaceSchema,
  type OperationSchema,
  specialize,
  type Type,
  type TypeTable,
} from '../../src/schema/index.ts';
import { ARM, Layouts, methodName, type Value } from '../../src/wire/index.ts';
import { carries } from './carries.ts';
import { fillLease, imageType, lendLease, useLease } from './lent.ts';

/** A call of one version's client to another version's server. */
export interface SimulatedCall extends Witness {
  readonly client: InterfaceSchema;
  readonly operation: OperationSchema;
  readonly server: InterfaceSchema;
  /** Name of the same operation in the server's version, if it has one. */
  readonly meant: string | undefined;
  /** Names of one version by those of the other, of what was only renamed. */
  readonly renamed?: ReadonlyMap<string, string>;
  /** Seed of the values that the leased memory holds. */
  readonly contents?: number;
  /** What the components of both sides do; today's where absent. */
  readonly behavior?: CallBehavior;
}

/** What happened, in the words of a verdict and as it could be seen on both sides. */
export interface Simulated {
  /** `silent` for a call that seemed to go well though one side took something for what it was not. */
  readonly outcome: Exclude<Verdict, { kind: 'ok' | 'unknown' }> | { kind: 'ok' };
  readonly served?: Served;
  /** What came back. */
  readonly returned: ClientOutcome;
  /** The client's leases, in order, as they were when it came back: a slice's elements, `{ value }`, or a value only read. */
  readonly lent: readonly unknown[];
}

/** What reached an implementation. */
export interface Served {
  readonly operation: OperationSchema;
  readonly args: readonly unknown[];
  /** Of the operation that was meant alone: another does its own with them. */
  readonly leases: readonly { readonly type: Type; readonly read?: unknown; readonly written?: Value }[];
}

/** Makes a call for real: the client and the server of `src/runtime`, each built from its own version, on a simulated kernel. */
export async function simulate(call: SimulatedCall): Promise<Simulated> {
  return new Simulation(call.holds ? inConfiguration(call, call.holds) : call).run();
}

/**
 * Makes the call of a witness. What lent memory holds is no part of it: where a verdict is about that, some value shows it.
 */
export async function simulateWitness(call: SimulatedCall, verdict: Verdict): Promise<Simulated['outcome']> {
  let { outcome } = await simulate(call);
  const isOfLease = verdict.kind === 'silent' && call.operation.leases.length > 0;
  for (let contents = 1; contents < 200 && isOfLease && outcome.kind !== verdict.kind; contents++) {
    ({ outcome } = await simulate({ ...call, contents }));
  }
  return outcome;
}

function inConfiguration(call: SimulatedCall, holds: readonly string[]): SimulatedCall {
  const [client, server] = [call.client, call.server].map((wire) => specialize(wire, holds));
  const operation = client?.operations[call.operation.number - 1];
  return client && server && operation ? { ...call, client, server, operation } : call;
}

class Simulation {
  readonly #call: SimulatedCall;
  /** What was taken for something else. */
  readonly #misread: string[] = [];
  #served: Served | undefined;
  /** What ended the server. */
  #crash: Fault | undefined;

  constructor(call: SimulatedCall) {
    this.#call = call;
  }

  async run(): Promise<Simulated> {
    const { client, operation, server, args, lengths, contents = 0, behavior = CURRENT } = this.#call;
    const implementation = Object.fromEntries(
      server.operations.map((one) => [
        methodName(one.name),
        (_: unknown, ...values: unknown[]) => this.#serve(one, values),
      ]),
    );
    const { oversizedReply } = behavior.kernel;
    const kernel = new Kernel({ restartLimit: 0, oversizedReply, observe: (event) => this.#observe(event) });
    const task = kernel.spawn(
      'server',
      serve(() => new Server(runtimeOf(server), implementation, { behavior: behavior.server })),
    );
    const tool = kernel.spawn('tool');
    const caller = new Client(runtimeOf(client), tool.syscalls, task.id, behavior.client);
    const lent = operation.leases.map((lease, i) => lendLease(lease, lengths[i] ?? 1, client.types, contents));
    const returned = await caller.attempt(
      operation.number,
      operation.args.map(({ name }) => fieldOf(args, name)),
      lent,
    );
    const outcome = this.#outcome(returned, lent);
    return { outcome, ...(this.#served && { served: this.#served }), returned, lent };
  }

  #outcome(returned: ClientOutcome, lent: readonly unknown[]): Simulated['outcome'] {
    const ran = this.#served?.operation;
    // Another operation than was meant has run: whatever the client makes of its answer comes too late.
    if (ran && ran.name !== this.#call.meant) return { kind: 'silent' };
    switch (returned.kind) {
      case 'fault':
        return { kind: 'fault', fault: returned.reason };
      case 'panic':
        // A server that took something for what it was not has done its work by then.
        return this.#misread.length > 0 ? { kind: 'silent' } : { kind: 'panic', who: 'client' };
      case 'halted':
        if (this.#crash && this.#misread.length > 0) return { kind: 'silent' };
        // The kernel faults a server whose answer is too long for the client, or that uses a lease that is not there.
        if (this.#crash?.kind === 'usage') return { kind: 'panic', who: 'server' };
        // Its own buffer may be too small for the answer, or for the message.
        if (this.#crash?.kind === 'panic' && isOfBuffer(this.#crash)) return { kind: 'panic', who: 'server' };
        throw new Error(`the server crashed: ${returned.message}`);
      case 'ok':
        if (ran) this.#checkOk(ran, returned.value, lent);
        else this.#misread.push('a refusal was taken for success');
        break;
      case 'error':
        if (ran) this.#checkError(ran, returned.error);
        else this.#misread.push('a refusal was taken for an error');
        break;
    }
    return { kind: this.#misread.length === 0 ? 'ok' : 'silent' };
  }

  #observe(event: KernelEvent): void {
    if (event.kind === 'fault' && event.task.index === 0) this.#crash = event.fault;
  }

  #serve(hit: OperationSchema, values: readonly unknown[]): Value {
    const { operation, args, lengths, meant, answer, client, server, contents = 0 } = this.#call;
    const used: Served['leases'][number][] = [];
    this.#served = { operation: hit, args: values.slice(0, hit.args.length), leases: used };
    if (hit.name !== meant) return answer;
    for (const [i, arg] of hit.args.entries()) {
      const sent = operation.args.find(({ name }) => this.#isSameName(name, arg.name));
      if (sent) this.#check(arg.name, [sent.type, fieldOf(args, sent.name)], [arg.type, values[i]], 'to server');
      else this.#misread.push(arg.name);
    }
    if (operation.leases.length > hit.leases.length) this.#misread.push('a lease was not used');
    for (const [i, lease] of hit.leases.entries()) {
      const lent = operation.leases[i];
      if (!lent || !this.#isSameName(lent.name, lease.name)) this.#misread.push(lease.name);
      if (!lent) continue;
      const image = imageType(lent, lengths[i] ?? 1);
      const use = useLease(lease, values[hit.args.length + i], server.types, contents);
      used.push(use);
      if (lease.read) {
        const sent: [Type, Value] = [image, fillLease(image, client.types, contents)];
        if (use.read === undefined) this.#misread.push(lease.name);
        else this.#check(lease.name, sent, [use.type, use.read], 'to server');
      }
    }
    return answer;
  }

  #checkOk(hit: OperationSchema, value: unknown, lent: readonly unknown[]): void {
    const { operation, lengths, server, contents = 0, answer } = this.#call;
    const isError = hit.reply.kind === 'Result' && fieldOf(answer, 'Err') !== undefined;
    if (isError) this.#misread.push('an error was taken for success');
    else {
      const said = hit.reply.kind === 'Simple' ? answer : fieldOf(answer, 'Ok');
      this.#check('reply', [hit.reply.ok.type, said], [operation.reply.ok.type, value], 'to client');
    }
    for (const [i, lease] of operation.leases.entries()) {
      const written = hit.leases[i];
      if (!written?.write) continue;
      const image = imageType(lease, lengths[i] ?? 1);
      const argument = lent[i];
      const read = lease.slice ? argument : (argument as { value: unknown }).value;
      const filled = imageType(written, this.#leaseLength(lease, written, lengths[i] ?? 1));
      this.#check(lease.name, [filled, fillLease(filled, server.types, contents)], [image, read], 'to client');
    }
  }

  #leaseLength(lease: OperationSchema['leases'][number], written: typeof lease, length: number): number {
    const { client, server } = this.#call;
    const [size, element] = [sizeOf(lease.type, client.types) * length, sizeOf(written.type, server.types)];
    return element > 0 ? size / element : length;
  }

  #checkError(hit: OperationSchema, value: unknown): void {
    const { operation, answer } = this.#call;
    const said = fieldOf(answer, 'Err');
    const sent = hit.reply.kind === 'Result' ? hit.reply.error : undefined;
    const read = operation.reply.kind === 'Result' ? operation.reply.error : undefined;
    if (said === undefined || !sent || !read || sent.kind !== read.kind) this.#misread.push('error');
    else if (sent.kind === 'Complex' && read.kind === 'Complex') {
      this.#check('error', [sent.type, said], [read.type, value], 'to client');
    } else if (!this.#isSameName(String(said), String(value))) this.#misread.push('error');
  }

  #check(what: string, sent: [Type, Value], read: [Type, unknown], way: 'to server' | 'to client'): void {
    const { client, server, renamed } = this.#call;
    const [from, to] = way === 'to server' ? [client.types, server.types] : [server.types, client.types];
    const isCarried = carries(
      { type: sent[0], types: from, value: sent[1] },
      { type: read[0], types: to, value: read[1] as Value },
      renamed,
    );
    if (!isCarried) this.#misread.push(what);
  }

  #isSameName(a: string, b: string): boolean {
    const { renamed } = this.#call;
    return a === b || renamed?.get(a) === b || renamed?.get(b) === a;
  }
}

function sizeOf(type: Type, types: TypeTable): number {
  return new Layouts(types, ARM).image(type, '').size?.max ?? 0;
}

function isOfBuffer(crash: Fault & { kind: 'panic' }): boolean {
  return crash.cause instanceof ValueError || /longer than the buffer/.test(crash.message);
}

function fieldOf(value: Value, name: string): Value {
  return (value as Record<string, Value>)?.[name] as Value;
}

/** Runtime schemas are made once per interface: many calls are made between two. */
const runtimeSchemas = new WeakMap<InterfaceSchema, RuntimeSchema>();

function runtimeOf(wire: InterfaceSchema): RuntimeSchema {
  const known = runtimeSchemas.get(wire) ?? runtimeSchemaOf(wire).runtime;
  runtimeSchemas.set(wire, known);
  return known;
}
