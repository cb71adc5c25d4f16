/**
 * What generated TypeScript stubs run on: clients, servers, and a simulated Hubris kernel between them. A kernel runs tasks in one
 * JavaScript thread, so that a test of a protocol needs no device. {@link RpcSender} sends the same calls to a real device. It reads no
 * file and imports nothing of Node, so it runs in a browser too.
 */
export { incomingSize, type RuntimeSchema, runtimeSchemaOf } from '../wire/index.ts';
export * from './behaviors/index.ts';
export { Client, type Outcome } from './client.ts';
export { dispatch, dispatchN, serve } from './dispatch.ts';
export { clientOf, serverOf } from './endpoints.ts';
export type { KernelEvent } from './events.ts';
export {
  CLIENT_ERRORS,
  type ClientError,
  describeFault,
  type Fault,
  KernelHalted,
  REPLY_FAULTS,
  type ReplyFault,
  RequestError,
  TaskFault,
  TaskRestarted,
} from './fault.ts';
export { Kernel, type KernelOptions, type Program, Task, type TaskOptions } from './kernel.ts';
export type { Lease } from './lease.ts';
export type { Access, Leased, LeasedBytes, LeasedSlice } from './leased.ts';
export type { Cell } from './lend.ts';
export type {
  Borrowed,
  LeaseInfo,
  Life,
  Machine,
  Received,
  ReceivedMessage,
  SendResult,
  TaskCondition,
  TaskRecord,
} from './machine.ts';
export { type DecodedValue, MessageCodec } from './message-codec.ts';
export { type Awaitable, type Result, type ServerDeath, unwrap } from './result.ts';
export * from './rpc/index.ts';
export type { Sender } from './sender.ts';
export {
  type Caller,
  type NotificationHandler,
  type PendingCaller,
  type Pipelined,
  Server,
  type ServerOptions,
} from './server.ts';
export { type ReceiveOptions, Syscalls } from './syscalls.ts';
export { deadCode, FIRST_DEAD_CODE, generationOfDeadCode, nextGeneration, sameTask, type TaskId } from './task-id.ts';
export { ValueError } from './values.ts';
