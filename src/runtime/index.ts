export type * from './events.ts';
export * from './fault.ts';
export * from './kernel.ts';
export type { Borrowed, Lease, LeaseInfo, Received, ReceivedMessage, SendResult } from './machine.ts';
export type * from './sender.ts';
export * from './syscalls.ts';
export * from './task-id.ts';
