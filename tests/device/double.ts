import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';
import type { Task } from '../../src/runtime/index.ts';
import { decodeRpcRequest, encodeRpcReply, MAX_RPC_REPLY, type RpcReply, TaskFault } from '../../src/runtime/index.ts';

/** What the network between here and the double does to the answer to a request, which counts from 0. */
export type Network = (request: number) => {
  readonly dropRequest?: boolean;
  readonly dropReply?: boolean;
  /** Sends the answer this often. */
  readonly copies?: number;
  /** Holds the answer back until so many further requests came in. */
  readonly holdFor?: number;
  /** Packets from the device before the answer. */
  readonly before?: readonly Uint8Array[];
  /** Packets from another port of the device's machine before the answer. */
  readonly foreign?: readonly Uint8Array[];
};

/**
 * A device on loopback: the RPC task of a simulated kernel behind a UDP port. Like the real one it passes on any bytes, and is restarted,
 * without an answer, when the server has the kernel fault it.
 */
export class DeviceDouble {
  readonly requests: number[] = [];
  /** Called when a request gets no answer, now or at all. */
  onSilence: () => void = () => {};
  readonly #imageId: bigint;
  readonly #rpc: Task;
  readonly #tasks: readonly Task[];
  readonly #network: Network;
  readonly #held: { readonly packet: Uint8Array; readonly to: RemoteInfo; left: number }[] = [];
  #socket: Socket | undefined;
  #count = 0;

  /** @param rpc a task without a program, in the kernel of the servers */
  constructor(imageId: string, rpc: Task, tasks: readonly Task[], network: Network = () => ({})) {
    this.#imageId = BigInt(`0x${imageId}`);
    this.#rpc = rpc;
    this.#tasks = tasks;
    this.#network = network;
  }

  /** Listens on a free port of an address of this machine, which it gives. */
  async listen(host: '127.0.0.1' | '::1' = '127.0.0.1'): Promise<{ host: string; port: number }> {
    const socket = createSocket(host === '::1' ? 'udp6' : 'udp4');
    this.#socket = socket;
    socket.on('message', (packet, from) => void this.#receive(new Uint8Array(packet), from));
    socket.bind(0, host);
    await once(socket, 'listening');
    return { host, port: socket.address().port };
  }

  close(): void {
    this.#socket?.close();
    this.#socket = undefined;
  }

  async #receive(packet: Uint8Array, from: RemoteInfo): Promise<void> {
    const number = this.#count++;
    const { dropRequest, dropReply, copies = 1, holdFor = 0, before = [], foreign = [] } = this.#network(number);
    if (dropRequest) return this.onSilence();
    for (const odd of before) this.#send(odd, from);
    if (foreign.length > 0) {
      const other = createSocket(from.family === 'IPv6' ? 'udp6' : 'udp4');
      for (const odd of foreign) {
        await new Promise((sent) => other.send(odd, from.port, from.address, sent));
      }
      other.close();
    }
    const reply = await this.#answer(packet);
    for (const held of this.#held) held.left--;
    if (reply && !dropReply) {
      const bytes = encodeRpcReply(reply);
      if (holdFor > 0) this.#held.push({ packet: bytes, to: from, left: holdFor });
      else for (let copy = 0; copy < copies; copy++) this.#send(bytes, from);
    }
    for (const { packet: late, to } of this.#held.filter(({ left }) => left <= 0)) this.#send(late, to);
    if (!reply || dropReply || holdFor > 0) this.onSilence();
    this.#held.splice(0, this.#held.length, ...this.#held.filter(({ left }) => left > 0));
  }

  #send(packet: Uint8Array, to: RemoteInfo): void {
    this.#socket?.send(packet, to.port, to.address);
  }

  async #answer(packet: Uint8Array): Promise<RpcReply | undefined> {
    const request = decodeRpcRequest(packet);
    if (!request) return { kind: 'refused', reason: 'too short' };
    if (request.imageId !== this.#imageId) return { kind: 'wrong image', imageId: this.#imageId };
    if (request.message.length !== request.statedLength) return { kind: 'refused', reason: 'size mismatch' };
    if (request.replyCapacity > MAX_RPC_REPLY) return { kind: 'refused', reason: 'reply too large' };
    this.requests.push(request.operation);
    // The kernel gives the task's present generation, whichever the request has.
    const task = this.#tasks.find(({ index }) => index === (request.task & 0x3ff));
    if (!task) return undefined;
    try {
      const { code, reply } = await this.#rpc.syscalls.send(
        task.id,
        request.operation,
        request.message,
        request.replyCapacity,
      );
      return { kind: 'ok', code, reply };
    } catch (error) {
      if (!(error instanceof TaskFault)) throw error;
      this.#rpc.restart();
      return undefined;
    }
  }
}
