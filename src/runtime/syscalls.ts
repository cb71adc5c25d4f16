import type { ReplyFault, TaskFault } from './fault.ts';
import type { Lease } from './lease.ts';
import type { Borrowed, LeaseInfo, Life, Machine, Received, SendResult, TaskRecord } from './machine.ts';
import type { Sender } from './sender.ts';
import { deadCode, type TaskId } from './task-id.ts';

/** What a task waits for. */
export interface ReceiveOptions {
  /** Where the message goes; a longer one is cut. */
  buffer: Uint8Array;
  /** Notification bits to be woken by. Default: none. */
  mask?: number;
  /** Closes the receive: to messages of one task, or (`kernel`) to notifications only. */
  from?: TaskId | 'kernel';
}

/**
 * The system calls of one life of a task. After a fault or a restart they throw: hold on to the task, not to these.
 * A task waits for one thing at a time: a second send or receive while one waits is an error in the caller. The other calls
 * return at once, and may be made while the task waits.
 */
export class Syscalls implements Sender, Life {
  /** @internal */
  ended: Error | undefined;
  readonly #machine: Machine<Syscalls>;
  readonly #task: TaskRecord<Syscalls>;
  readonly id: TaskId;

  /** @internal Kernels make these. */
  constructor(machine: Machine<Syscalls>, task: TaskRecord<Syscalls>) {
    this.#machine = machine;
    this.#task = task;
    this.id = machine.idOf(task);
  }

  /** The task's name. */
  get name(): string {
    return this.#task.name;
  }

  async send(
    to: TaskId,
    operation: number,
    message: Uint8Array,
    replyCapacity: number,
    leases: readonly Lease[] = [],
  ): Promise<SendResult> {
    const task = this.#enterIdle();
    return new Promise((resolve, reject) => {
      const request = { operation, message: message.slice(), replyCapacity, leases, resolve, reject };
      this.#machine.send(task, to, request);
    });
  }

  /** Waits for a notification in `mask`, else for a message. A closed receive may find its task dead. */
  async receive({ buffer, mask = 0, from }: ReceiveOptions): Promise<Received> {
    const task = this.#enterIdle();
    return new Promise((resolve, reject) => {
      this.#machine.receive(task, { buffer, mask, from, resolve, reject });
    });
  }

  /**
   * Answers a client. One that has gone away in the meantime is not an error: nothing happens.
   * @param code the return code, of which 32 bits travel
   */
  reply(to: TaskId, code: number, bytes: Uint8Array): void {
    this.#machine.reply(this.#enter(), to, code >>> 0, bytes);
  }

  /** Has the kernel fault a client, instead of a reply. */
  replyFault(to: TaskId, reason: ReplyFault): void {
    this.#machine.replyFault(this.#enter(), to, reason);
  }

  /** Access and length of a client's lease. */
  borrowInfo(lender: TaskId, index: number): LeaseInfo | Exclude<Borrowed, { kind: 'ok' }> {
    const lease = this.#machine.borrow(this.#enter(), lender, index);
    if ('kind' in lease) return lease;
    return { kind: 'ok', read: lease.read, write: lease.write, length: lease.memory.length };
  }

  /** Copies from a lease, from `offset` bytes on, as much as `into` and the lease hold. */
  borrowRead(lender: TaskId, index: number, offset: number, into: Uint8Array): Borrowed {
    const lease = this.#borrow(lender, index, offset);
    if ('kind' in lease) return lease;
    if (!lease.read) return { kind: 'defect' };
    const source = lease.memory.subarray(offset, offset + into.length);
    into.set(source);
    return { kind: 'ok', length: source.length };
  }

  /** Copies into a lease, from `offset` bytes on, as much as it holds. */
  borrowWrite(lender: TaskId, index: number, offset: number, bytes: Uint8Array): Borrowed {
    const lease = this.#borrow(lender, index, offset);
    if ('kind' in lease) return lease;
    if (!lease.write) return { kind: 'defect' };
    const source = bytes.subarray(0, Math.max(0, lease.memory.length - offset));
    lease.memory.set(source, offset);
    return { kind: 'ok', length: source.length };
  }

  #borrow(lender: TaskId, index: number, offset: number) {
    const task = this.#enter();
    const lease = this.#machine.borrow(task, lender, index);
    if ('kind' in lease) return lease;
    // A negative one would count from the end, as JavaScript's own functions do.
    if (Number.isInteger(offset) && 0 <= offset && offset <= lease.memory.length) return lease;
    const message = `offset ${offset} of a lease of ${lease.memory.length} bytes`;
    throw this.#machine.fault(task, { kind: 'usage', message });
  }

  /** Posts notification bits to a task. Returns 0, or the dead code when that life of it has ended. */
  notify(to: TaskId, bits: number): number {
    const caller = this.#enter();
    const task = this.#machine.tasks[to.index];
    if (!task) throw this.#machine.fault(caller, { kind: 'usage', message: `there is no task ${to.index}` });
    if (task.generation !== to.generation) return deadCode(task.generation);
    this.#machine.notify(task, bits);
    return 0;
  }

  /** The id of that task's present life. */
  refresh(id: TaskId): TaskId {
    const caller = this.#enter();
    const task = this.#machine.tasks[id.index];
    if (!task) throw this.#machine.fault(caller, { kind: 'usage', message: `there is no task ${id.index}` });
    return this.#machine.idOf(task);
  }

  /** Index of the task of that name, or undefined. */
  taskIndex(name: string): number | undefined {
    return this.#machine.tasks.find((task) => task.name === name)?.index;
  }

  panic(message: string, cause?: unknown): TaskFault {
    return this.#machine.fault(this.#enter(), { kind: 'panic', message, cause });
  }

  #enter(): TaskRecord<Syscalls> {
    if (this.#machine.halted) throw this.#machine.halted;
    if (this.ended) throw this.ended;
    return this.#task;
  }

  #enterIdle(): TaskRecord<Syscalls> {
    const task = this.#enter();
    const { kind } = task.condition;
    if (kind === 'running' || kind === 'finished') return task;
    throw new Error(`task ${this.name} is busy (${kind}): what runs beside it needs a task of its own`);
  }
}
