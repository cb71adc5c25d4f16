import { existsSync } from 'node:fs';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { programInfo } from '../program/index.ts';
import { CannotRun, examples, type GlobalOptions, type Verdict } from './command.ts';
import { addHelpOnly } from './command-help.ts';
import { COMMANDS, type CommandName, isCommandName } from './commands.ts';
import { HELP_FORM } from './help.ts';
import { packedHelp } from './packed-help.ts';
import type { Handle, Handler } from './session.ts';
import { paintFor, type Terminal, wantsColour, writeText } from './terminal.ts';
import { unheardBy } from './unheard.ts';

/**
 * Runs one command line, without the program's own name.
 * Gives the exit code: 0 fine, 1 findings, 2 could not run (bad arguments, no such tree …, or a defect of ours).
 */
export async function run(args: readonly string[], terminal: Terminal): Promise<0 | 1 | 2> {
  let verdict: Verdict = 0;
  const handle: Handle = <Arguments extends unknown[]>(handler: Handler<Arguments>) => {
    return async (...given: [...Arguments, Command]) => {
      // Commander passes the command itself after its arguments and options.
      const command = given.pop() as Command;
      checkUse(command, given);
      // It brings the engine and the registry, which nobody needs who asks for help.
      const { Session } = await import('./session.ts');
      const session = new Session(terminal, command.optsWithGlobals<GlobalOptions>());
      try {
        verdict = await handler(session, ...(given as unknown as Arguments));
      } finally {
        session.progress.clear();
        session.keepResults();
        session.showTimings();
      }
    };
  };
  try {
    // Of a command that does not exist there is no help: its name is what is wrong.
    const [first, second = ''] = args;
    const words = first === 'help' && !isCommandName(second) && !/^(?:-|help$|$)/.test(second) ? args.slice(1) : args;
    const program = await createProgram(terminal, handle, words);
    await program.parseAsync(words, { from: 'user' });
    return verdict;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    writeText(terminal.stderr, await explain(error, terminal, !args.includes('--no-color')));
    return 2;
  }
}

/**
 * The program with the command that a command line names, or with all of them where it names none.
 * Parsing throws a `CommanderError` for what it does not take; the terminal then holds the message.
 */
export async function createProgram(terminal: Terminal, handle: Handle, args: readonly string[]): Promise<Command> {
  const program = emptyProgram(terminal);
  const named = commandOf(program, args);
  if (asksForHelp(args, named)) {
    const help = packedHelp();
    for (const each of help ?? []) addHelpOnly(program, each);
    if (help) return program;
  }
  const isOne = named !== undefined && !OF_ALL.includes(named);
  const names = isOne ? [named] : Object.keys(COMMANDS).filter(isCommandName);
  for (const name of names) await register(program, handle, name);
  return program;
}

/**
 * Holds what was given against the command beyond its syntax: throws {@link CannotRun} for an option that it does not use, and for two
 * names of one tree. Puts the tree of `--tree` in its place among the arguments.
 */
export function checkUse(command: Command, given: unknown[]): void {
  refuseUnheard(command);
  useTreeOption(command, given);
}

function refuseUnheard(command: Command): void {
  const fromRegistry = command.name() === 'build' && command.opts().registry !== undefined;
  const unheard = fromRegistry ? ['rev', 'crate', 'cache', 'releases'] : unheardBy(command.name());
  const given = unheard.find((name) => command.getOptionValueSourceWithGlobals(name) === 'cli');
  if (given === undefined) return;
  const flag = command.optsWithGlobals()[given] === false ? `--no-${given}` : `--${given}`;
  throw new CannotRun(`\`${command.name()}\` does not use \`${flag}\``, 'leave it out');
}

/** True of a command line that commander answers with help, whatever else is on it. */
function asksForHelp(args: readonly string[], named: CommandName | undefined): boolean {
  if (args.length === 0) return true;
  const [first, second = ''] = args;
  if (first === 'help') return second === '' || isCommandName(second);
  return args.length <= 2 && isHelpFlag(args.at(-1)) && (args.length === 1 || named === first);
}

function isHelpFlag(word: string | undefined): boolean {
  return word === '--help' || word === '-h';
}

/** Commands that print what the others are. */
const OF_ALL: readonly CommandName[] = ['completion', 'man'];

async function register(program: Command, handle: Handle, name: CommandName): Promise<void> {
  (await COMMANDS[name]())(program, handle);
  for (const command of program.commands) {
    const hasTree = command.registeredArguments.some((argument) => argument.name() === 'tree');
    if (command.name() === name && hasTree) command.option('--tree <folder>', 'the same as the argument `tree`');
  }
}

/** The command that a command line names; undefined where it names none, or one that does not exist. */
function commandOf(program: Command, args: readonly string[]): CommandName | undefined {
  for (let at = 0; at < args.length; at++) {
    const word = args[at] as string;
    if (!word.startsWith('-')) return isCommandName(word) ? word : undefined;
    if (program.options.some((option) => [option.short, option.long].includes(word) && option.required)) at++;
  }
  return undefined;
}

/** Puts the tree that `--tree` names in the place of the argument of that name. */
function useTreeOption(command: Command, given: unknown[]): void {
  const at = command.registeredArguments.findIndex((argument) => argument.name() === 'tree');
  const { tree } = command.opts();
  if (at < 0 || tree === undefined) return;
  if (command.args.length > at) {
    throw new CannotRun(`both \`${command.args[at]}\` and \`--tree ${tree}\` name a tree`, 'leave one of them out');
  }
  given[at] = command.registeredArguments[at]?.variadic ? [tree] : tree;
}

function emptyProgram(terminal: Terminal): Command {
  const { name, version, description } = programInfo();
  const program = new Command(name)
    .description(description)
    .version(version, '-v, --version')
    .option('--rev <revision>', 'read the tree as git has it at a branch, tag or commit; nothing is checked out')
    .option('--config <file>', 'configuration to use instead of the idol-registry.config.json in the tree')
    .option(
      '--crate <name=folder>',
      'sources of a crate from outside the tree; `name@revision=folder` where Cargo.lock pins that version or commit; repeatable',
      addCrate,
    )
    .option(
      '--cargo-home <folder>',
      'a Cargo home that is searched for what Cargo.lock pins, also for releases',
      parseFolder,
    )
    .option(
      '--cache <folder>',
      'where results are kept for the next run (default: idol-registry in the XDG cache folder)',
    )
    .option('--no-cache', 'keep nothing, and use nothing that was kept')
    .option('--timings', 'show on standard error what was worked out, what was reused, and how long it took')
    .option('--quiet', 'no progress and no closing words')
    .option('--no-color', 'no colors (also: NO_COLOR=1; FORCE_COLOR=1 for the opposite)')
    .configureHelp(HELP_FORM)
    .configureOutput({
      writeOut: (text) => writeText(terminal.stdout, text),
      writeErr: (text) => writeText(terminal.stderr, text),
      getOutHasColors: () => wantsColour(terminal.stdout, terminal.env),
      getErrHasColors: () => wantsColour(terminal.stderr, terminal.env),
    })
    .showHelpAfterError('(--help lists what there is)')
    .exitOverride()
    .addHelpText(
      'after',
      examples({
        'check path/to/hubris': 'find what is wrong with the interfaces of a tree',
        'check path/to/hubris --rev some-tag': 'the same, as it was in a release',
      }),
    )
    .addHelpText('after', 'Exit codes: 0 fine, 1 findings, 2 could not run.');
  return program;
}

function addCrate(argument: string, previous: GlobalOptions['crate']): GlobalOptions['crate'] {
  const [, name, folder] = /^([\w-]+(?:@[\w.+-]+)?)=(.+)$/.exec(argument) ?? [];
  if (!name || !folder) throw new InvalidArgumentError('Write it as name=folder, or name@revision=folder.');
  return { ...previous, [name]: parseFolder(folder) };
}

function parseFolder(folder: string): string {
  if (!existsSync(folder)) throw new InvalidArgumentError(`There is no folder \`${folder}\`.`);
  return folder;
}

async function explain(error: unknown, terminal: Terminal, colourOption: boolean): Promise<string> {
  const { problemText } = await import('./problem-text.ts');
  const paint = paintFor(wantsColour(terminal.stderr, terminal.env, colourOption));
  const problem = problemText(error, paint);
  if (problem !== undefined) return `${problem}\n`;
  return [
    `${paint.severity('error', 'internal error')}${paint.strong(': this is a defect of idol-registry itself')}`,
    error instanceof Error ? (error.stack ?? error.message) : String(error),
    `  ${paint.gutter('=')} ${paint.strong('help:')} please report it, with the lines above and the command line`,
    '',
  ].join('\n');
}
