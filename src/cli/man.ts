import type { Command } from 'commander';
import { programInfo } from '../program/index.ts';
import { type Definition, definitionsOf, type OptionDefinition, optionDefinition } from './definitions.ts';
import { examples, type RegisterCommand, type Session, type Verdict } from './session.ts';

export const registerMan: RegisterCommand = (program, handle) => {
  program
    .command('man')
    .description('Prints the manual page, in roff.')
    .addHelpText(
      'after',
      examples({
        'man | man -l -': 'read it',
        'man > ~/.local/share/man/man1/idol-registry.1': 'install it for yourself',
      }),
    )
    .action(handle((session) => print(session, program)));
};

function print(session: Session, program: Command): Verdict {
  session.printDocument(manualPage(definitionsOf(program), program.options.map(optionDefinition)));
  return 0;
}

/** A page of section 1 with a section for each command. It has no date: the same program prints the same page. */
function manualPage(commands: readonly Definition[], shared: readonly OptionDefinition[]): string {
  const { name, version, description } = programInfo();
  const sharedFlags = new Set(shared.flatMap(({ flags }) => flags));
  const sections = commands.map((command) => {
    const own = command.options.filter(({ flags }) => !flags.every((flag) => sharedFlags.has(flag)));
    const tagged = [
      ...command.arguments.map((argument) => entry(argument.name, argument.description)),
      ...own.map(optionEntry),
    ];
    return [`.SS ${bold(`${command.name} ${command.usage}`)}`, roff(command.summary), ...tagged].join('\n');
  });
  return [
    `.TH ${name.toUpperCase()} 1 "" "${roff(`${name} ${version}`)}"`,
    '.SH NAME',
    `${roff(name)} \\- ${roff(description)}`,
    '.SH SYNOPSIS',
    `${bold(name)} \\fIcommand\\fR [\\fIoptions\\fR]`,
    '.SH COMMANDS',
    ...sections,
    '.SH OPTIONS OF ALL COMMANDS',
    ...shared.map(optionEntry),
    '.SH EXIT STATUS',
    entry('0', 'fine'),
    entry('1', 'findings'),
    entry('2', 'could not run'),
  ].join('\n');
}

function optionEntry({ flags, takes, description }: OptionDefinition): string {
  return entry(`${flags.join(', ')}${takes === undefined ? '' : ` <${takes}>`}`, description);
}

function entry(term: string, description: string): string {
  return ['.TP', bold(term), roff(description)].join('\n');
}

function bold(text: string): string {
  return `\\fB${roff(text)}\\fR`;
}

/** Text that roff takes as it is: backslashes and hyphens escaped, and no line that begins a request. */
function roff(text: string): string {
  return text.replaceAll('\\', '\\e').replaceAll('-', '\\-').replace(/^[.']/gm, '\\&$&');
}
