import type { KernelEvent } from './events.ts';
import { describeFault, type Fault } from './fault.ts';
import { Machine, type TaskCondition, type TaskRecord } from './machine.ts';
import { Syscalls } from './syscalls.ts';
import type { TaskId } from './task-id.ts';

/** What a task runs, from the start of each of its lives: a server's loop, a script of calls. */
export type Program = (syscalls: Syscalls) => Promise<void>;

/** How a kernel treats its tasks, and who watches it. */
export interface KernelOptions {
  /**
   * What to do with a faulted task. `restart` (the default) starts those that have a program again, as Hubris' supervisor
   * does; `hold` leaves them to {@link Task.restart}; a function decides itself.
   */
  supervisor?: 'restart' | 'hold' | ((task: Task, fault: Fault) => void);
  /**
   * How often `restart` starts a task again that answers nobody in between (default 20). Past it the kernel halts: a server that
   * panics at every message would otherwise keep a retrying client busy for ever.
   */
  restartLimit?: number;
  /**
   * A reply longer than the client's buffer is the server's fault in today's kernel (`fault`, the default); kernels before
   * December 2024 cut it.
   */
  oversizedReply?: 'fault' | 'truncate';
  /** Called at each event, in order. */
  observe?: (event: KernelEvent) => void;
}

/** What is said of a task beside its name and program. */
export interface TaskOptions {
  /** 0 is the most important; the default is the position among the kernel's tasks. Decides which waiting client is served first. */
  priority?: number;
}

/**
 * A simulated Hubris kernel: tasks that send, receive, lend memory and die. There is no clock and no randomness in it:
 * the same program does the same things in the same order.
 * Source: the system calls as https://hubris.oxide.computer/reference/ describes them.
 */
export class Kernel {
  readonly #machine: Machine<Syscalls>;
  readonly #options: KernelOptions;
  readonly #tasks: Task[] = [];
  readonly #programs: (Program | undefined)[] = [];
  /** Restarts by the supervisor since the task last replied. */
  readonly #idleRestarts: number[] = [];

  constructor(options: KernelOptions = {}) {
    this.#options = options;
    this.#machine = new Machine<Syscalls>({
      newLife: (task) => new Syscalls(this.#machine, task),
      oversizedReply: options.oversizedReply ?? 'fault',
      observe: (event) => {
        if (event.kind === 'reply') this.#idleRestarts[event.from.index] = 0;
        options.observe?.(event);
      },
      onFault: (index, fault) => this.#supervise(index, fault),
    });
  }

  get tasks(): readonly Task[] {
    return this.#tasks;
  }

  /**
   * Adds a task and starts its program. Without one, the task is driven from outside, through {@link Task.syscalls}: that is
   * what a test or a host tool calls from.
   * @throws when the name is taken
   */
  spawn(name: string, program?: Program, { priority = this.#tasks.length }: TaskOptions = {}): Task {
    if (this.#tasks.some((task) => task.name === name)) throw new Error(`there is a task ${name} already`);
    const record = this.#machine.add(name, priority);
    const task = new Task(record, this.#machine, () => this.#restart(record));
    this.#tasks.push(task);
    this.#programs.push(program);
    this.#idleRestarts.push(0);
    this.#run(record);
    return task;
  }

  #run(record: TaskRecord<Syscalls>): void {
    const program = this.#programs[record.index];
    if (!program) return;
    const { life } = record;
    const alive = () => record.life === life && life.ended === undefined && this.#machine.halted === undefined;
    Promise.resolve()
      .then(() => (alive() ? program(life) : undefined))
      .then(
        () => {
          if (alive()) record.condition = { kind: 'finished' };
        },
        (error: unknown) => {
          if (alive()) this.#machine.fault(record, panicOf(error));
        },
      );
  }

  #restart(record: TaskRecord<Syscalls>): void {
    this.#machine.restart(record);
    this.#run(record);
  }

  #supervise(index: number, fault: Fault): void {
    const task = this.#tasks[index] as Task;
    const { supervisor = 'restart', restartLimit = 20 } = this.#options;
    if (typeof supervisor === 'function') {
      supervisor(task, fault);
    } else if (supervisor === 'restart' && this.#programs[index]) {
      const restarts = (this.#idleRestarts[index] ?? 0) + 1;
      this.#idleRestarts[index] = restarts;
      if (restarts <= restartLimit) task.restart();
      else
        this.#machine.halt(
          `task ${task.name} faulted ${restarts} times without a reply, last: ${describeFault(fault)}`,
        );
    }
  }
}

function panicOf(error: unknown): Fault {
  return { kind: 'panic', message: error instanceof Error ? error.message : String(error), cause: error };
}

/** A task seen from outside: its name and number stay, its {@link syscalls} are those of its present life. */
export class Task {
  readonly #record: TaskRecord<Syscalls>;
  readonly #machine: Machine<Syscalls>;
  readonly #restart: () => void;

  /** @internal Kernels make these. */
  constructor(record: TaskRecord<Syscalls>, machine: Machine<Syscalls>, restart: () => void) {
    this.#record = record;
    this.#machine = machine;
    this.#restart = restart;
  }

  get name(): string {
    return this.#record.name;
  }

  /** Position among the kernel's tasks, counted from 0. */
  get index(): number {
    return this.#record.index;
  }

  /** With the generation that lives now. */
  get id(): TaskId {
    return this.#machine.idOf(this.#record);
  }

  get syscalls(): Syscalls {
    return this.#record.life;
  }

  get condition(): TaskCondition['kind'] {
    return this.#record.condition.kind;
  }

  /** Why it does not run, while it is faulted. */
  get fault(): Fault | undefined {
    const { condition } = this.#record;
    return condition.kind === 'faulted' ? condition.fault : undefined;
  }

  /** Ends this life, if it has not ended, and begins the next: clients that wait for it get its dead code. */
  restart(): void {
    this.#restart();
  }

  /** Posts notification bits, as an interrupt or a timer would. */
  notify(bits: number): void {
    this.#machine.notify(this.#record, bits);
  }
}
