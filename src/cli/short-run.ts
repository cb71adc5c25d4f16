import process from 'node:process';
import { setFlagsFromString } from 'node:v8';
import type { CommandName } from './commands.ts';

/** Whether a command mostly ends within two seconds. The others read a history, or run until somebody ends them. */
const IS_SHORT: Readonly<Record<CommandName, boolean>> = {
  check: true,
  breaking: true,
  lock: true,
  diff: true,
  log: false,
  build: false,
  publish: false,
  serve: false,
  dev: false,
  stubs: true,
  layout: true,
  encode: true,
  decode: true,
  verify: true,
  identify: true,
  call: false,
  lsp: false,
  fmt: true,
  explain: true,
  init: false,
  completion: false,
  man: false,
};

/** The newest Node for which the flags were measured. A flag that a later V8 does not know would be an error on the terminal. */
const NEWEST_NODE = 26;

/**
 * By default V8 spends a third of a short run on what pays off in a long one. With these flags `check` of Hubris takes a quarter less
 * processor time and two fifths less memory. `tests/bench/start.ts` measures it.
 */
const FLAGS = [
  // Fewer threads optimize and collect garbage.
  '--efficiency-mode',
  // There is little garbage: to look for it on the side, or on several threads, costs more than it saves.
  '--no-incremental-marking',
  '--no-parallel-scavenge',
  // Functions are optimized after 2,000 calls instead of 400, and best after 10,000 instead of 3,000.
  '--invocation-count-for-maglev=2000',
  '--invocation-count-for-turbofan=10000',
  // The space for new objects grows to four times its size, 4 MB, when it is too small.
  '--semi-space-growth-factor=4',
] as const;

/** It does not grow further, to 32 MB: the system clears every page before its first use. */
const NO_GROWTH = '--semi-space-growth-factor=1';

/** Whether a command line, without the program's own name, is that of a short run. */
export function isShortRun(args: readonly string[], node = process.versions.node): boolean {
  // Other commands may have the name of one as an argument: a folder, or an operation.
  const command = args.find((word): word is CommandName => Object.hasOwn(IS_SHORT, word));
  const isMeasured = Number.parseInt(node, 10) <= NEWEST_NODE;
  return command !== undefined && IS_SHORT[command] && isMeasured && !args.includes('--watch');
}

/** Modules of Node that every command loads. */
const BUILT_IN = ['node:crypto', 'node:zlib', 'node:child_process'] as const;

/** Call this before anything is loaded: Node keeps what it compiled apart for each choice of flags. */
export function beginShortRun(): void {
  // Node brings compiled code for its own modules, which V8 does not take under other flags.
  for (const name of BUILT_IN) process.getBuiltinModule(name);
  for (const flag of FLAGS) setFlagsFromString(flag);
}

/** Call this when the program is loaded. */
export function limitHeapOfShortRun(): void {
  setFlagsFromString(NO_GROWTH);
}
