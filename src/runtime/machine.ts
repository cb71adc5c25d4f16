import type { KernelEvent } from './events.ts';
import { type Fault, KernelHalted, type ReplyFault, TaskFault, TaskRestarted } from './fault.ts';
import type { Lease } from './lease.ts';
import { deadCode, nextGeneration, sameTask, type TaskId } from './task-id.ts';

/** What comes back from a send: the return code, and as many reply bytes as the server gave. */
export interface SendResult {
  readonly code: number;
  readonly reply: Uint8Array;
}

/** What ends a receive. */
export type Received =
  | { readonly kind: 'notification'; readonly bits: number }
  | ReceivedMessage
  /** Only of a closed receive: the task that it waits for is dead. */
  | { readonly kind: 'dead'; readonly code: number };

/** A message whose sender waits for the reply. Its bytes are in the buffer of the receive. */
export interface ReceivedMessage {
  readonly kind: 'message';
  readonly sender: TaskId;
  readonly operation: number;
  /** In bytes, as sent: more than the buffer holds when the message was cut. */
  readonly length: number;
  /** Size of the client's reply buffer, in bytes. */
  readonly replyCapacity: number;
  readonly leaseCount: number;
}

/** Result of a borrow: `length` bytes were copied; or the lender died; or it lends nothing that permits this. */
export type Borrowed =
  | { readonly kind: 'ok'; readonly length: number }
  | { readonly kind: 'dead'; readonly code: number }
  | { readonly kind: 'defect' };

/** What a client granted of a lease. */
export interface LeaseInfo {
  readonly kind: 'ok';
  readonly read: boolean;
  readonly write: boolean;
  /** In bytes. */
  readonly length: number;
}

/** A message on its way, with the promise of its client. */
export interface Request extends Promised<SendResult> {
  readonly operation: number;
  readonly message: Uint8Array;
  readonly replyCapacity: number;
  readonly leases: readonly Lease[];
}

interface Promised<T> {
  resolve(value: T): void;
  reject(error: Error): void;
}

/** A receive that waits. `from` closes it: to one task, or to notifications only. */
export interface Receive extends Promised<Received> {
  readonly buffer: Uint8Array;
  readonly mask: number;
  readonly from: TaskId | 'kernel' | undefined;
}

/** What a task is doing. A faulted one does nothing until it is restarted. */
export type TaskCondition =
  | { readonly kind: 'running' }
  | { readonly kind: 'sending'; readonly to: TaskId; readonly request: Request }
  | { readonly kind: 'awaitingReply'; readonly from: TaskId; readonly request: Request }
  | { readonly kind: 'receiving'; readonly receive: Receive }
  | { readonly kind: 'faulted'; readonly fault: Fault }
  | { readonly kind: 'finished' };

/** One life of a task: whoever holds an earlier one can do nothing with it any more. */
export interface Life {
  /** Set when the life has ended: what its system calls throw from then on. */
  ended: Error | undefined;
}

/** What the kernel knows of a task. */
export interface TaskRecord<L extends Life = Life> {
  readonly index: number;
  readonly name: string;
  /** 0 is the most important. */
  readonly priority: number;
  generation: number;
  notifications: number;
  condition: TaskCondition;
  life: L;
}

export interface MachineSettings<L extends Life> {
  newLife(task: TaskRecord<L>): L;
  readonly oversizedReply: 'fault' | 'truncate';
  observe(event: KernelEvent): void;
  /** Called when a task has been faulted. */
  onFault(task: number, fault: Fault): void;
}

const NO_BYTES = new Uint8Array(0);

/**
 * The kernel's rules: which task may call which, and what happens then. It knows nothing of interfaces or programs.
 * Tasks are plain records; every method is one kernel entry and leaves them consistent.
 */
export class Machine<L extends Life = Life> {
  readonly tasks: TaskRecord<L>[] = [];
  halted: KernelHalted | undefined;
  readonly #settings: MachineSettings<L>;

  constructor(settings: MachineSettings<L>) {
    this.#settings = settings;
  }

  idOf({ index, generation }: TaskRecord<L>): TaskId {
    return { index, generation };
  }

  /** Adds a task in its first life. */
  add(name: string, priority: number): TaskRecord<L> {
    const task = { index: this.tasks.length, name, priority, generation: 0, notifications: 0 } as TaskRecord<L>;
    task.condition = { kind: 'running' };
    task.life = this.#settings.newLife(task);
    this.tasks.push(task);
    return task;
  }

  /** The task of an id, whichever its generation; faults the caller when there is none. */
  #task(caller: TaskRecord<L>, id: TaskId): TaskRecord<L> {
    const task = this.tasks[id.index];
    if (task) return task;
    throw this.fault(caller, { kind: 'usage', message: `there is no task ${id.index}` });
  }

  send(caller: TaskRecord<L>, to: TaskId, request: Request): void {
    const peer = this.#task(caller, to);
    if (peer === caller) throw this.fault(caller, { kind: 'usage', message: 'a task cannot send to itself' });
    if (peer.generation !== to.generation) {
      request.resolve({ code: deadCode(peer.generation), reply: NO_BYTES });
      return;
    }
    caller.condition = { kind: 'sending', to, request };
    if (peer.condition.kind !== 'receiving') return;
    const { from } = peer.condition.receive;
    if (from === undefined || (from !== 'kernel' && sameTask(from, this.idOf(caller)))) this.#deliver(caller, peer);
  }

  receive(caller: TaskRecord<L>, receive: Receive): void {
    const firing = (caller.notifications & receive.mask) >>> 0;
    caller.condition = { kind: 'receiving', receive };
    if (firing !== 0) {
      this.#deliverNotifications(caller, receive, firing);
    } else if (receive.from === undefined) {
      const sender = this.#nextSender(caller);
      if (sender) this.#deliver(sender, caller);
    } else if (receive.from !== 'kernel') {
      const sender = this.#task(caller, receive.from);
      if (sender.generation !== receive.from.generation) {
        caller.condition = { kind: 'running' };
        receive.resolve({ kind: 'dead', code: deadCode(sender.generation) });
      } else if (this.#isSendingTo(sender, caller)) {
        this.#deliver(sender, caller);
      }
    }
  }

  #isSendingTo(sender: TaskRecord<L>, receiver: TaskRecord<L>): boolean {
    return sender.condition.kind === 'sending' && sameTask(sender.condition.to, this.idOf(receiver));
  }

  /** The most important task that waits to send; among equals the first one after the receiver, going round. */
  #nextSender(receiver: TaskRecord<L>): TaskRecord<L> | undefined {
    let chosen: TaskRecord<L> | undefined;
    for (let step = 1; step < this.tasks.length; step++) {
      const task = this.tasks[(receiver.index + step) % this.tasks.length] as TaskRecord<L>;
      if (this.#isSendingTo(task, receiver) && (!chosen || task.priority < chosen.priority)) chosen = task;
    }
    return chosen;
  }

  #deliver(sender: TaskRecord<L>, receiver: TaskRecord<L>): void {
    if (sender.condition.kind !== 'sending' || receiver.condition.kind !== 'receiving') return;
    const { request, to } = sender.condition;
    const { receive } = receiver.condition;
    const { message, operation, replyCapacity, leases } = request;
    receive.buffer.set(message.subarray(0, receive.buffer.length));
    sender.condition = { kind: 'awaitingReply', from: to, request };
    receiver.condition = { kind: 'running' };
    const id = this.idOf(sender);
    this.#settings.observe({ kind: 'message', from: id, to, operation, message, replyCapacity, leases });
    const length = message.length;
    receive.resolve({ kind: 'message', sender: id, operation, length, replyCapacity, leaseCount: leases.length });
  }

  #deliverNotifications(task: TaskRecord<L>, receive: Receive, bits: number): void {
    task.notifications = (task.notifications & ~bits) >>> 0;
    task.condition = { kind: 'running' };
    receive.resolve({ kind: 'notification', bits });
  }

  /** Sets notification bits of a task; they stay until a receive whose mask names them. */
  notify(task: TaskRecord<L>, bits: number): void {
    task.notifications = (task.notifications | bits) >>> 0;
    this.#settings.observe({ kind: 'notification', to: this.idOf(task), bits: bits >>> 0 });
    if (task.condition.kind !== 'receiving') return;
    const { receive } = task.condition;
    const firing = (task.notifications & receive.mask) >>> 0;
    if (firing !== 0) this.#deliverNotifications(task, receive, firing);
  }

  /** The client that waits for the caller's reply, or undefined when it is gone or busy elsewhere: then nobody is told. */
  #client(caller: TaskRecord<L>, id: TaskId): { task: TaskRecord<L>; request: Request } | undefined {
    const task = this.#task(caller, id);
    const { condition } = task;
    if (task.generation !== id.generation || condition.kind !== 'awaitingReply') return undefined;
    return sameTask(condition.from, this.idOf(caller)) ? { task, request: condition.request } : undefined;
  }

  reply(caller: TaskRecord<L>, to: TaskId, code: number, bytes: Uint8Array): void {
    const client = this.#client(caller, to);
    if (!client) return;
    const { task, request } = client;
    if (bytes.length > request.replyCapacity && this.#settings.oversizedReply === 'fault') {
      const message = `a reply of ${bytes.length} bytes to a client with room for ${request.replyCapacity}`;
      throw this.fault(caller, { kind: 'usage', message });
    }
    const reply = bytes.slice(0, request.replyCapacity);
    task.condition = { kind: 'running' };
    this.#settings.observe({ kind: 'reply', from: this.idOf(caller), to, code, reply });
    request.resolve({ code, reply });
  }

  replyFault(caller: TaskRecord<L>, to: TaskId, reason: ReplyFault): void {
    const client = this.#client(caller, to);
    if (client) this.fault(client.task, { kind: 'reply', reason, by: this.idOf(caller) });
  }

  /** The lease of a client that waits for the caller's reply. A lease number beyond the message's leases faults the caller. */
  borrow(caller: TaskRecord<L>, lender: TaskId, index: number): Lease | Exclude<Borrowed, { kind: 'ok' }> {
    const task = this.#task(caller, lender);
    if (task.generation !== lender.generation) return { kind: 'dead', code: deadCode(task.generation) };
    const client = this.#client(caller, lender);
    if (!client) return { kind: 'defect' };
    const lease = client.request.leases[index];
    if (lease) return lease;
    const message = `lease ${index} of a message with ${client.request.leases.length} leases`;
    throw this.fault(caller, { kind: 'usage', message });
  }

  /** Ends a task's life. Others keep waiting for it until it is restarted. Returns the error for whoever runs in that task. */
  fault(task: TaskRecord<L>, fault: Fault): TaskFault {
    const error = new TaskFault(task.name, fault);
    const { condition } = task;
    task.condition = { kind: 'faulted', fault };
    task.life.ended = error;
    this.#settings.observe({ kind: 'fault', task: this.idOf(task), fault });
    reject(condition, error);
    this.#settings.onFault(task.index, fault);
    return error;
  }

  /** Begins a task's next life. Whoever was talking to the last one, or waiting for it, gets the dead code. */
  restart(task: TaskRecord<L>): void {
    const { condition } = task;
    task.life.ended ??= new TaskRestarted(task.name);
    task.generation = nextGeneration(task.generation);
    task.notifications = 0;
    task.condition = { kind: 'running' };
    reject(condition, task.life.ended);
    task.life = this.#settings.newLife(task);
    this.#settings.observe({ kind: 'restart', task: this.idOf(task) });
    for (const other of this.tasks) this.#tellOfDeath(other, task);
  }

  #tellOfDeath(task: TaskRecord<L>, dead: TaskRecord<L>): void {
    const { condition } = task;
    const code = deadCode(dead.generation);
    if (condition.kind === 'receiving') {
      const { from } = condition.receive;
      if (from === undefined || from === 'kernel' || from.index !== dead.index) return;
      task.condition = { kind: 'running' };
      condition.receive.resolve({ kind: 'dead', code });
    } else if (
      (condition.kind === 'sending' && condition.to.index === dead.index) ||
      (condition.kind === 'awaitingReply' && condition.from.index === dead.index)
    ) {
      task.condition = { kind: 'running' };
      condition.request.resolve({ code, reply: NO_BYTES });
    }
  }

  /** Ends everything: each waiting system call rejects, and each later one throws. */
  halt(reason: string): void {
    this.halted = new KernelHalted(reason);
    for (const task of this.tasks) reject(task.condition, this.halted);
  }
}

function reject(condition: TaskCondition, error: Error): void {
  if (condition.kind === 'sending' || condition.kind === 'awaitingReply') condition.request.reject(error);
  else if (condition.kind === 'receiving') condition.receive.reject(error);
}
