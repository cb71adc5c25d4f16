import type { InterfaceContract, OperationContract } from '../wire/index.ts';
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
 * Generated clients wrap one. It follows its server through restarts: each dead code tells it the new generation.
 */
export class Client {
  readonly #contract: InterfaceContract;
  readonly #sender: Sender;
  readonly #values: (encoding: OperationContract['encoding']) => Values;
  readonly #behavior: ClientBehavior;
  #server: TaskId;

  /**
   * @param server the task that serves the interface
   * @param behavior what the compiler of its time makes a client do; today's by default
   */
  constructor(contract: InterfaceContract, sender: Sender, server: TaskId, behavior: ClientBehavior = TODAY.client) {
    this.#contract = contract;
    this.#behavior = behavior;
    this.#sender = sender;
    this.#server = server;
    this.#values = valuesOf(contract.types);
  }

  /** The server's task, in the life that the client last heard of. */
  get server(): TaskId {
    return this.#server;
  }

  /**
   * Calls an operation.
   * @param operation its name or number
   * @param args one value for each argument, in order; then `leases` likewise
   * @returns the ok value of a `Simple` operation; a {@link Result} of any other
   * @throws TaskFault when the client is faulted or panics; TypeError when there is no such operation or a value does not fit its type
   */
  async call<T = unknown>(
    operation: string | number,
    args: readonly unknown[] = [],
    leases: readonly unknown[] = [],
  ): Promise<T> {
    const contract = this.#operation(operation);
    checkCount(contract.name, 'arguments', contract.args.length, args.length);
    checkCount(contract.name, 'leases', contract.leases.length, leases.length);
    const values = this.#values(contract.encoding);
    const message = values.message(contract.args, args);
    if (message.length > contract.messageSize) {
      throw this.#panic(contract, `the message takes ${message.length} bytes, its buffer has ${contract.messageSize}`);
    }
    for (const [index, lease] of contract.leases.entries()) {
      const length = lentLength(lease, leases[index]);
      if (lease.maxLen !== undefined && length > lease.maxLen) {
        throw this.#panic(contract, `lease ${lease.name} has ${length} elements, at most ${lease.maxLen} are allowed`);
      }
    }
    const image = this.#values('Zerocopy');
    const lent = contract.leases.map((lease, index) => lend(lease, leases[index], image));
    const result = await this.#send(
      contract,
      message,
      lent.map(({ lease }) => lease),
    );
    this.#decoded(contract, () => {
      for (const { takeBack } of lent) takeBack();
    });
    return this.#reply(contract, result, values) as T;
  }

  /** Calls an operation and tells what came of it, whatever it was. Parameters as of {@link call}. */
  async attempt(operation: string | number, args?: readonly unknown[], leases?: readonly unknown[]): Promise<Outcome> {
    const contract = this.#operation(operation);
    try {
      const value = await this.call(operation, args, leases);
      if (contract.error.kind === 'none') return { kind: 'ok', value };
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

  #operation(operation: string | number): OperationContract {
    const { name, operations } = this.#contract;
    const found = operations.find((candidate) => candidate.name === operation || candidate.number === operation);
    if (found) return found;
    throw new TypeError(`interface ${name} has no operation ${operation}`);
  }

  /** Sends until there is an answer: a dead server's next life is asked again when the operation is idempotent. */
  async #send(
    contract: OperationContract,
    message: Uint8Array,
    leases: Parameters<Sender['send']>[4],
  ): Promise<SendResult> {
    for (;;) {
      const { number, replyCapacity, idempotent } = contract;
      const result = await this.#sender.send(this.#server, number, message, replyCapacity, leases);
      const generation = generationOfDeadCode(result.code);
      if (generation === undefined) return result;
      this.#server = { index: this.#server.index, generation };
      if (!idempotent || !this.#behavior.retriesIdempotent) return result;
    }
  }

  #reply(contract: OperationContract, { code, reply }: SendResult, values: Values): unknown {
    const { error } = contract;
    if (error.kind === 'none') {
      if (code === 0 || this.#behavior.simpleReplyCode === 'ignored') return this.#ok(contract, reply, values);
      throw this.#panic(contract, `unexpected return code ${code}`);
    }
    if (code === 0) return { Ok: this.#ok(contract, reply, values) };
    const dead = generationOfDeadCode(code) !== undefined;
    switch (error.kind) {
      case 'CLike': {
        if (error.codes === null) return { Err: code };
        const codes = this.#contract.errorCodes[error.codes] ?? [];
        const found = codes.find((known) => (dead ? known.serverDeath : known.code === code));
        if (found) return { Err: found.name };
        throw this.#panic(contract, dead ? 'its error type knows no server death' : `unknown error code ${code}`);
      }
      case 'Complex':
        if (dead) return { Err: 'ServerDeath' };
        return { Err: this.#decoded(contract, () => this.#values('Hubpack').decodeAt(error.type, reply, 0).value) };
      case 'ServerDeath':
        if (dead) return { Err: 'ServerDeath' };
        throw this.#panic(contract, `unexpected return code ${code}`);
    }
  }

  #ok(contract: OperationContract, reply: Uint8Array, values: Values): unknown {
    let bytes = reply;
    if (contract.encoding === 'Zerocopy') {
      // The value is read from the buffer, which was zero before: what the server did not send is zero.
      bytes = new Uint8Array(contract.replySize);
      bytes.set(reply.subarray(0, contract.replySize));
    }
    return this.#decoded(contract, () => values.reply(contract.ok, bytes));
  }

  #decoded<T>(contract: OperationContract, decode: () => T): T {
    try {
      return decode();
    } catch (error) {
      if (error instanceof ValueError) throw this.#panic(contract, `the reply does not decode: ${error.message}`);
      throw error;
    }
  }

  #panic(contract: OperationContract, message: string): TaskFault {
    return this.#sender.panic(`${this.#contract.name}.${contract.name}: ${message}`);
  }
}

function checkCount(operation: string, what: string, expected: number, given: number): void {
  if (given !== expected) throw new TypeError(`operation ${operation} takes ${expected} ${what}, not ${given}`);
}
