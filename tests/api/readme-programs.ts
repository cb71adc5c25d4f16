import { readFileSync } from 'node:fs';

/** A program in README.md. */
export interface ReadmeProgram {
  /** The function that it shows. */
  readonly name: string;
  readonly code: string;
  /** Its lines without comments and blank ones. */
  readonly lines: number;
  /** What it prints, by its last comments. */
  readonly output: string;
}

/** The programs in README.md that use the package. */
export function readmePrograms(): readonly ReadmeProgram[] {
  const blocks = readFileSync('README.md', 'utf8').matchAll(/```ts\n(import .*?)```/gs);
  return [...blocks].map(([, code = '']) => {
    const lines = code.trimEnd().split('\n');
    const printed = lines.filter((line) => line.startsWith('// ')).map((line) => `${line.slice(3)}\n`);
    const [, names = ''] = /^import \{ (.*?) \}/.exec(code) ?? [];
    const name = names.split(', ').filter((each) => each !== 'orThrow' && each !== 'readInterface');
    return { name: name.join(' and '), code, lines: lines.length - printed.length, output: printed.join('') };
  });
}
