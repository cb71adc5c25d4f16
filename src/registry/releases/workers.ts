import { type ChildProcess, fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { getCompileCacheDir } from 'node:module';
import { availableParallelism } from 'node:os';
import { dirname } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import type { InterfaceComparison } from '../../compare/index.ts';
import type { Count, Engine } from '../../engine/index.ts';
import { type OutsideCrateOptions, ReadFailure } from '../../tree/index.ts';
import type { Config } from '../config.ts';
import type { ReleaseContent } from './content.ts';
import type { ComparedLists } from './history.ts';
import type { Meeting, Pair } from './meeting-judge.ts';
import { WORKER_MODULE } from './worker-module.ts';

/** What a worker is started with: what can be sent to one. */
export interface WorkerSettings {
  readonly cacheFolder?: string;
  readonly generator: string;
  readonly config: Omit<Config, 'source'>;
  readonly configText?: string;
  readonly outside: OutsideCrateOptions;
}

export type WorkerTask =
  | { readonly kind: 'read'; readonly repository: string; readonly commits: readonly string[] }
  /** Lists that follow each other share versions: those of one task are one object there, and what is worked out of one is found again. */
  | { readonly kind: 'compare'; readonly lists: readonly ComparedLists[] }
  /** @see MeetingJudge */
  | { readonly kind: 'judge'; readonly folder: string; readonly path: string; readonly pairs: readonly Pair[] }
  /** Writes what it keeps, for the other workers. */
  | { readonly kind: 'settle' };

export type WorkerMessage = WorkerTask | { readonly kind: 'start'; readonly settings: WorkerSettings };

export type WorkerAnswer =
  | { readonly kind: 'progress'; readonly commit: string }
  | {
      readonly kind: 'read';
      readonly releases: readonly { readonly commit: string; readonly content: ReleaseContent }[];
      /** Contents of the releases that no store keeps. */
      readonly objects: ReadonlyMap<string, Uint8Array>;
    }
  | { readonly kind: 'compare'; readonly comparisons: readonly InterfaceComparison[][] }
  | { readonly kind: 'judge'; readonly meetings: readonly { readonly key: string; readonly meeting: Meeting }[] }
  | { readonly kind: 'failure'; readonly message: string; readonly help?: string }
  /** Of this program. */
  | { readonly kind: 'defect'; readonly stack: string }
  | { readonly kind: 'settle'; readonly counts: readonly (readonly [string, Count])[] };

/** Each has a program and results of its own in memory. */
const MAX_WORKERS = 4;

/** The releases of a large tree need half of it; without a limit, garbage takes more. What does not fit is left undone. */
const LIMITS = ['--max-semi-space-size=8', '--max-old-space-size=512'];

/** As many workers as this machine runs at once. */
export function usualWorkers(): number {
  return Math.min(availableParallelism(), MAX_WORKERS);
}

/** Workers that work on releases at the same time. What they give does not depend on which of them did what. */
export class ReleaseWorkers {
  readonly #count: number;
  readonly #module: URL;
  readonly #settings: WorkerSettings;
  /** Started when there is something to do. */
  #workers: readonly ReleaseWorker[] = [];

  private constructor(count: number, module: URL, settings: WorkerSettings) {
    this.#count = count;
    this.#module = module;
    this.#settings = settings;
  }

  /** Undefined for fewer than two, and where this program has no module that a worker could run. */
  static of(count: number, settings: WorkerSettings): ReleaseWorkers | undefined {
    if (count < 2 || !WORKER_MODULE || !existsSync(fileURLToPath(WORKER_MODULE))) return undefined;
    return new ReleaseWorkers(count, WORKER_MODULE, settings);
  }

  /** Whether starting them costs nothing any more. */
  get areStarted(): boolean {
    return this.#workers.length > 0;
  }

  /**
   * Does tasks, in any order. One for which a worker has too little memory gets no answer.
   *
   * @throws ReadFailure when git, the disk or the network fails
   */
  async run(tasks: readonly WorkerTask[], onAnswer: (answer: WorkerAnswer, task: WorkerTask) => void): Promise<void> {
    if (this.#workers.length === 0) {
      this.#workers = Array.from({ length: this.#count }, () => new ReleaseWorker(this.#module, this.#settings));
    }
    const open = [...tasks];
    const work = async (worker: ReleaseWorker, index: number) => {
      // From both ends: tasks that follow each other share most of what they need, and a worker keeps it.
      const take = () => (index % 2 === 0 ? open.shift() : open.pop());
      for (let task = take(); task; task = take()) {
        const asked = task;
        try {
          await worker.ask(asked, (answer) => onAnswer(answer, asked));
        } catch (error) {
          if (!isOutOfMemory(error)) throw error;
          this.#workers = this.#workers.filter((one) => one !== worker);
          return;
        }
      }
    };
    await Promise.all(this.#workers.map(work));
  }

  /**
   * Lets every worker write what it keeps, and adds what they counted since the last time to the counts of an engine. What one has too
   * little memory to write is not kept.
   */
  async settle(engine: Engine): Promise<void> {
    const add = (answer: WorkerAnswer) => {
      if (answer.kind !== 'settle') return;
      for (const [name, { made, reused, restored, milliseconds }] of answer.counts) {
        const count = engine.count(name);
        count.made += made;
        count.reused += reused;
        count.restored += restored;
        count.milliseconds += milliseconds;
      }
    };
    const settled = this.#workers.map(async (worker) => {
      try {
        await worker.ask({ kind: 'settle' }, add);
      } catch (error) {
        if (!isOutOfMemory(error)) throw error;
        this.#workers = this.#workers.filter((one) => one !== worker);
      }
    });
    await Promise.all(settled);
  }

  /** Ends all workers, whatever they do. */
  async stop(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.stop()));
    this.#workers = [];
  }
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof WorkerEnded && error.isOutOfMemory;
}

/** A process that does one task at a time. When it ends, all of its memory is free: that of a thread stays with the process. */
class ReleaseWorker {
  readonly #process: ChildProcess;
  #onAnswer: (answer: WorkerAnswer) => void = () => undefined;
  #onEnd: (error?: unknown) => void = () => undefined;
  /** Why it does no more work. */
  #ended: unknown;

  constructor(module: URL, settings: WorkerSettings) {
    const compiled = getCompileCacheDir();
    const child = fork(fileURLToPath(module), {
      execArgv: LIMITS,
      // What this process keeps of compiled code, a worker finds, too. Node adds a folder of its version to the given one.
      ...(compiled !== undefined && { env: { ...process.env, NODE_COMPILE_CACHE: dirname(compiled) } }),
      serialization: 'advanced',
      // What Node prints when there is too little memory is nothing to hear of: the task is done elsewhere.
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    this.#process = child;
    child.on('message', (answer: WorkerAnswer) => {
      try {
        if (answer.kind === 'failure') throw new ReadFailure(answer.message, answer.help);
        if (answer.kind === 'defect') throw new Error(answer.stack);
        this.#onAnswer(answer);
        if (answer.kind !== 'progress') this.#onEnd();
      } catch (error) {
        this.#onEnd(error);
      }
    });
    child.on('error', (error) => this.#end(error));
    child.on('exit', (code, signal) => this.#end(new WorkerEnded(code, signal)));
    this.#send({ kind: 'start', settings });
    this.#wait(false);
  }

  /** Resolves after the last answer to a task. */
  async ask(task: WorkerTask, onAnswer: (answer: WorkerAnswer) => void): Promise<void> {
    this.#wait(true);
    try {
      await new Promise<void>((resolve, reject) => {
        this.#onAnswer = onAnswer;
        this.#onEnd = (error) => (error === undefined ? resolve() : reject(error));
        if (this.#ended === undefined) this.#send(task);
        else reject(this.#ended);
      });
    } finally {
      this.#wait(false);
    }
  }

  async stop(): Promise<void> {
    if (this.#ended !== undefined) return;
    const ended = new Promise<void>((resolve) => this.#process.once('exit', () => resolve()));
    this.#process.ref();
    this.#process.kill();
    await ended;
  }

  #send(message: WorkerMessage): void {
    // That it ended meanwhile is told by the event.
    this.#process.send(message, () => undefined);
  }

  /** Whether this process stays alive for it: one without a task ends with this process. */
  #wait(isAsked: boolean): void {
    const { channel } = this.#process;
    if (isAsked) {
      this.#process.ref();
      channel?.ref();
    } else {
      this.#process.unref();
      channel?.unref();
    }
  }

  #end(error: unknown): void {
    this.#ended ??= error;
    this.#onEnd(this.#ended);
  }
}

/** A worker ended before its work did. */
class WorkerEnded extends Error {
  /** Node aborts where a limit of memory is reached, and systems kill where there is no more. */
  readonly isOutOfMemory: boolean;

  constructor(code: number | null, signal: NodeJS.Signals | null) {
    super(`a process that reads releases ended: ${signal ?? `exit code ${code}`}`);
    this.isOutOfMemory = signal === 'SIGABRT' || signal === 'SIGKILL' || code === 134;
  }
}
