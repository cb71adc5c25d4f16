import type { CommandHelp } from './command-help.ts';

/** What `--help` says of every command, where it needs no code of theirs. Packing puts it in the place of this file. */
export function packedHelp(): readonly CommandHelp[] | undefined {
  return undefined;
}
