import { setTimeout as after } from 'node:timers/promises';

export interface FollowerOptions {
  /** Reads the tree and shows what it has. */
  readonly update: () => Promise<void>;
  /** Told when the tree cannot be read: once for each reason, and once when it can be read again. */
  readonly onProblem: (problem: string | undefined) => void;
  /** Ends the following. */
  readonly signal: AbortSignal;
  /** How long to wait before a tree that could not be read is read again, in milliseconds. */
  readonly retryAfter?: number;
}

/**
 * Brings what is shown up to date after changes of a tree: one update at a time, and one for all changes that happen during
 * it. What cannot be read (a tree that is moved away, a file that vanishes meanwhile) is said once; until it can be read, it is
 * tried again now and then, because a folder that is gone tells nobody that it is back.
 */
export class TreeFollower {
  readonly #options: FollowerOptions;
  #isRunning = false;
  #isStale = false;
  #problem: string | undefined;

  constructor(options: FollowerOptions) {
    this.#options = options;
  }

  /** Something in the tree is not as it was. */
  changed(): void {
    this.#isStale = true;
    if (!this.#isRunning) void this.#run();
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    const { signal, onProblem, retryAfter = 1_000 } = this.#options;
    while (this.#isStale && !signal.aborted) {
      this.#isStale = false;
      const problem = await this.#update();
      if (problem !== this.#problem && !signal.aborted) onProblem(problem);
      this.#problem = problem;
      if (problem === undefined) continue;
      this.#isStale = true;
      await after(retryAfter, undefined, { signal }).catch(() => undefined);
    }
    this.#isRunning = false;
  }

  async #update(): Promise<string | undefined> {
    try {
      await this.#options.update();
      return undefined;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }
}
