import type { Command, Option } from 'commander';
import { isHeard } from './unheard.ts';

/** What completion and the manual page say about a command: the same definitions that parse its command line. */
export interface Definition {
  readonly name: string;
  /** Its arguments, as in `<interface> [tree]`. */
  readonly usage: string;
  readonly summary: string;
  readonly arguments: readonly { readonly name: string; readonly description: string }[];
  /** Its own options, then those of all commands that it uses. */
  readonly options: readonly OptionDefinition[];
}

export interface OptionDefinition {
  /** `--help`, or `-h` and `--help`. */
  readonly flags: readonly string[];
  readonly description: string;
  /** What its value is called, without brackets; absent when it takes none. */
  readonly takes?: string;
  /** Its possible values; empty when they are open. */
  readonly choices: readonly string[];
}

/** The commands that a program has, in the order of its help. */
export function definitionsOf(program: Command): Definition[] {
  const shared = program.options.filter(({ long }) => long !== '--version');
  return program.commands.map((command) => ({
    name: command.name(),
    usage: command.usage(),
    summary: command.description(),
    arguments: command.registeredArguments.map((argument) => ({
      name: argument.name(),
      description: argument.description,
    })),
    options: [
      ...command.options.filter(({ hidden }) => !hidden),
      ...shared.filter((option) => isHeard(command.name(), option)),
    ].map(optionDefinition),
  }));
}

export function optionDefinition({ short, long, flags, description, argChoices }: Option): OptionDefinition {
  const value = /[<[]([^\]>]+)[\]>]/.exec(flags)?.[1];
  return {
    flags: [short, long].flatMap((flag) => flag ?? []),
    description,
    ...(value !== undefined && { takes: value }),
    choices: argChoices ?? formatsIn(long, description),
  };
}

/** The formats of `--format`, which is no plain choice: it may name a file, too. */
function formatsIn(long: string | undefined, description: string): string[] {
  if (long !== '--format') return [];
  return /: ([\w, ]+);/.exec(description)?.[1]?.split(', ') ?? [];
}
