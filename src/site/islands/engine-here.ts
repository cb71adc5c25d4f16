import type { WithoutTurn } from './engine.ts';
import { answerTo, type PlayAnswer, type PlayRequest } from './play-answer.ts';

/** In place of the engine in a worker, for pages from a disk: browsers start no worker there. */
export class Engine {
  #turn = 0;

  async ask(request: WithoutTurn<PlayRequest>): Promise<PlayAnswer> {
    const turn = ++this.#turn;
    try {
      return await answerTo({ ...request, turn });
    } catch {
      return { kind: 'failed', turn };
    }
  }
}
