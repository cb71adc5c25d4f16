import type { TaskId } from './task-id.ts';

/**
 * Why a server has the kernel fault its client; the numbers 0 to 5 are the positions.
 * Source: `ReplyFaultReason` in https://github.com/oxidecomputer/hubris/blob/master/sys/abi/src/lib.rs
 */
export const REPLY_FAULTS = [
  'UndefinedOperation',
  'BadMessageSize',
  'BadMessageContents',
  'BadLeases',
  'ReplyBufferTooSmall',
  'AccessViolation',
] as const;

/** One of {@link REPLY_FAULTS}, by name. */
export type ReplyFault = (typeof REPLY_FAULTS)[number];

/** What ended a life of a task. */
export type Fault =
  /** A server refused the task's message. */
  | { readonly kind: 'reply'; readonly reason: ReplyFault; readonly by: TaskId }
  /** The task's own code gave up. `cause` is the JavaScript error behind it, where there is one. */
  | { readonly kind: 'panic'; readonly message: string; readonly cause?: unknown }
  /** The task asked the kernel for something impossible. */
  | { readonly kind: 'usage'; readonly message: string };

/** What a system call, and with it a client's operation, rejects with when its task is faulted. */
export class TaskFault extends Error {
  readonly fault: Fault;

  /** @param task name of the faulted task */
  constructor(task: string, fault: Fault) {
    super(`task ${task}: ${describeFault(fault)}`, fault.kind === 'panic' ? { cause: fault.cause } : undefined);
    this.name = 'TaskFault';
    this.fault = fault;
  }
}

/** What happened, for people: no sentence of its own, but the end of one. */
export function describeFault(fault: Fault): string {
  switch (fault.kind) {
    case 'reply':
      return `reply fault ${fault.reason} from task ${fault.by.index}`;
    case 'panic':
      return `panic: ${fault.message}`;
    case 'usage':
      return `bad system call: ${fault.message}`;
  }
}

/** What the system calls of an earlier life reject with once its task was restarted: a program that gets it has to end. */
export class TaskRestarted extends Error {
  constructor(task: string) {
    super(`task ${task} was restarted`);
    this.name = 'TaskRestarted';
  }
}

/** What every system call rejects with after the kernel gave up, so that nothing waits for an answer that never comes. */
export class KernelHalted extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'KernelHalted';
  }
}

/**
 * What is wrong with a client's request, with the codes of the Idol runtime. All but `WentAway` become a reply fault;
 * a client that went away gets no reply.
 */
export const CLIENT_ERRORS = {
  UnknownOperation: { code: 0xffff_fe00, replyFault: 'UndefinedOperation' },
  BadMessageSize: { code: 0xffff_fe01, replyFault: 'BadMessageSize' },
  BadLease: { code: 0xffff_fe02, replyFault: 'BadLeases' },
  WentAway: { code: 0xffff_fe03, replyFault: null },
  BadMessageContents: { code: 0xffff_fe04, replyFault: 'BadMessageContents' },
  ReplyBufferTooSmall: { code: 0xffff_fe05, replyFault: 'ReplyBufferTooSmall' },
  AccessViolation: { code: 0xffff_fe06, replyFault: 'AccessViolation' },
} as const satisfies Record<string, { code: number; replyFault: ReplyFault | null }>;

/** One of {@link CLIENT_ERRORS}, by name. */
export type ClientError = keyof typeof CLIENT_ERRORS;

/** Thrown by a server's implementation (or by a lease whose client is gone) to refuse a request. Any other error is the server's panic. */
export class RequestError extends Error {
  readonly reason: ClientError;

  constructor(reason: ClientError) {
    super(`request refused: ${reason}`);
    this.name = 'RequestError';
    this.reason = reason;
  }
}
