import { TaskFault } from '../fault.ts';
import type { Lease } from '../lease.ts';
import type { SendResult } from '../machine.ts';
import type { Sender } from '../sender.ts';
import type { TaskId } from '../task-id.ts';
import { decodeRpcReply, encodeRpcRequest, MAX_RPC_MESSAGE, MAX_RPC_REPLY, type RpcReply } from './packet.ts';
import { RpcError } from './rpc-error.ts';

/** A way to a device for one attempt: it sends to it and hears from it alone. */
export interface RpcSocket {
  send(packet: Uint8Array): Promise<void>;
  /** Ends the socket: nothing is received after it. Called once. */
  close(): void;
}

/**
 * Opens a socket for one attempt.
 *
 * The protocol does not number its requests, so a late answer looks like one to the next request. Therefore each attempt
 * has its own socket, and with it its own local port: what is late or double arrives where nobody listens.
 *
 * @param receive called with each packet from the device
 * @param fail called once when the network refuses
 */
export type OpenRpcSocket = (
  receive: (packet: Uint8Array) => void,
  fail: (cause: unknown) => void,
) => Promise<RpcSocket>;

/** How calls are sent to a device. */
export interface RpcOptions {
  /** Image id of the firmware that the client's types are of, as 16 hexadecimal digits. A device with another one refuses every call. */
  readonly imageId: string;
  /** Milliseconds to wait for an answer to one request (default 1000). */
  readonly timeout?: number;
  /** How often an idempotent operation is sent again after a time-out (default 3). Any other is sent once. */
  readonly retries?: number;
  /**
   * Calls `expire` after some milliseconds, unless the function that it returns is called before (default: the clock of the machine).
   * A test that knows what was lost needs no clock.
   */
  readonly timer?: (milliseconds: number, expire: () => void) => () => void;
}

/**
 * Calls tasks of a device over its network RPC task. A generated client takes one for its sender, as it takes a task of the simulated
 * kernel; the server's {@link TaskId} is that of the image's manifest.
 *
 * Rejects with an {@link RpcError}. A request that the server refuses with a reply fault ends the device's RPC task, so that no answer comes.
 * After a time-out one more request asks whether the device is there, which the error says.
 */
export class RpcSender implements Sender {
  readonly #open: OpenRpcSocket;
  readonly #imageId: bigint;
  readonly #timeout: number;
  readonly #retries: number;
  readonly #timer: NonNullable<RpcOptions['timer']>;

  /** @throws TypeError when the image id is not 16 hexadecimal digits, or a number of the options is negative */
  constructor(open: OpenRpcSocket, { imageId, timeout = 1000, retries = 3, timer = clock }: RpcOptions) {
    if (!/^(?:0x)?[0-9a-f]{16}$/i.test(imageId))
      throw new TypeError(`\`${imageId}\` is no image id of 16 hexadecimal digits`);
    if (!(timeout > 0)) throw new TypeError('the time-out is no positive number of milliseconds');
    if (!Number.isInteger(retries) || retries < 0) throw new TypeError('the number of retries is no whole number');
    this.#open = open;
    this.#imageId = BigInt(imageId.startsWith('0x') ? imageId : `0x${imageId}`);
    this.#timeout = timeout;
    this.#retries = retries;
    this.#timer = timer;
  }

  async send(
    to: TaskId,
    operation: number,
    message: Uint8Array,
    replyCapacity: number,
    leases: readonly Lease[],
    isIdempotent = false,
  ): Promise<SendResult> {
    refuse(
      leases.length > 0,
      'the network RPC of a device carries no leases: the memory would have to be on the device',
    );
    refuse(
      message.length > MAX_RPC_MESSAGE,
      `the message has ${message.length} bytes; the network RPC of a device carries ${MAX_RPC_MESSAGE}`,
    );
    refuse(
      replyCapacity > MAX_RPC_REPLY,
      `the reply may have ${replyCapacity} bytes; the network RPC of a device carries ${MAX_RPC_REPLY}`,
    );
    const task = (to.generation << 10) | to.index;
    const packet = encodeRpcRequest({ imageId: this.#imageId, task, operation, replyCapacity, message });
    const attempts = isIdempotent ? 1 + this.#retries : 1;
    let ignoredPackets = 0;
    for (let attempt = 0; attempt < attempts; attempt++) {
      const { reply, ignored } = await this.#exchange(packet, replyCapacity);
      ignoredPackets += ignored;
      if (reply) return this.#result(reply);
    }
    throw new RpcError({ kind: 'timeout', attempts, ignoredPackets, isReachable: await this.#isReachable() });
  }

  /**
   * Whether the RPC task answers a request that reaches no server: one for another image. A server's reply fault restarts the RPC task, and
   * to its client looks like a packet that was lost.
   */
  async #isReachable(): Promise<boolean> {
    const imageId = BigInt.asUintN(64, this.#imageId + 1n);
    const packet = encodeRpcRequest({ imageId, task: 0, operation: 0, replyCapacity: 0, message: new Uint8Array(0) });
    const { reply } = await this.#exchange(packet, 0);
    return reply !== undefined;
  }

  /** A client that gives up has no life to end here: the device knows nothing of it. */
  panic(message: string, cause?: unknown): TaskFault {
    return new TaskFault('rpc', { kind: 'panic', message, cause });
  }

  async #exchange(packet: Uint8Array, replyCapacity: number): Promise<{ reply?: RpcReply; ignored: number }> {
    let ignored = 0;
    let socket: RpcSocket | undefined;
    let stop: (() => void) | undefined;
    try {
      return await new Promise((resolve, reject) => {
        const fail = (cause: unknown) => reject(new RpcError({ kind: 'network', cause }));
        const receive = (answer: Uint8Array) => {
          const reply = decodeRpcReply(answer, replyCapacity);
          if (reply) resolve({ reply, ignored });
          else ignored++;
        };
        stop = this.#timer(this.#timeout, () => resolve({ ignored }));
        this.#open(receive, fail)
          .then((opened) => {
            socket = opened;
            return opened.send(packet);
          })
          .catch(fail);
      });
    } finally {
      stop?.();
      socket?.close();
    }
  }

  #result(reply: RpcReply): SendResult {
    switch (reply.kind) {
      case 'ok':
        return { code: reply.code, reply: reply.reply };
      case 'wrong image':
        throw new RpcError({ kind: 'wrong image', expected: hex(this.#imageId), actual: hex(reply.imageId) });
      case 'refused':
        throw new RpcError({ kind: 'refused', reason: reply.reason });
    }
  }
}

function clock(milliseconds: number, expire: () => void): () => void {
  const timer = setTimeout(expire, milliseconds);
  return () => clearTimeout(timer);
}

function hex(imageId: bigint): string {
  return imageId.toString(16).padStart(16, '0');
}

function refuse(isWrong: boolean, message: string): void {
  if (isWrong) throw new RpcError({ kind: 'unsupported', message });
}
