import { Command } from 'commander';
import { expect, test } from 'vitest';
import { addHelpOnly, helpOf } from '../../src/cli/command-help.ts';
import { COMMANDS } from '../../src/cli/commands.ts';
import { HELP_FORM } from '../../src/cli/help.ts';
import { createProgram } from '../../src/cli/run.ts';

const NAMES = Object.keys(COMMANDS);

async function everyCommand(): Promise<Command> {
  const silent = { write: () => {}, isTerminal: false };
  return createProgram({ stdout: silent, stderr: silent, env: {} }, () => async () => {}, ['man']);
}

/** What a command prints for `--help`. */
function shown(command: Command): string {
  let text = '';
  const writeOut = (part: string) => {
    text += part;
  };
  command.configureOutput({ ...command.configureOutput(), writeOut }).outputHelp();
  return text;
}

test('a packed program shows the help of every command without loading it', async () => {
  const whole = await everyCommand();
  const help = helpOf(await everyCommand());
  // As JSON, because packing writes it down so.
  const packed = new Command(whole.name()).configureHelp(HELP_FORM);
  for (const option of whole.options) packed.addOption(option);
  for (const each of JSON.parse(JSON.stringify(help))) addHelpOnly(packed, each);
  expect(packed.commands.map((command) => command.name())).toEqual(NAMES);
  for (const [index, command] of whole.commands.entries()) {
    expect(shown(packed.commands[index] as Command)).toBe(shown(command));
  }
});

test('every command that reads a registry on the web may follow it to another host', async () => {
  const reading = ['check', 'breaking', 'diff', 'build', 'encode', 'decode', 'identify', 'call'];
  const { commands } = await everyCommand();
  const taking = commands.filter(({ options }) => options.some(({ long }) => long === '--follow-redirects'));
  expect(taking.map((command) => command.name()).sort()).toEqual(reading.sort());
  // Whoever adds a command or an option that names a registry has to decide.
  const names = (text: string) => /(?<!idol-)\bregistry\b/.test(text);
  const naming = commands.filter(({ options }) => options.some(({ description }) => names(description)));
  expect(naming.map((command) => command.name()).filter((name) => !reading.includes(name))).toEqual([]);
});
