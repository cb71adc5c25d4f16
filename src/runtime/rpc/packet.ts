/** UDP port of a device's RPC task. Source: https://github.com/oxidecomputer/hubris/tree/master/task/udprpc */
export const RPC_PORT = 998;
/** The device's buffers for a packet, in bytes: what does not fit is refused before it is sent. */
export const RPC_PACKET_BYTES = 1024;

const HEADER_BYTES = 16;
const REPLY_PREFIX_BYTES = 5;
/** The longest message that a request carries, in bytes. */
export const MAX_RPC_MESSAGE = RPC_PACKET_BYTES - HEADER_BYTES;
/** The longest reply that an answer carries, in bytes. */
export const MAX_RPC_REPLY = RPC_PACKET_BYTES - REPLY_PREFIX_BYTES;

/** A request to the RPC task: the call of one operation of one task. */
export interface RpcRequest {
  /** `HUBRIS_IMAGE_ID` of the image that the types are of, as a number. */
  readonly imageId: bigint;
  /** Task id as the kernel has it: the index, and the generation in the upper six bits, which the device brings up to date. */
  readonly task: number;
  readonly operation: number;
  /** In bytes. */
  readonly replyCapacity: number;
  readonly message: Uint8Array;
}

/** What the RPC task answers, by its status byte. */
export type RpcReply =
  | { readonly kind: 'ok'; readonly code: number; readonly reply: Uint8Array }
  /** The device runs another image. */
  | { readonly kind: 'wrong image'; readonly imageId: bigint }
  | { readonly kind: 'refused'; readonly reason: 'too short' | 'size mismatch' | 'reply too large' };

/** The packet of a request: little-endian numbers, then the message. */
export function encodeRpcRequest({ imageId, task, operation, replyCapacity, message }: RpcRequest): Uint8Array {
  const packet = new Uint8Array(HEADER_BYTES + message.length);
  const view = new DataView(packet.buffer);
  view.setBigUint64(0, imageId, true);
  [task, operation, replyCapacity, message.length].forEach((number, index) => {
    view.setUint16(8 + 2 * index, number, true);
  });
  packet.set(message, HEADER_BYTES);
  return packet;
}

/** A request as a device reads it; undefined where the packet is shorter than its header. `message` is what arrived, whatever the header says. */
export function decodeRpcRequest(packet: Uint8Array): (RpcRequest & { readonly statedLength: number }) | undefined {
  if (packet.length < HEADER_BYTES) return undefined;
  const view = new DataView(packet.buffer, packet.byteOffset);
  return {
    imageId: view.getBigUint64(0, true),
    task: view.getUint16(8, true),
    operation: view.getUint16(10, true),
    replyCapacity: view.getUint16(12, true),
    statedLength: view.getUint16(14, true),
    message: packet.slice(HEADER_BYTES),
  };
}

const REFUSALS = { 1: 'too short', 3: 'size mismatch', 4: 'reply too large' } as const;

/** The packet that a device answers with: for a double of a device. */
export function encodeRpcReply(reply: RpcReply): Uint8Array {
  switch (reply.kind) {
    case 'ok': {
      const packet = new Uint8Array(REPLY_PREFIX_BYTES + reply.reply.length);
      // Of all numbers of the protocol, this one is big-endian.
      new DataView(packet.buffer).setUint32(1, reply.code, false);
      packet.set(reply.reply, REPLY_PREFIX_BYTES);
      return packet;
    }
    case 'wrong image': {
      const packet = new Uint8Array(9);
      packet[0] = 2;
      new DataView(packet.buffer).setBigUint64(1, reply.imageId, true);
      return packet;
    }
    case 'refused':
      return Uint8Array.of(reply.reason === 'too short' ? 1 : reply.reason === 'size mismatch' ? 3 : 4);
  }
}

/** An answer; undefined for a packet that no RPC task sends. */
export function decodeRpcReply(packet: Uint8Array, replyCapacity: number): RpcReply | undefined {
  const [status] = packet;
  const view = new DataView(packet.buffer, packet.byteOffset, packet.byteLength);
  switch (status) {
    case 0: {
      const length = packet.length - REPLY_PREFIX_BYTES;
      if (length < 0 || length > replyCapacity) return undefined;
      return { kind: 'ok', code: view.getUint32(1, false), reply: packet.slice(REPLY_PREFIX_BYTES) };
    }
    case 2:
      return packet.length === 9 ? { kind: 'wrong image', imageId: view.getBigUint64(1, true) } : undefined;
    case 1:
    case 3:
    case 4:
      return packet.length === 1 ? { kind: 'refused', reason: REFUSALS[status] } : undefined;
    default:
      return undefined;
  }
}
