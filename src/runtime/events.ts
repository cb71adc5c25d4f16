import type { Fault } from './fault.ts';
import type { Lease } from './lease.ts';
import type { TaskId } from './task-id.ts';

/** What happens in a kernel, in order: for a trace, for the bytes on the wire, for faults that a test wants to see. */
export type KernelEvent =
  /** A message reached its receiver. The bytes are not copied: look at them, do not keep the leases. */
  | {
      readonly kind: 'message';
      readonly from: TaskId;
      readonly to: TaskId;
      readonly operation: number;
      readonly message: Uint8Array;
      readonly replyCapacity: number;
      readonly leases: readonly Lease[];
    }
  | {
      readonly kind: 'reply';
      readonly from: TaskId;
      readonly to: TaskId;
      readonly code: number;
      readonly reply: Uint8Array;
    }
  | { readonly kind: 'notification'; readonly to: TaskId; readonly bits: number }
  | { readonly kind: 'fault'; readonly task: TaskId; readonly fault: Fault }
  /** `task` names the generation that begins. */
  | { readonly kind: 'restart'; readonly task: TaskId };
