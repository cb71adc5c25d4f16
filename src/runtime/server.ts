import { incomingSize, methodName, type RuntimeOperation, type RuntimeSchema } from '../wire/index.ts';
import { type ServerBehavior, TODAY } from './behaviors/index.ts';
import { CLIENT_ERRORS, type ClientError, RequestError } from './fault.ts';
import { leased } from './leased.ts';
import type { ReceivedMessage } from './machine.ts';
import type { Awaitable, Result } from './result.ts';
import type { Syscalls } from './syscalls.ts';
import type { TaskId } from './task-id.ts';
import { ValueError, type Values, valuesOf } from './values.ts';

/** The client of the operation that is being served. */
export interface Caller {
  readonly id: TaskId;
  /** The message as it was received. */
  readonly message: ReceivedMessage;
}

/** A client that a pipelined server answers when it likes; until then it waits. An answer to one that is gone does nothing. */
export interface PendingCaller<R> extends Caller {
  /** @param result what an in-order server would have returned */
  reply(result: R): void;
  /** Refuses the request: a reply fault for the client. */
  fail(reason: ClientError): void;
}

/** A server's side of notifications. */
export interface NotificationHandler {
  /** The bits to wake up for, asked before each receive. */
  mask(): number;
  /** @param bits those that were posted, of the mask; they are cleared */
  handle(bits: number): Awaitable<void>;
}

/** What a server does beside its operations. */
export interface ServerOptions {
  /** Without one, a server of {@link dispatchN} waits for no notification. */
  notifications?: NotificationHandler;
  /** The only task to receive from, or undefined for any: asked before each receive. */
  recvSource?: () => TaskId | undefined;
  /** The task that {@link recvSource} named is dead. Without it, the server panics. */
  closedRecvFail?: () => Awaitable<void>;
  /** Restricts operations to tasks, by index or name; one that is not listed is open to all. */
  allowedCallers?: Readonly<Record<string, readonly (number | string)[]>>;
  /** What its compiler and `idol-runtime` decide; today's by default. */
  behavior?: ServerBehavior;
}

/** The implementation of a pipelined server, from that of the same interface in order: each operation answers through its caller. */
export type Pipelined<Implementation> = {
  [Name in keyof Implementation]: Implementation[Name] extends (
    caller: Caller,
    ...values: infer Values
  ) => Awaitable<infer R>
    ? (caller: PendingCaller<R>, ...values: Values) => Awaitable<void>
    : never;
};

/** An operation of a server: gets the caller, the arguments in order, the leases in order. */
export type Handler = (caller: PendingCaller<unknown>, ...values: unknown[]) => unknown;

/** One interface as a task serves it; {@link dispatch} feeds it. */
export class Server {
  readonly options: ServerOptions;
  /** Size of the buffer for a message, in bytes. */
  readonly incomingSize: number;
  readonly #operations: ReadonlyMap<number, { operation: RuntimeOperation; handler: Handler }>;
  readonly #values: (encoding: RuntimeOperation['encoding']) => Values;
  readonly #errorCodes: RuntimeSchema['errorCodes'];
  readonly #style: 'InOrder' | 'Pipelined';

  /**
   * @param implementation has a method for each operation. In order, it returns the value of a `Simple` operation and a
   *   {@link Result} of any other; pipelined, it returns nothing and answers through its caller.
   * @throws TypeError when a method is missing, or a restriction names no operation
   */
  constructor(
    schema: RuntimeSchema,
    implementation: object,
    options: ServerOptions = {},
    style: 'InOrder' | 'Pipelined' = 'InOrder',
  ) {
    this.options = options;
    this.incomingSize = incomingSize(schema, options.behavior?.incomingSize);
    this.#errorCodes = schema.errorCodes;
    this.#style = style;
    this.#values = valuesOf(schema.types);
    for (const name of Object.keys(options.allowedCallers ?? {})) {
      if (schema.operations.every((operation) => operation.name !== name)) {
        throw new TypeError(`interface ${schema.name} has no operation ${name} to restrict`);
      }
    }
    this.#operations = new Map(
      schema.operations.map((operation) => {
        const name = methodName(operation.name);
        const method: unknown = Reflect.get(implementation, name);
        if (typeof method !== 'function' || method === Reflect.get(Object.prototype, name)) {
          throw new TypeError(`the server of ${schema.name} does not implement ${name}`);
        }
        const handler: Handler = (...values) => Reflect.apply(method, implementation, values);
        return [operation.number, { operation, handler }];
      }),
    );
  }

  /**
   * Serves one message: checks it in the order that its runtime has, decodes it, runs the implementation, replies.
   * @param buffer where the message was received
   * @throws Error, the server's panic, for an overlong message where its runtime does not check the length first
   */
  async handle(syscalls: Syscalls, message: ReceivedMessage, buffer: Uint8Array): Promise<void> {
    const { overlongMessage, countsLeases, refusal } = this.options.behavior ?? TODAY.server;
    const isOverlong = message.length > buffer.length;
    try {
      if (isOverlong && overlongMessage === 'panic') {
        throw new Error(`a message of ${message.length} bytes is longer than the buffer of ${buffer.length}`);
      }
      if (isOverlong && overlongMessage === 'fault') throw new RequestError('BadMessageSize');
      const known = this.#operations.get(message.operation);
      if (!known) throw new RequestError('UnknownOperation');
      if (isOverlong) throw new RequestError('BadMessageSize');
      const { operation, handler } = known;
      if (message.replyCapacity < operation.replySize) throw new RequestError('ReplyBufferTooSmall');
      if (countsLeases && message.leaseCount !== operation.leases.length) throw new RequestError('BadLease');
      this.#checkCaller(syscalls, operation.name, message.sender);
      const args = this.#arguments(operation, buffer.subarray(0, message.length));
      const image = this.#values('Zerocopy');
      const leases = operation.leases.map((lease, index) => leased(syscalls, message.sender, index, lease, image));
      const caller = this.#caller(syscalls, message, operation);
      const result = await handler(caller, ...args, ...leases);
      if (this.#style === 'InOrder') caller.reply(result);
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      refuse(syscalls, message.sender, error.reason, refusal);
    }
  }

  #checkCaller(syscalls: Syscalls, operation: string, sender: TaskId): void {
    const allowed = this.options.allowedCallers?.[operation];
    if (!allowed) return;
    const indices = allowed.map((task) => {
      const index = typeof task === 'number' ? task : syscalls.taskIndex(task);
      if (index === undefined) throw new TypeError(`operation ${operation} is restricted to ${task}, which is no task`);
      return index;
    });
    if (!indices.includes(sender.index)) throw new RequestError('AccessViolation');
  }

  #arguments({ args, encoding }: RuntimeOperation, message: Uint8Array): unknown[] {
    const decoded: unknown[] = [];
    let offset = 0;
    try {
      for (const arg of args) {
        const { value, end } = this.#values(encoding).argument(arg, message, offset);
        decoded.push(value);
        offset = end;
      }
    } catch (error) {
      throw error instanceof ValueError ? new RequestError('BadMessageContents') : error;
    }
    // Serde encodings ignore what follows the last argument; a Zerocopy message has exactly one size.
    if (encoding === 'Zerocopy' && offset !== message.length) throw new RequestError('BadMessageContents');
    return decoded;
  }

  #caller(syscalls: Syscalls, message: ReceivedMessage, operation: RuntimeOperation): PendingCaller<unknown> {
    const id = message.sender;
    return {
      id,
      message,
      reply: (result) => {
        const { code, bytes } = this.#encodeReply(operation, result);
        syscalls.reply(id, code, bytes);
      },
      fail: (reason) => refuse(syscalls, id, reason, this.options.behavior?.refusal ?? TODAY.server.refusal),
    };
  }

  #encodeReply(operation: RuntimeOperation, result: unknown): { code: number; bytes: Uint8Array } {
    const { name, error, ok, encoding, replySize } = operation;
    const encodeOk = (value: unknown) => {
      const bytes = this.#values(encoding).encode(ok.type, value);
      if (bytes.length <= replySize) return { code: 0, bytes };
      throw new ValueError('', `the reply of ${name} takes ${bytes.length} bytes, its buffer has ${replySize}`);
    };
    if (error.kind === 'none') return encodeOk(result);
    if (typeof result !== 'object' || result === null) throw new TypeError(`operation ${name} returned no result`);
    const { Ok: value, Err: failure } = result as Result<unknown, unknown>;
    if (failure === undefined) return encodeOk(value);
    switch (error.kind) {
      case 'CLike':
        return { code: this.#errorCode(name, error.codes, failure), bytes: new Uint8Array(0) };
      case 'Complex':
        return { code: 1, bytes: this.#values('Hubpack').encode(error.type, failure) };
      case 'ServerDeath':
        throw new TypeError(`operation ${name} returned an error, but only the kernel reports a server's death`);
    }
  }

  /** The code that a `CLike` error travels as: sixteen bits of its value. */
  #errorCode(operation: string, codes: string | null, failure: unknown): number {
    const code = codes === null ? failure : this.#errorCodes[codes]?.find(({ name }) => name === failure)?.code;
    if (typeof code !== 'number') {
      throw new TypeError(`operation ${operation} returned an unknown error ${String(failure)}`);
    }
    return code & 0xffff;
  }
}

function refuse(syscalls: Syscalls, client: TaskId, reason: ClientError, how: ServerBehavior['refusal']): void {
  const { replyFault, code } = CLIENT_ERRORS[reason];
  if (how === 'code' && replyFault !== null) syscalls.reply(client, code, new Uint8Array(0));
  else if (replyFault !== null) syscalls.replyFault(client, replyFault);
}
