import type { Diagnostic } from '../text/index.ts';

/** What a run found: 0 nothing, 1 findings. That it could not run (2) is a {@link CannotRun}. */
export type Verdict = 0 | 1;

/** The run cannot go on because of what the user gave it. Ends it with exit code 2 and these words, and no stack. */
export class CannotRun extends Error {
  readonly help?: string;
  /** What is wrong in a file, shown before the message. */
  readonly diagnostics: readonly Diagnostic[];

  constructor(message: string, help?: string, diagnostics: readonly Diagnostic[] = []) {
    super(message);
    this.help = help;
    this.diagnostics = diagnostics;
  }
}

/** Options that every command has. */
export interface GlobalOptions {
  readonly rev?: string;
  readonly config?: string;
  /** Package name, or `name@revision` -> folder. */
  readonly crate?: Readonly<Record<string, string>>;
  readonly cargoHome?: string;
  readonly quiet?: boolean;
  readonly color: boolean;
  /** Folder of kept results; false: none. */
  readonly cache?: string | false;
  readonly timings?: boolean;
  /** A registry on the web may lead to another host. */
  readonly followRedirects?: boolean;
}

/** The examples that end a command's `--help`: command line -> what it does. */
export function examples(lines: Readonly<Record<string, string>>): string {
  const entries = Object.entries(lines);
  return `\nExamples:\n${entries.map(([line, meaning]) => `  $ idol-registry ${line}\n      ${meaning}`).join('\n')}\n`;
}
