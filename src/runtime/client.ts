import type { RuntimeOperation, RuntimeSchema } from '../wire/index.ts';
import { type ClientBehavior, TODAY } from './behaviors/index.ts';
import { KernelHalted, type ReplyFault, TaskFault } from './fault.ts';
import { lend, lentLength } from './lend.ts';
import type { SendResult } from './machine.ts';
import type { Result } from './result.ts';
import type { Sender } from './sender.ts';
import { generationOfDeadCode, type TaskId } from './task-id.ts';
import { ValueError, type Values, valuesOf } from './values.ts';

/** All that can come of an operation, as a value. */
export type Outcome =
  | { readonly kind: 'ok'; readonly value: unknown }
  | { readonly kind: 'error'; readonly error: unknown }
  /** The server (or the kernel) faulted the client. */
  | { readonly kind: 'fault'; readonly reason: ReplyFault }
  /** The client's own code gave up: an unknown error code, a reply that does not decode, a lease that is too long. */
  | { readonly kind: 'panic'; readonly message: string }
  /** The kernel gave up: the server does nothing but crash. */
  | { readonly kind: 'halted'; readonly message: string };

/**
 * A client of an interface that is known at run time only: operations by name or number, values as the codecs have them.
 * Generated clients wrap one. It follows its server through restarts: each dead code carries the new generation.
 */
export class Client {
  readonly #schema: RuntimeSchema;
  readonly #sender: Sender;
  readonly #values: (encoding: RuntimeOperation['encoding']) => Values;
  readonly #behavior: ClientBehavior;
  #server: TaskId;

  /**
   * @param server the task that serves the interface
   * @param behavior what the compiler of its time makes a client do; today's by default
   */
  constructor(schema: RuntimeSchema, sender: Sender, server: TaskId, behavior: ClientBehavior = TODAY.client) {
    this.#schema = schema;
    this.#behavior = behavior;
    this.#sender = sender;
    this.#server = server;
    this.#values = valuesOf(schema.types);
  }

  /** The server's task, in the life that the client last heard of. */
  get server(): TaskId {
    return this.#server;
  }

  /**
   * Calls an operation.
   * @param which its name or number
   * @param args one value for each argument, in order; then `leases` likewise
   * @returns the ok value of a `Simple` operation; a {@link Result} of any other
   * @throws TaskFault when the client is faulted or panics; TypeError when there is no such operation or a value does not fit its type
   */
  async call<T = unknown>(
    which: string | number,
    args: readonly unknown[] = [],
    leases: readonly unknown[] = [],
  ): Promise<T> {
    const operation = this.#operation(which);
    checkCount(operation.name, 'arguments', operation.args.length, args.length);
    checkCount(operation.name, 'leases', operation.leases.length, leases.length);
    const values = this.#values(operation.encoding);
    const message = values.message(operation.args, args);
    if (message.length > operation.messageSize) {
      throw this.#panic(
        operation,
        `the message takes ${message.length} bytes, its buffer has ${operation.messageSize}`,
      );
    }
    for (const [index, lease] of operation.leases.entries()) {
      const length = lentLength(lease, leases[index]);
      if (lease.maxLen !== undefined && length > lease.maxLen) {
        throw this.#panic(operation, `lease ${lease.name} has ${length} elements, at most ${lease.maxLen} are allowed`);
      }
    }
    const image = this.#values('Zerocopy');
    const lent = operation.leases.map((lease, index) => lend(lease, leases[index], image));
    const result = await this.#send(
      operation,
      message,
      lent.map(({ lease }) => lease),
    );
    this.#decoded(operation, () => {
      for (const { takeBack } of lent) takeBack();
    });
    return this.#reply(operation, result, values) as T;
  }

  /** Calls an operation and tells what came of it, whatever it was. Parameters as of {@link call}. */
  async attempt(which: string | number, args?: readonly unknown[], leases?: readonly unknown[]): Promise<Outcome> {
    const operation = this.#operation(which);
    try {
      const value = await this.call(which, args, leases);
      if (operation.error.kind === 'none') return { kind: 'ok', value };
      const result = value as Result<unknown, unknown>;
      return 'Ok' in result ? { kind: 'ok', value: result.Ok } : { kind: 'error', error: result.Err };
    } catch (error) {
      if (error instanceof KernelHalted) return { kind: 'halted', message: error.message };
      if (!(error instanceof TaskFault)) throw error;
      const { fault } = error;
      return fault.kind === 'reply'
        ? { kind: 'fault', reason: fault.reason }
        : { kind: 'panic', message: fault.message };
    }
  }

  #operation(which: string | number): RuntimeOperation {
    const { name, operations } = this.#schema;
    const found = operations.find((candidate) => candidate.name === which || candidate.number === which);
    if (found) return found;
    throw new TypeError(`interface ${name} has no operation ${which}`);
  }

  /** Sends until there is an answer: a dead server's next life is asked again when the operation is idempotent. */
  async #send(
    operation: RuntimeOperation,
    message: Uint8Array,
    leases: Parameters<Sender['send']>[4],
  ): Promise<SendResult> {
    for (;;) {
      const { number, replyCapacity, idempotent } = operation;
      const result = await this.#sender.send(this.#server, number, message, replyCapacity, leases, idempotent);
      const generation = generationOfDeadCode(result.code);
      if (generation === undefined) return result;
      this.#server = { index: this.#server.index, generation };
      if (!idempotent || !this.#behavior.retriesIdempotent) return result;
    }
  }

  #reply(operation: RuntimeOperation, { code, reply }: SendResult, values: Values): unknown {
    const { error } = operation;
    if (error.kind === 'none') {
      if (code === 0 || this.#behavior.simpleReplyCode === 'ignored') return this.#ok(operation, reply, values);
      throw this.#panic(operation, `unexpected return code ${code}`);
    }
    if (code === 0) return { Ok: this.#ok(operation, reply, values) };
    const dead = generationOfDeadCode(code) !== undefined;
    switch (error.kind) {
      case 'CLike': {
        if (error.codes === null) return { Err: code };
        const codes = this.#schema.errorCodes[error.codes] ?? [];
        const found = codes.find((known) => (dead ? known.serverDeath : known.code === code));
        if (found) return { Err: found.name };
        throw this.#panic(operation, dead ? 'its error type knows no server death' : `unknown error code ${code}`);
      }
      case 'Complex':
        if (dead) return { Err: 'ServerDeath' };
        return { Err: this.#decoded(operation, () => this.#values('Hubpack').decodeAt(error.type, reply, 0).value) };
      case 'ServerDeath':
        if (dead) return { Err: 'ServerDeath' };
        throw this.#panic(operation, `unexpected return code ${code}`);
    }
  }

  #ok(operation: RuntimeOperation, reply: Uint8Array, values: Values): unknown {
    let bytes = reply;
    if (operation.encoding === 'Zerocopy') {
      // The value is read from the buffer, which was zero before: what the server did not send is zero.
      bytes = new Uint8Array(operation.replySize);
      bytes.set(reply.subarray(0, operation.replySize));
    }
    const isLoose = operation.encoding === 'Zerocopy' || this.#behavior.boolReply === 'any-byte';
    if (isLoose && operation.ok.type.kind === 'bool' && bytes.length > 0) return bytes[0] !== 0;
    return this.#decoded(operation, () => values.reply(operation.ok, bytes));
  }

  #decoded<T>(operation: RuntimeOperation, decode: () => T): T {
    try {
      return decode();
    } catch (error) {
      if (error instanceof ValueError) throw this.#panic(operation, `the reply does not decode: ${error.message}`);
      throw error;
    }
  }

  #panic(operation: RuntimeOperation, message: string): TaskFault {
    return this.#sender.panic(`${this.#schema.name}.${operation.name}: ${message}`);
  }
}

function checkCount(operation: string, what: string, expected: number, given: number): void {
  if (given !== expected) throw new TypeError(`operation ${operation} takes ${expected} ${what}, not ${given}`);
}
