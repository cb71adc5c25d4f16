import type { PlayAnswer, PlayRequest } from './play-answer.ts';

export type WithoutTurn<T> = T extends unknown ? Omit<T, 'turn'> : never;

/** Asks the engine in its worker. Answers come in any order: each has the turn of its request. */
export class Engine {
  readonly #waiting = new Map<number, (answer: PlayAnswer) => void>();
  #worker: Worker | undefined;
  #turn = 0;

  ask(request: WithoutTurn<PlayRequest>): Promise<PlayAnswer> {
    const turn = ++this.#turn;
    this.#worker ??= this.#start();
    return new Promise((resolve) => {
      this.#waiting.set(turn, resolve);
      this.#worker?.postMessage({ ...request, turn });
    });
  }

  #start(): Worker {
    const worker = new Worker(new URL('./play-worker.ts', import.meta.url), { type: 'module' });
    worker.addEventListener('message', ({ data }: MessageEvent<PlayAnswer>) => this.#give(data));
    worker.addEventListener('error', () => {
      for (const turn of this.#waiting.keys()) this.#give({ kind: 'failed', turn });
    });
    return worker;
  }

  #give(answer: PlayAnswer): void {
    this.#waiting.get(answer.turn)?.(answer);
    this.#waiting.delete(answer.turn);
  }
}
