import { existsSync } from 'node:fs';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { terminalText } from '../text/index.ts';
import { ReadFailure } from '../tree/index.ts';
import { registerBreaking } from './breaking.ts';
import { registerBuild } from './build.ts';
import { registerCall } from './call.ts';
import { registerCheck } from './check.ts';
import { registerDecode } from './decode.ts';
import { registerDev } from './dev.ts';
import { registerDiff } from './diff.ts';
import { registerEncode } from './encode.ts';
import { registerExplain } from './explain.ts';
import { registerFmt } from './fmt.ts';
import { registerIdentify } from './identify.ts';
import { registerInit } from './init.ts';
import { registerLayout } from './layout.ts';
import { registerLock } from './lock.ts';
import { registerLog } from './log.ts';
import { packageFacts } from './package-facts.ts';
import { registerPublish } from './publish.ts';
import { registerServe } from './serve.ts';
import {
  CannotRun,
  examples,
  type GlobalOptions,
  type Handle,
  type Handler,
  type RegisterCommand,
  Session,
  type Verdict,
} from './session.ts';
import { registerStubs } from './stubs.ts';
import { paintFor, type Terminal, wantsColour, writeText } from './terminal.ts';
import { registerVerify } from './verify.ts';

/** Every command, in the order in which `--help` lists them. */
const COMMANDS: readonly RegisterCommand[] = [
  registerCheck,
  registerBreaking,
  registerLock,
  registerDiff,
  registerLog,
  registerBuild,
  registerPublish,
  registerServe,
  registerDev,
  registerStubs,
  registerLayout,
  registerEncode,
  registerDecode,
  registerVerify,
  registerIdentify,
  registerCall,
  registerFmt,
  registerExplain,
  registerInit,
];

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
      refuseUnheard(command);
      const session = new Session(terminal, command.optsWithGlobals<GlobalOptions>());
      try {
        verdict = await handler(session, ...(given as unknown as Arguments));
      } finally {
        session.progress.clear();
      }
    };
  };
  try {
    await createProgram(terminal, handle).parseAsync(args, { from: 'user' });
    return verdict;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    writeText(terminal.stderr, explain(error, terminal, !args.includes('--no-color')));
    return 2;
  }
}

/** Options of all commands that some have no use for: given there, they would change nothing and nobody would know. */
const UNHEARD: Readonly<Record<string, readonly string[]>> = {
  diff: ['rev'],
  explain: ['rev', 'config', 'crate'],
  fmt: ['crate'],
  init: ['rev', 'config', 'crate'],
  log: ['rev'],
  serve: ['rev', 'config', 'crate'],
};

function refuseUnheard(command: Command): void {
  const fromRegistry = command.name() === 'build' && command.opts().registry !== undefined;
  const unheard = fromRegistry ? ['rev', 'crate', 'cache', 'releases'] : (UNHEARD[command.name()] ?? []);
  const given = unheard.find((name) => command.getOptionValueSourceWithGlobals(name) === 'cli');
  if (given === undefined) return;
  const flag = command.optsWithGlobals()[given] === false ? `--no-${given}` : `--${given}`;
  throw new CannotRun(`\`${command.name()}\` does not use \`${flag}\``, 'leave it out');
}

function createProgram(terminal: Terminal, handle: Handle): Command {
  const { name, version, description } = packageFacts();
  const program = new Command(name)
    .description(description)
    .version(version)
    .option('--rev <revision>', 'read the tree as git has it at a branch, tag or commit; nothing is checked out')
    .option('--config <file>', 'configuration to use instead of the idol-registry.config.json in the tree')
    .option('--crate <name=folder>', 'sources of a crate from outside the tree; repeatable', addCrate)
    .option('--quiet', 'no progress and no closing words')
    .option('--no-color', 'no colours (also: NO_COLOR=1; FORCE_COLOR=1 for the opposite)')
    .configureHelp({ showGlobalOptions: true })
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
  for (const register of COMMANDS) register(program, handle);
  return program;
}

function addCrate(argument: string, previous: GlobalOptions['crate']): GlobalOptions['crate'] {
  const [, name, folder] = /^([\w-]+)=(.+)$/.exec(argument) ?? [];
  if (!name || !folder) throw new InvalidArgumentError('Write it as name=folder.');
  if (!existsSync(folder)) throw new InvalidArgumentError(`There is no folder \`${folder}\`.`);
  return { ...previous, [name]: folder };
}

function explain(error: unknown, terminal: Terminal, colourOption: boolean): string {
  const paint = paintFor(wantsColour(terminal.stderr, terminal.env, colourOption));
  const lines: string[] = [];
  if (error instanceof CannotRun || error instanceof ReadFailure || isSystemError(error)) {
    lines.push(`${paint.severity('error', 'error')}${paint.strong(`: ${terminalText(error.message)}`)}`);
    if (!isSystemError(error) && error.help)
      lines.push(`  ${paint.gutter('=')} ${paint.strong('help:')} ${terminalText(error.help)}`);
  } else {
    lines.push(
      `${paint.severity('error', 'internal error')}${paint.strong(': this is a defect of idol-registry itself')}`,
    );
    lines.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
    lines.push(
      `  ${paint.gutter('=')} ${paint.strong('help:')} please report it, with the lines above and the command line`,
    );
  }
  return `${lines.join('\n')}\n`;
}

/** True when the system said no about a file, folder or port: a full disk, a missing permission. That is the machine's answer, and no defect. */
function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error && 'code' in error;
}
