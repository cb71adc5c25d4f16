import type { Command } from 'commander';
import type { Outcome } from '../api/index.ts';
import { Engine } from '../engine/index.ts';
import { moduleVersion } from '../program/index.ts';
import {
  DiskStore,
  defaultCacheFolder,
  sha256,
  TreeResults,
  type TreeSettings,
  whyNotWritten,
} from '../registry/index.ts';
import { type Diagnostic, formatDiagnostic, type Paint, terminalText } from '../text/index.ts';
import { type OnFetch, openTree, type Tree } from '../tree/index.ts';
import { CannotRun, type GlobalOptions, type Verdict } from './command.ts';
import { timingsText } from './formats/timings.ts';
import { clearScreen, Progress, paintFor, type Terminal, wantsColour, writeDocument, writeText } from './terminal.ts';

export { CannotRun, examples, type GlobalOptions, type Verdict } from './command.ts';

/** What was opened, or the end of the run with the reason. */
export function orCannotRun<T>(answer: Outcome<T>): T {
  if (!answer.ok) throw new CannotRun(answer.problem.message, answer.problem.help);
  return answer.value;
}

/** One run of one command: where its output goes, and how. */
export class Session {
  readonly terminal: Terminal;
  readonly options: GlobalOptions;
  readonly progress: Progress;
  readonly #started = performance.now();
  #engine: Engine | undefined;
  #store: DiskStore | undefined;
  readonly #results = new Map<string, TreeResults>();

  constructor(terminal: Terminal, options: GlobalOptions) {
    this.terminal = terminal;
    this.options = options;
    this.progress = new Progress(terminal.stderr, options.quiet === true);
  }

  /** What this run works out, kept for the next one in the cache folder. */
  get engine(): Engine {
    this.#engine ??= this.#openEngine();
    return this.#engine;
  }

  /** What is worked out about the tree of a folder. When it is read again, only what depends on a change is worked out again. */
  resultsOf(folder: string, tree: Tree, settings: TreeSettings): TreeResults {
    const known = this.#results.get(folder);
    known?.update(tree, settings);
    const results = known ?? new TreeResults(this.engine, tree, settings);
    this.#results.set(folder, results);
    return results;
  }

  #openEngine(): Engine {
    const { cache } = this.options;
    if (cache === false) return new Engine({ hash: sha256 });
    this.#store = new DiskStore(cache ?? defaultCacheFolder(this.terminal.env));
    return new Engine({ hash: sha256, store: this.#store, versionOf: moduleVersion });
  }

  /** Writes what is kept for the next run. */
  keepResults(): void {
    this.#store?.flush();
    const { cache } = this.options;
    // Who names no folder has not asked for one: a home that cannot be written is nothing to hear of in every run.
    if (typeof cache !== 'string' || !this.#store?.problem) return;
    this.inform(`no results are kept: ${whyNotWritten(cache, this.#store.problem)}`);
  }

  /** Shows what the run spent its time on, if `--timings` asks for it. */
  showTimings(): void {
    if (this.options.timings !== true) return;
    this.progress.clear();
    writeText(this.terminal.stderr, timingsText(this.#engine?.counts ?? new Map(), performance.now() - this.#started));
  }

  /** Colours for what goes to standard output, as terminal, environment and `--no-color` have it. */
  get paint(): Paint {
    return paintFor(wantsColour(this.terminal.stdout, this.terminal.env, this.options.color));
  }

  /** The same for what goes to standard error. */
  get errorPaint(): Paint {
    return paintFor(wantsColour(this.terminal.stderr, this.terminal.env, this.options.color));
  }

  /** Makes room for the next of several results, where somebody looks. */
  clearScreen(): void {
    clearScreen(this.terminal.stdout);
  }

  /** Writes a result for people. A line break is added when the text does not end with one. */
  print(text: string): void {
    this.progress.clear();
    writeText(this.terminal.stdout, closed(text));
  }

  /** Writes a result for programs: a document whose format says how foreign text stands in it, or a file. */
  printDocument(text: string): void {
    this.progress.clear();
    writeDocument(this.terminal.stdout, closed(text));
  }

  /** Tells something about the run itself, in one line, unless `--quiet`. */
  inform(text: string): void {
    this.progress.clear();
    if (!this.options.quiet) writeText(this.terminal.stderr, `${terminalText(text)}\n`);
  }

  /** Shows on standard error why something cannot be done now, in the words of `problemText`. The run goes on. */
  reportProblem(text: string): void {
    this.progress.clear();
    writeText(this.terminal.stderr, `${text}\n`);
  }

  /** Shows on standard error what is wrong with the input. */
  report(diagnostics: readonly Diagnostic[]): void {
    this.progress.clear();
    const frames = diagnostics.map((diagnostic) => `${formatDiagnostic(diagnostic, this.errorPaint)}\n\n`);
    writeText(this.terminal.stderr, frames.join(''));
  }

  /** Opens the tree that the command line names: a folder, at `--rev` if given. */
  openTree(folder: string): Tree {
    const onListing = (count: number) => this.progress.show(`reading the tree: ${count} files …`);
    const tree = orCannotRun(openTree(folder, { rev: this.options.rev, onFetch: this.onFetch, onListing }));
    const { outputs = [], ignored = [] } = tree.skipped ?? {};
    for (const output of outputs) this.inform(`skipped \`${output}\`: this program wrote it`);
    if (ignored.length > 0) this.inform(`skipped interface files that git ignores: ${ignored.join(', ')}`);
    return tree;
  }

  /** Tells that a partial clone asks its remote: that can take a while, and changes the clone. */
  readonly onFetch: OnFetch = (objects, remote) => {
    this.inform(`fetching ${objects === 1 ? '1 object' : `${objects} objects`} that this clone lacks from ${remote} …`);
  };
}

function closed(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}

/** Adds a command to the command line. */
export type RegisterCommand = (program: Command, handle: Handle) => void;

/** What a command does. It gets the arguments and options that commander parsed. */
export type Handler<Arguments extends unknown[]> = (session: Session, ...args: Arguments) => Verdict | Promise<Verdict>;

/** Makes commander's action of a handler: `command.action(handle((session, tree: string, options: Options) => …))`. */
export type Handle = <Arguments extends unknown[]>(
  handler: Handler<Arguments>,
) => (...args: [...Arguments, Command]) => Promise<void>;
