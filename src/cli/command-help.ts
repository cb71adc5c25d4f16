import { Argument, type Command, Option } from 'commander';
import { HELP_FORM } from './help.ts';

/** What the help of a command is made of, as JSON: the width and the colors of a terminal are added when it is shown. */
export interface CommandHelp {
  readonly name: string;
  readonly description: string;
  readonly arguments: readonly { readonly name: string; readonly description: string }[];
  readonly options: readonly { readonly flags: string; readonly description: string }[];
  /** Examples and notes at its end. */
  readonly after: string;
}

/** The help of every command of a program. */
export function helpOf(program: Command): CommandHelp[] {
  return program.commands.map((command) => ({
    name: command.name(),
    description: command.description(),
    arguments: command.registeredArguments.map((argument) => ({
      name: argument.required ? `<${named(argument)}>` : `[${named(argument)}]`,
      description: HELP_FORM.argumentDescription(argument),
    })),
    options: command.options
      .filter(({ hidden }) => !hidden)
      .map((option) => ({ flags: option.flags, description: HELP_FORM.optionDescription(option) })),
    after: after(command),
  }));
}

function named(argument: Argument): string {
  return `${argument.name()}${argument.variadic ? '...' : ''}`;
}

/** The texts of `addHelpText`, which commander writes when it is asked for help. */
function after(command: Command): string {
  let text = '';
  const writeOut = (part: string) => {
    text += part;
  };
  command.configureOutput({ ...command.configureOutput(), writeOut }).outputHelp();
  return text.slice(command.helpInformation().length);
}

/** Adds a command that can show its help and nothing else. */
export function addHelpOnly(program: Command, help: CommandHelp): void {
  const command = program.command(help.name).description(help.description).allowExcessArguments();
  for (const argument of help.arguments) command.addArgument(new Argument(argument.name, argument.description));
  for (const { flags, description } of help.options) command.addOption(new Option(flags, description));
  // Commander ends each text with a line break of its own.
  if (help.after !== '') command.addHelpText('after', help.after.replace(/\n$/, ''));
}
