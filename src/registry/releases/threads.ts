import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { InterfaceComparison, InterfaceVersion } from '../../compare/index.ts';
import type { Count, Engine } from '../../engine/index.ts';
import { type OutsideCrateOptions, ReadFailure } from '../../tree/index.ts';
import type { Config } from '../config.ts';
import type { ReleaseContent } from './content.ts';
import type { Meeting, Pair } from './meeting-judge.ts';
import { THREAD_MODULE } from './thread-module.ts';

/** What a thread is started with: what can be sent to one. */
export interface ThreadSettings {
  readonly cacheFolder?: string;
  readonly generator: string;
  readonly config: Omit<Config, 'source'>;
  readonly configText?: string;
  readonly outside: OutsideCrateOptions;
}

export type ThreadTask =
  | { readonly kind: 'read'; readonly repository: string; readonly commits: readonly string[] }
  | {
      readonly kind: 'compare';
      readonly before: readonly InterfaceVersion[];
      readonly after: readonly InterfaceVersion[];
      readonly shared?: readonly string[];
    }
  /** @see MeetingJudge */
  | { readonly kind: 'judge'; readonly folder: string; readonly path: string; readonly pairs: readonly Pair[] }
  /** Writes what it keeps, for the other threads. */
  | { readonly kind: 'settle' };

export type ThreadAnswer =
  | { readonly kind: 'progress'; readonly commit: string }
  | {
      readonly kind: 'read';
      readonly releases: readonly { readonly commit: string; readonly content: ReleaseContent }[];
      /** Contents of the releases that no store keeps. */
      readonly objects: ReadonlyMap<string, Uint8Array>;
    }
  | { readonly kind: 'compare'; readonly comparisons: InterfaceComparison[] }
  | { readonly kind: 'judge'; readonly meetings: readonly { readonly key: string; readonly meeting: Meeting }[] }
  | { readonly kind: 'failure'; readonly message: string; readonly help?: string }
  | { readonly kind: 'settle'; readonly counts: readonly (readonly [string, Count])[] };

/** Each thread has a program and results of its own in memory. */
const MAX_THREADS = 4;

/** The releases of a large tree need half of it; without a limit, garbage takes more. What does not fit is left undone. */
const LIMITS = { maxYoungGenerationSizeMb: 24, maxOldGenerationSizeMb: 512 };

/** As many threads as this machine runs at once. */
export function usualThreads(): number {
  return Math.min(availableParallelism(), MAX_THREADS);
}

/** Threads that work on releases at the same time. What they give does not depend on which of them did what. */
export class ReleaseThreads {
  readonly #count: number;
  readonly #module: URL;
  readonly #settings: ThreadSettings;
  /** Started when there is something to do. */
  #threads: readonly Thread[] = [];

  private constructor(count: number, module: URL, settings: ThreadSettings) {
    this.#count = count;
    this.#module = module;
    this.#settings = settings;
  }

  /** Undefined for fewer than two, and where this program has no module that a thread could run. */
  static of(count: number, settings: ThreadSettings): ReleaseThreads | undefined {
    if (count < 2 || !THREAD_MODULE || !existsSync(fileURLToPath(THREAD_MODULE))) return undefined;
    return new ReleaseThreads(count, THREAD_MODULE, settings);
  }

  /** Whether starting them costs nothing any more. */
  get areStarted(): boolean {
    return this.#threads.length > 0;
  }

  /**
   * Does tasks, in any order. One for which a thread has too little memory gets no answer.
   *
   * @throws ReadFailure when git, the disk or the network fails
   */
  async run(tasks: readonly ThreadTask[], onAnswer: (answer: ThreadAnswer, task: ThreadTask) => void): Promise<void> {
    if (this.#threads.length === 0) {
      this.#threads = Array.from({ length: this.#count }, () => new Thread(this.#module, this.#settings));
    }
    const open = [...tasks];
    const work = async (thread: Thread, index: number) => {
      // From both ends: tasks that follow each other share most of what they need, and a thread keeps it.
      const take = () => (index % 2 === 0 ? open.shift() : open.pop());
      for (let task = take(); task; task = take()) {
        const asked = task;
        try {
          await thread.ask(asked, (answer) => onAnswer(answer, asked));
        } catch (error) {
          if (!isOutOfMemory(error)) throw error;
          this.#threads = this.#threads.filter((one) => one !== thread);
          return;
        }
      }
    };
    await Promise.all(this.#threads.map(work));
  }

  /** Lets every thread write what it keeps, and adds what they counted since the last time to the counts of an engine. */
  async settle(engine: Engine): Promise<void> {
    const add = (answer: ThreadAnswer) => {
      if (answer.kind !== 'settle') return;
      for (const [name, { made, reused, restored, milliseconds }] of answer.counts) {
        const count = engine.count(name);
        count.made += made;
        count.reused += reused;
        count.restored += restored;
        count.milliseconds += milliseconds;
      }
    };
    await Promise.all(this.#threads.map((thread) => thread.ask({ kind: 'settle' }, add)));
  }

  /** Ends all threads, whatever they do. */
  async stop(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.stop()));
    this.#threads = [];
  }
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
}

/** One thread, which does one task at a time. */
class Thread {
  readonly #worker: Worker;
  #onAnswer: (answer: ThreadAnswer) => void = () => undefined;
  #onEnd: (error?: unknown) => void = () => undefined;
  /** Why it does no more work. */
  #ended: unknown;

  constructor(module: URL, settings: ThreadSettings) {
    this.#worker = new Worker(module, { workerData: settings, resourceLimits: LIMITS });
    this.#worker.on('message', (answer: ThreadAnswer) => {
      try {
        if (answer.kind === 'failure') throw new ReadFailure(answer.message, answer.help);
        this.#onAnswer(answer);
        if (answer.kind !== 'progress') this.#onEnd();
      } catch (error) {
        this.#onEnd(error);
      }
    });
    this.#worker.on('error', (error) => this.#end(error));
    this.#worker.on('exit', () => this.#end(new Error('a thread ended before its work did')));
  }

  /** Resolves after the last answer to a task. */
  ask(task: ThreadTask, onAnswer: (answer: ThreadAnswer) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#onAnswer = onAnswer;
      this.#onEnd = (error) => (error === undefined ? resolve() : reject(error));
      if (this.#ended === undefined) this.#worker.postMessage(task);
      else reject(this.#ended);
    });
  }

  async stop(): Promise<void> {
    await this.#worker.terminate();
  }

  #end(error: unknown): void {
    this.#ended ??= error;
    this.#onEnd(this.#ended);
  }
}
