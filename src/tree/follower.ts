import { setTimeout as after } from 'node:timers/promises';
import type { TreeWatcher } from './watch.ts';

export interface FollowerOptions {
  /** Watches the tree. Once it resolves, every change calls `onChange`. */
  readonly watch: (onChange: () => void) => Promise<TreeWatcher>;
  /** Reads the tree and shows what it has. */
  readonly update: () => Promise<void>;
  /** Called when the tree cannot be read: once for each reason, and once when it can be read again. */
  readonly onProblem: (problem: string | undefined) => void;
  /** How long to wait before a tree that could not be read is read again, in milliseconds. */
  readonly retryAfter?: number;
}

/**
 * Brings what is shown up to date after changes of a tree: one update at a time, and one for all changes that happen during
 * it. A tree that cannot be read (it is moved away, a file vanishes meanwhile) is reported once and tried again now and then.
 *
 * No change is missed: each time the tree is watched anew, it is read after the watcher is ready.
 */
export class TreeFollower {
  readonly #options: FollowerOptions;
  readonly #stopping = new AbortController();
  #watcher: TreeWatcher | undefined;
  #isRunning = false;
  #isStale = false;
  #problem: string | undefined;

  private constructor(options: FollowerOptions) {
    this.#options = options;
  }

  /**
   * Watches the tree, reads it once, and follows it from then on.
   *
   * @throws what `update` throws the first time
   */
  static async start(options: FollowerOptions): Promise<TreeFollower> {
    const follower = new TreeFollower(options);
    follower.#isRunning = true;
    await follower.#watch();
    try {
      await options.update();
    } catch (error) {
      await follower.stop();
      throw error;
    }
    void follower.#run();
    return follower;
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#watcher?.stop();
  }

  async #watch(): Promise<void> {
    await this.#watcher?.stop();
    this.#watcher = await this.#options.watch(() => {
      this.#isStale = true;
      if (!this.#isRunning) void this.#run();
    });
    if (this.#stopping.signal.aborted) await this.#watcher.stop();
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    const { signal } = this.#stopping;
    while (this.#isStale && !signal.aborted) {
      this.#isStale = false;
      let problem = await this.#update();
      if (problem === undefined && this.#problem !== undefined) {
        // A folder that was gone is watched no longer.
        await this.#watch();
        problem = await this.#update();
      }
      if (problem !== this.#problem && !signal.aborted) this.#options.onProblem(problem);
      this.#problem = problem;
      if (problem === undefined) continue;
      this.#isStale = true;
      await after(this.#options.retryAfter ?? 1_000, undefined, { signal }).catch(() => undefined);
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
