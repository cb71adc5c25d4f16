import { type Command, InvalidArgumentError } from 'commander';
import { whyNotWritten, writeWhole } from '../registry/index.ts';
import { type Paint, plainPaint, suggest, terminalText } from '../text/index.ts';
import { CannotRun, type Session } from './session.ts';

/** One output that the command line asks for: its format, and the file that it goes to (absent: standard output). */
export interface Output {
  readonly format: string;
  readonly file?: string;
}

/** The options that {@link addFormatOption} adds. */
export interface FormatFlags {
  /** Absent: text on standard output. */
  readonly format?: readonly Output[];
  readonly json?: boolean;
}

/** Adds `--format`, and `--json` as its short form. */
export function addFormatOption(command: Command, formats: readonly string[]): Command {
  return command
    .option(
      '--format <format>',
      `output format: ${formats.join(', ')}; repeatable, as <format>=<file> into a file (default: text)`,
      (argument: string, previous?: readonly Output[]) => [...(previous ?? []), parseOutput(argument, formats)],
    )
    .option('--json', 'short for --format json');
}

function parseOutput(argument: string, formats: readonly string[]): Output {
  const [word = '', ...rest] = argument.split('=');
  const format = word.toLowerCase();
  if (!formats.includes(format)) {
    const near = suggest(format, formats);
    const help = near === undefined ? `The formats are ${formats.join(', ')}.` : `Did you mean \`${near}\`?`;
    throw new InvalidArgumentError(`There is no format \`${word}\`. ${help}`);
  }
  if (rest.length === 0) return { format };
  const file = rest.join('=');
  if (file === '') throw new InvalidArgumentError(`Name the file: \`${format}=<file>\`.`);
  return { format, file };
}

/** The outputs of a run, checked. Where none goes to standard output, text does. */
export function outputsOf({ format = [], json = false }: FormatFlags): readonly Output[] {
  const given = json ? [...format, { format: 'json' }] : format;
  const printed = given.filter(({ file }) => file === undefined);
  if (printed.length > 1) {
    const [first, second] = printed;
    throw new CannotRun(
      `\`${first?.format}\` and \`${second?.format}\` cannot both go to standard output`,
      `write one to a file: \`--format ${second?.format}=<file>\``,
    );
  }
  const files = given.flatMap(({ file }) => file ?? []);
  const twice = files.find((file, index) => files.indexOf(file) < index);
  if (twice !== undefined) throw new CannotRun(`two formats would go to \`${twice}\``, 'name a file for each');
  return printed.length === 1 ? given : [...given, { format: 'text' }];
}

/** Writes one report in every format that is asked for, files first. `render` gets colors only for a terminal. */
export function writeOutputs(
  session: Session,
  outputs: readonly Output[],
  render: (format: string, paint: Paint) => string,
): void {
  for (const { format, file } of outputs.toSorted(
    (a, b) => Number(a.file === undefined) - Number(b.file === undefined),
  )) {
    const text = render(format, file === undefined ? session.paint : plainPaint);
    if (file !== undefined) writeFileOrStop(file, format === 'text' ? cleaned(text) : text);
    else if (format === 'text') session.print(text);
    else session.printDocument(text);
  }
}

function cleaned(text: string): string {
  return text.split('\n').map(terminalText).join('\n');
}

/** Writes a file that the command line names, or ends the run with the reason. */
export function writeFileOrStop(path: string, text: string): void {
  try {
    writeWhole(path, text.endsWith('\n') ? text : `${text}\n`);
  } catch (error) {
    throw new CannotRun(whyNotWritten(path, error));
  }
}
