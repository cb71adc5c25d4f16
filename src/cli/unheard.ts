import type { Option } from 'commander';

/** Options of all commands that some have no use for: given there, they would change nothing and nobody would know. */
const UNHEARD: Readonly<Record<string, readonly string[]>> = {
  diff: ['rev'],
  explain: ['rev', 'config', 'crate', 'cache'],
  fmt: ['rev', 'crate', 'cache'],
  init: ['rev', 'config', 'crate', 'cache'],
  completion: ['rev', 'config', 'crate', 'cache'],
  log: ['rev'],
  lsp: ['rev', 'config', 'crate'],
  man: ['rev', 'config', 'crate', 'cache'],
  serve: ['rev', 'config', 'crate', 'cache'],
};

/** Names of the options of all commands, as commander has them, that a command does not use. */
export function unheardBy(command: string): readonly string[] {
  return UNHEARD[command] ?? [];
}

/** True of an option that the command uses. */
export function isHeard(command: string, option: Option): boolean {
  return !unheardBy(command).includes(option.attributeName());
}
