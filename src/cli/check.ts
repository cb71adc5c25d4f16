import { statSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import {
  allChecks,
  type Checked,
  type CheckReport,
  type Config,
  makeCheckReport,
  newFindings,
  openAgainstTree,
  readAgainst,
  TreeResults,
  withSeverities,
} from '../registry/index.ts';
import { type Diagnostic, filesOf, sortDiagnostics } from '../text/index.ts';
import { type Tree, TreeFollower, watchTree } from '../tree/index.ts';
import { checkRegistry, refuseWithRegistry } from './check-registry.ts';
import { contextOf } from './comparison.ts';
import { formatGithub } from './formats/github.ts';
import { formatGitlab } from './formats/gitlab.ts';
import { formatJson } from './formats/json.ts';
import { formatJunit } from './formats/junit.ts';
import type { Format } from './formats/report.ts';
import { formatSarif } from './formats/sarif.ts';
import { formatText } from './formats/text.ts';
import { untilInterrupted } from './interrupt.ts';
import { addRedirectsOption } from './open-registry.ts';
import { addFormatOption, type FormatFlags, outputsOf, writeOutputs } from './output-format.ts';
import { treeFolder } from './place.ts';
import { orProblem } from './problem-text.ts';
import { loadConfig, openProject } from './project.ts';
import { CannotRun, examples, orCannotRun, type RegisterCommand, type Session, type Verdict } from './session.ts';
import { type Severities, severityOption } from './severity-option.ts';
import { readStandardInput } from './standard-input.ts';

const FORMATS: Readonly<Record<string, Format>> = {
  text: formatText,
  json: formatJson,
  github: formatGithub,
  sarif: formatSarif,
  junit: formatJunit,
  gitlab: formatGitlab,
};

interface CheckOptions extends FormatFlags {
  readonly against?: string;
  readonly registry?: string;
  readonly watch?: boolean;
  readonly strict?: boolean;
  readonly severity?: Severities;
}

export const registerCheck: RegisterCommand = (program, handle) => {
  const command = program
    .command('check')
    .description('Finds what is wrong with the interfaces of a Hubris tree.')
    .argument('[tree...]', 'root of the tree, or interface files in it; `-` checks standard input alone', ['.'])
    .option(
      '--registry <place>',
      'check a registry instead of a tree, as `breaking --against` takes it: every document and file',
    )
    .option(
      '--against <what>',
      'report only findings that are not there: a folder, revision or archive, as in `breaking`',
    )
    .option('--watch', 'check again after each change of a file, until interrupted')
    .option('--strict', 'warnings are errors')
    .option(
      '--severity <check=level>',
      'severity of a check: error, warning, note or off; repeatable',
      severityOption('check', allChecks),
    );
  addRedirectsOption(addFormatOption(command, Object.keys(FORMATS)))
    .addHelpText(
      'after',
      examples({
        check: 'check the tree in the current folder',
        'check ../hubris --rev gimlet-v1.0.1': 'check a release, without a checkout of it',
        'check --against merge-base:origin/main': 'report only what this branch adds',
        'check --watch': 'check again whenever a file is saved',
        'check --strict --severity missing-doc=off': 'fail on every warning but missing documentation',
        'check idl/spi.idol idl/sensor.idol': 'check these files in their tree, as a pre-commit hook does',
        'check - < spi.idol': 'check an interface on standard input, without resolving its types',
        'check --registry registry': 'find what is damaged in a registry',
        'check --format sarif > check.sarif': 'for a code scanning service',
      }),
    )
    .hook('preAction', (command) => {
      if (command.opts().registry === undefined) return;
      const given = ['against', 'watch', 'strict', 'severity', 'tree', 'rev', 'config', 'crate'].filter(
        (name) => command.getOptionValueSourceWithGlobals(name) === 'cli',
      );
      refuseWithRegistry([...command.args, ...given.map((name) => `--${name}`)]);
    })
    .action(handle(check));
};

async function check(session: Session, paths: readonly string[], options: CheckOptions): Promise<Verdict> {
  if (options.registry !== undefined) return checkRegistry(session, options.registry, options);
  if (!options.watch) return checkOnce(session, paths, options, (_, write) => write());
  if (paths.includes('-')) throw new CannotRun('standard input cannot be watched', 'leave `--watch` out');
  if (session.options.rev !== undefined) throw new CannotRun('a revision never changes', 'leave `--watch` out');
  const [first = '.'] = paths;
  const folder = resolve(treeFolder(session, first));
  let verdict: Verdict = 0;
  let shown: CheckReport | undefined;
  /** Saving a file is several changes for the system, and most changes find the same. */
  const show = (report: CheckReport, write: () => void) => {
    if (isDeepStrictEqual(report, shown)) return;
    shown = report;
    session.clearScreen();
    write();
  };
  const follower = await TreeFollower.start({
    watch: (onChange) => watchTree(folder, onChange),
    async update() {
      verdict = await orProblem(session, () => checkOnce(session, paths, options, show));
    },
    onProblem(problem) {
      shown = undefined;
      if (problem !== undefined) session.reportProblem(problem);
    },
  }).catch((error: Error) => {
    throw error.cause ?? error;
  });
  await untilInterrupted();
  await follower.stop();
  return verdict;
}

/** Checks what the paths mean, and gives the report to `show` with what writes it. */
async function checkOnce(
  session: Session,
  paths: readonly string[],
  options: CheckOptions,
  show: (report: CheckReport, write: () => void) => void,
): Promise<Verdict> {
  const started = performance.now();
  const outputs = outputsOf(options);
  const subject = openSubject(session, paths, options.severity);
  const { tree, files, checked } = subject;
  session.progress.show(`checking ${files} interface files …`);
  const { diagnostics: found, ...counts } = checked();
  const chosen = withSeverities(found, options.severity ?? {});
  const all = sortDiagnostics(options.strict ? chosen.map(raised) : chosen);
  const before = options.against === undefined ? undefined : await findingsOf(session, options.against, subject);
  const diagnostics = before ? newFindings(all, before.diagnostics, (path) => tree.files.has(path)) : all;
  const against = before && { label: before.label, commit: before.commit, known: all.length - diagnostics.length };
  const report = makeCheckReport(tree, counts, diagnostics, against);
  const duration = performance.now() - started;
  const write = () =>
    writeOutputs(session, outputs, (format, paint) => {
      const written = FORMATS[format] ?? formatText;
      return written({
        check: report,
        diagnostics,
        files: counts.paths,
        get prefix() {
          return tree.prefix;
        },
        duration,
        paint,
        summary: !session.options.quiet,
      });
    });
  show(report, write);
  return report.counts.errors > 0 ? 1 : 0;
}

/** What is checked, and the answer when somebody asks. */
interface Subject {
  readonly tree: Tree;
  /** How many interface files. */
  readonly files: number;
  readonly checked: () => Checked;
  /** Absent for standard input. */
  readonly project?: { readonly folder: string; readonly config: Config };
}

/** What was wrong before, in the sources that `--against` names, by the settings of the tree. */
async function findingsOf(session: Session, words: string, { project }: Subject) {
  if (!project) throw new CannotRun('standard input has no tree to compare with', 'leave `--against` out');
  const { folder, config } = project;
  const context = contextOf(session, folder, config);
  const tree = orCannotRun(await openAgainstTree(orCannotRun(readAgainst(words, context)), context));
  session.progress.show(`checking ${words} …`);
  const results = new TreeResults(session.engine, tree, { config, outside: context.outside });
  return { label: words, commit: tree.commit, diagnostics: results.check().diagnostics };
}

/** What the paths on the command line mean: a tree, some files of one, or standard input. */
function openSubject(session: Session, paths: readonly string[], severity: Severities | undefined): Subject {
  const [first = '.', ...others] = paths;
  if (paths.includes('-')) {
    if (others.length > 0) throw new CannotRun('`-` cannot be combined with paths', 'check standard input alone');
    return standardInputSubject(session);
  }
  if (!isInterfaceFile(first)) {
    if (others.length > 0) {
      throw new CannotRun(`\`${others[0]}\` is a second tree`, 'name one tree, or several interface files of one');
    }
    const project = openProject(session, first);
    const { tree, results } = project;
    return { tree, files: results.paths.length, checked: () => results.check(severity), project };
  }
  const project = openProject(session, dirname(first));
  const { folder, tree, results } = project;
  const chosen = paths.map((path) => {
    if (!statSync(path, { throwIfNoEntry: false })?.isFile()) throw new CannotRun(`there is no file \`${path}\``);
    const inTree = relative(folder, resolve(path)).split(sep).join('/');
    if (results.paths.includes(inTree)) return inTree;
    throw new CannotRun(
      `\`${path}\` is not an interface file of the tree in \`${folder}\``,
      'interface files end with `.idol`, or a build script names them',
    );
  });
  return { tree, files: chosen.length, checked: () => results.checkOf(chosen), project };
}

/** One interface without a tree around it. */
function standardInputSubject(session: Session): Subject {
  const name = 'stdin.idol';
  const tree: Tree = { label: name, prefix: '', files: filesOf({ [name]: readStandardInput().toString('utf8') }) };
  session.inform('checking standard input without a tree: types are not resolved');
  const results = new TreeResults(session.engine, tree, { config: loadConfig(session) });
  return {
    tree,
    files: 1,
    checked() {
      const { paths, operations } = results.check();
      return { paths, operations, diagnostics: results.interface(name).check() };
    },
  };
}

function isInterfaceFile(path: string): boolean {
  return path.endsWith('.idol') && statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

function raised(diagnostic: Diagnostic): Diagnostic {
  return diagnostic.severity === 'warning' ? { ...diagnostic, severity: 'error' } : diagnostic;
}
