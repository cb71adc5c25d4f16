import { type Connection, ResponseError } from 'vscode-languageserver/node';
import { ReadFailure } from '../tree/index.ts';

/** Keeps a session going whatever fails: the disk, git, or this program. Failures are written to the editor's log. */
export class Guard {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** The result of some work, or `otherwise` when it fails. An answer that refuses a request passes through. */
  run<R>(work: () => R, otherwise: R): R {
    try {
      return work();
    } catch (error) {
      return this.failed(error, otherwise);
    }
  }

  failed<R>(error: unknown, otherwise: R): R {
    // The editor asked for something that is refused: it gets the reason as its answer.
    if (error instanceof ResponseError) throw error;
    if (error instanceof ReadFailure) this.#connection.console.warn(error.message);
    else this.#connection.console.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return otherwise;
  }
}
