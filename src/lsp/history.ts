import { spawn } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import process from 'node:process';
import { z } from 'zod';

/** What the releases of a tree say of an operation. */
export interface OperationHistory {
  /** Its number in the newest version that has it. */
  readonly number: number;
  /** The first release in which it has this number. */
  readonly since: string;
  /** The newest release of that version. */
  readonly newest: string;
}

/** What `log --format json` prints, as far as it is used here. */
const LogSchema = z.array(
  z.object({
    path: z.string(),
    versions: z.array(z.object({ number: z.number(), releases: z.array(z.string()) })),
    operations: z.array(
      z.object({
        name: z.string(),
        numbers: z.array(z.object({ version: z.number(), number: z.number().nullable() })),
      }),
    ),
  }),
);

/**
 * Histories of interface files. Releases are read by another process of this program, with the results that it keeps between runs: a
 * request never waits for them.
 */
export class Histories {
  readonly #onKnown: () => void;
  readonly #known = new Map<string, ReadonlyMap<string, OperationHistory> | undefined>();
  #last: Promise<void> = Promise.resolve();
  readonly #stopping = new AbortController();

  /** @param onKnown called when a history is known that was asked for */
  constructor(onKnown: () => void) {
    this.#onKnown = onKnown;
  }

  /** By name of the operation; undefined until it is known, and where the tree has no releases. */
  of(folder: string, path: string): ReadonlyMap<string, OperationHistory> | undefined {
    const key = `${folder}\0${path}`;
    if (!this.#known.has(key)) {
      this.#known.set(key, undefined);
      // One at a time: the first one reads the releases, and the others find what it kept.
      this.#last = this.#last.then(async () => {
        const text = await this.#log(folder, path);
        const history = text === undefined ? undefined : operationsIn(text, path);
        this.#known.set(key, history);
        if (history && history.size > 0) this.#onKnown();
      });
    }
    return this.#known.get(key);
  }

  /** Releases may have been added: everything is asked again when somebody needs it. */
  forget(folder: string): void {
    for (const key of this.#known.keys()) if (key.startsWith(`${folder}\0`)) this.#known.delete(key);
  }

  stop(): void {
    this.#stopping.abort();
  }

  #log(folder: string, path: string): Promise<string | undefined> {
    if (this.#stopping.signal.aborted) return Promise.resolve(undefined);
    return new Promise((resolve) => {
      const command = ['log', path, '--tree', folder, '--format', 'json', '--quiet'];
      const [, program = ''] = process.argv;
      const child = spawn(process.execPath, [...process.execArgv, program, ...command], {
        stdio: ['ignore', 'pipe', 'ignore'],
        signal: this.#stopping.signal,
      });
      lowerPriority(child.pid);
      const chunks: Buffer[] = [];
      child.stdout.on('data', (chunk) => chunks.push(chunk));
      child.on('error', () => resolve(undefined));
      child.on('close', (code) => resolve(code === 0 ? Buffer.concat(chunks).toString() : undefined));
    });
  }
}

function lowerPriority(pid: number | undefined): void {
  try {
    if (pid !== undefined) setPriority(pid, constants.priority.PRIORITY_LOW);
  } catch {
    // It has ended already.
  }
}

/** The operations of one interface in what `log` printed; undefined where that is something else. */
export function operationsIn(text: string, path: string): ReadonlyMap<string, OperationHistory> | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  const log = LogSchema.safeParse(json);
  const found = log.data?.find((one) => one.path === path);
  if (!found) return undefined;
  const releasesOf = (version: number) => found.versions.find(({ number }) => number === version)?.releases ?? [];
  const newest = found.versions.at(-1)?.releases.at(-1);
  return new Map(
    found.operations.flatMap(({ name, numbers }): [string, OperationHistory][] => {
      const last = numbers.at(-1);
      const since = last && releasesOf(last.version)[0];
      if (!last || last.number === null || since === undefined || newest === undefined) return [];
      return [[name, { number: last.number, since, newest }]];
    }),
  );
}
