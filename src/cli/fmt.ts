import { readFileSync, statSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { formatInterface } from '../idol/index.ts';
import { type Diagnostic, decodeUtf8, type Result, terminalText } from '../text/index.ts';
import { writeFileOrStop } from './output-format.ts';
import { openProject } from './project.ts';
import { CannotRun, examples, type RegisterCommand, type Session, type Verdict } from './session.ts';
import { readStandardInput } from './standard-input.ts';

interface FmtOptions {
  readonly check?: boolean;
}

/** An interface file that a command line means, by the name under which it is spoken of. */
interface File {
  readonly name: string;
  readonly path: string;
}

export const registerFmt: RegisterCommand = (program, handle) => {
  program
    .command('fmt')
    .description('Lays out interface files in the canonical style. Files with errors are left as they are.')
    .argument('[paths...]', 'interface files, or trees with them; `-` formats standard input to standard output', ['.'])
    .option('--check', 'write nothing; exit with 1 if a file is not laid out so')
    .addHelpText(
      'after',
      examples({
        fmt: 'format all interfaces of the tree in the current folder',
        'fmt idl/fan.idol': 'format one file',
        'fmt --check ../hubris': 'for CI: name the files that are not formatted',
        'fmt - < fan.idol': 'for editors: read from standard input, write to standard output',
      }),
    )
    .action(handle(fmt));
};

function fmt(session: Session, paths: readonly string[], { check = false }: FmtOptions): Verdict {
  if (session.options.rev !== undefined) {
    throw new CannotRun('`fmt` works on files, not on a revision', 'check the revision out, and leave `--rev` away');
  }
  if (paths.includes('-')) {
    if (paths.length > 1)
      throw new CannotRun('`-` cannot be combined with paths', 'format standard input and files one after the other');
    return formatStandardInput(session, check);
  }
  const outcomes = paths.flatMap((path) => filesOf(session, path)).map((file) => formatFile(session, file, check));
  const count = (outcome: Outcome) => outcomes.filter((one) => one === outcome).length;
  const [changed, broken] = [count('changed'), count('broken')];
  const done = check ? 'to format' : 'formatted';
  session.inform(`${plural(outcomes.length, 'file')}: ${changed} ${done}${broken ? `, ${broken} with errors` : ''}`);
  return broken > 0 || (check && changed > 0) ? 1 : 0;
}

type Outcome = 'unchanged' | 'changed' | 'broken';

function formatFile(session: Session, { name, path }: File, check: boolean): Outcome {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    // Also a file whose name is not UTF-8: by the name that was listed it is not there.
    session.print(terminalText(`${name}: cannot be read: ${error instanceof Error ? error.message : String(error)}`));
    return 'broken';
  }
  const { value, diagnostics } = formatBytes(name, bytes);
  if (value === undefined) {
    report(session, diagnostics);
    return 'broken';
  }
  if (bytes.equals(Buffer.from(value))) return 'unchanged';
  if (!check) writeFileOrStop(path, value);
  session.print(terminalText(name));
  return 'changed';
}

function formatStandardInput(session: Session, check: boolean): Verdict {
  const bytes = readStandardInput();
  const { value, diagnostics } = formatBytes('<stdin>', bytes);
  if (value === undefined) {
    report(session, diagnostics);
    return 1;
  }
  if (check) return bytes.equals(Buffer.from(value)) ? 0 : 1;
  session.printDocument(value);
  return 0;
}

function formatBytes(name: string, bytes: Uint8Array): Result<string | undefined> {
  const decoded = decodeUtf8(name, bytes);
  if (decoded.diagnostics.length > 0) return { value: undefined, diagnostics: decoded.diagnostics };
  return formatInterface(decoded.value);
}

function report(session: Session, diagnostics: readonly Diagnostic[]): void {
  session.report(diagnostics.filter(({ severity }) => severity === 'error'));
}

/** The file itself, or the interface files of the tree that a folder is. */
function filesOf(session: Session, path: string): File[] {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) throw new CannotRun(`there is no file and no folder \`${path}\``);
  if (stats.isFile()) return [{ name: path, path }];
  if (!stats.isDirectory()) throw new CannotRun(`\`${path}\` is neither a file nor a folder`);
  const { folder, tree, workspace } = openProject(session, path);
  const below = resolve(path) + sep;
  return workspace.interfaceFiles
    .filter((file) => tree.files.has(file.path))
    .map((file) => join(folder, file.path))
    .filter((file) => (resolve(folder) !== resolve(path) ? resolve(file).startsWith(below) : true))
    .map((file) => ({ name: file, path: file }));
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
