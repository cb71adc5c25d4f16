import type { TaskFault } from './fault.ts';
import type { Lease } from './lease.ts';
import type { SendResult } from './machine.ts';
import type { TaskId } from './task-id.ts';

/**
 * What a client needs of the system below it. A task of the simulated kernel is one; so is an
 * `RpcSender`, which runs `send` on a device.
 */
export interface Sender {
  /**
   * Sends a message and waits for its reply.
   * @param operation number of the operation, counted from 1
   * @param replyCapacity size of the reply buffer in bytes; a longer reply is not delivered
   * @param isIdempotent the operation may run twice: a sender that loses messages may send it again
   * @returns the return code, and the reply's bytes; a dead code when the receiver's life has ended
   * @throws TaskFault when the receiver answers with a reply fault
   */
  send(
    to: TaskId,
    operation: number,
    message: Uint8Array,
    replyCapacity: number,
    leases: readonly Lease[],
    isIdempotent?: boolean,
  ): Promise<SendResult>;

  /** The client's code gives up, as Rust's `panic!` does: ends the sender's life and returns the error to throw. */
  panic(message: string, cause?: unknown): TaskFault;
}
