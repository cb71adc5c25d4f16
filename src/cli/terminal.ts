import process from 'node:process';
import { styleText } from 'node:util';
import { isInvisible, type Paint, plainPaint, type Severity, terminalText } from '../text/index.ts';

/** Where a command's words go. Commands write nowhere else, so that tests can run them in this process. */
export interface Terminal {
  /** The result: what a pipe or a file gets. */
  readonly stdout: Output;
  /** Everything about the run itself: progress, problems, hints. */
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
}

export interface Output {
  write(text: string): void;
  readonly isTerminal: boolean;
}

/**
 * This process's own terminal. A reader who has seen enough (`| head`) is no reason for an error;
 * where output cannot be written otherwise (a full disk), the run ends with exit code 2.
 */
export function processTerminal(): Terminal {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit();
      if (stream === process.stdout) process.stderr.write(`error: cannot write the output: ${error.message}\n`);
      process.exit(2);
    });
  }
  return { stdout: outputOf(process.stdout), stderr: outputOf(process.stderr), env: process.env };
}

function outputOf(stream: NodeJS.WriteStream): Output {
  return { write: (text) => void stream.write(text), isTerminal: stream.isTTY === true };
}

/** `--no-color` decides first, then FORCE_COLOR and NO_COLOR, then whether somebody looks. */
export function wantsColour(output: Output, env: Terminal['env'], option = true): boolean {
  if (!option) return false;
  if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false';
  if (env.NO_COLOR) return false;
  return output.isTerminal && env.TERM !== 'dumb';
}

type Style = Parameters<typeof styleText>[0];

const style = (format: Style) => (text: string) => styleText(format, text, { validateStream: false });

const SEVERITY_STYLE: Readonly<Record<Severity, Style>> = {
  error: ['bold', 'red'],
  warning: ['bold', 'yellow'],
  note: ['bold', 'cyan'],
  off: 'dim',
};

const terminalPaint: Paint = {
  severity: (severity, text) => style(SEVERITY_STYLE[severity])(text),
  strong: style('bold'),
  gutter: style(['bold', 'blue']),
  label: style('blue'),
};

export function paintFor(colour: boolean): Paint {
  return colour ? terminalPaint : plainPaint;
}

/** Empties a terminal before a report that is written again. Does nothing elsewhere. */
export function clearScreen(stream: Terminal['stdout']): void {
  if (stream.isTerminal) stream.write('\u001b[2J\u001b[3J\u001b[H');
}

/**
 * Writes text for people. Whatever a caller forgot to clean cannot drive a terminal or a CI log: other escape codes than those
 * of our colours, other controls than line breaks, and lines that a CI service would obey.
 */
export function writeText(output: Output, text: string): void {
  output.write(text.split('\n').map(guardedLine).join('\n'));
}

/** Writes a document for programs, byte for byte: its format says how foreign text stands in it. */
export function writeDocument(output: Output, text: string): void {
  output.write(text);
}

/** The colours of {@link terminalPaint} as `styleText` writes them. */
const OUR_COLOURS = /(\u001b\[(?:1|2|22|3[1346]|39)m)/;

/** A command of a CI service at the beginning of a line, where blanks do not count. */
const COMMAND_LINE = /^(\s*):(?=:(?!:))/;

function guardedLine(line: string): string {
  const isPlain = ![...line].some(isInvisible);
  const clean = isPlain
    ? terminalText(line)
    : line
        .split(OUR_COLOURS)
        .map((part, index) => (index % 2 === 1 ? part : terminalText(part)))
        .join('');
  return clean.replace(COMMAND_LINE, '$1\\u{3a}');
}

/** A line on standard error that says how far long work is. It is there only while somebody looks, and leaves no trace. */
export class Progress {
  readonly #output: Output | undefined;
  #isShown = false;

  constructor(output: Output, quiet: boolean) {
    this.#output = output.isTerminal && !quiet ? output : undefined;
  }

  /** Replaces what is shown. */
  show(text: string): void {
    this.#output?.write(`\r\u001b[K${terminalText(text)}`);
    this.#isShown = true;
  }

  clear(): void {
    if (this.#isShown) this.#output?.write('\r\u001b[K');
    this.#isShown = false;
  }
}
