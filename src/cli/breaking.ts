import { realpathSync } from 'node:fs';
import { InvalidArgumentError, Option } from 'commander';
import { allRules, type Level } from '../compare/index.ts';
import {
  type Against,
  type AgainstContext,
  type BreakingReport,
  baseRevision,
  DEFAULT_FAIL_ON,
  defaultAgainst,
  earlierReleases,
  FAILING_VERDICTS,
  type FailingVerdict,
  hasNoLine,
  LEVEL_NAMES,
  MODE_NAMES,
  type ModeName,
  makeBreakingReport,
  objectsOf,
  openAgainst,
  openLine,
  policyOf,
  readAgainst,
  readSnapshot,
  readWaivers,
  repairsOf,
  type Snapshot,
  somethingCompared,
  TreeResults,
  WAIVERS_FILE,
  type Waiver,
} from '../registry/index.ts';
import type { Paint } from '../text/index.ts';
import type { Tree } from '../tree/index.ts';
import { contextOf } from './comparison.ts';
import { BREAKING_FORMATS } from './formats/breaking/index.ts';
import { addRedirectsOption } from './open-registry.ts';
import { addFormatOption, type FormatFlags, outputsOf, writeOutputs } from './output-format.ts';
import { treeFolder } from './place.ts';
import { loadConfig } from './project.ts';
import { readHistory, readOptions } from './releases.ts';
import { CannotRun, examples, orCannotRun, type RegisterCommand, type Session, type Verdict } from './session.ts';
import { type Severities, severityOption } from './severity-option.ts';

interface BreakingOptions extends FormatFlags {
  readonly against?: string;
  readonly mode?: ModeName;
  readonly level?: readonly Level[];
  readonly failOn?: readonly FailingVerdict[];
  readonly strict?: boolean;
  readonly severity?: Severities;
  readonly interface?: readonly string[];
  readonly patch?: boolean;
  readonly today?: string;
}

export const registerBreaking: RegisterCommand = (program, handle) => {
  const command = program
    .command('breaking')
    .description('Finds what a change breaks, for which side, and how a call fails.')
    .argument('[tree]', 'root of the tree', '.')
    .option(
      '--against <what>',
      'what to compare with; default: the configuration, else the merge base with the main branch',
    )
    .addOption(new Option('--mode <mode>', 'which pairs of old and new have to work').choices(MODE_NAMES))
    .option(
      '--level <levels>',
      `levels whose changes fail the run (comma-separated): ${LEVEL_NAMES.join(', ')}`,
      parseList('level', LEVEL_NAMES),
    )
    .option(
      '--fail-on <verdicts>',
      `verdicts that fail the run (comma-separated): ${FAILING_VERDICTS.join(', ')}; default: ${DEFAULT_FAIL_ON.join(',')}`,
      parseList('verdict', FAILING_VERDICTS),
    )
    .option('--strict', 'unknown verdicts fail the run too, and warnings are errors')
    .option(
      '--severity <rule=level>',
      'severity of a rule: error, warning, note or off; repeatable',
      severityOption('rule', allRules),
    )
    .option('--interface <glob>', 'compare only interfaces with such a path or name; repeatable', addGlob)
    .option('--patch', 'print instead a patch that moves what was inserted to the end')
    .addOption(new Option('--today <day>', 'the day on which waivers expire or not').argParser(parseDay));
  addRedirectsOption(addFormatOption(command, Object.keys(BREAKING_FORMATS)))
    .addHelpText(
      'after',
      `
What to compare with:
  path/to/folder         another working tree
  git:some-tag           a branch, tag or commit of this repository; also without \`git:\`
  merge-base:origin/main where this branch left another: other people's changes there are not yours
  tree.tar.gz            an archive of a tree: .tar, .tar.gz, .tgz or .zip
  idol-registry.lock.json
                         what \`lock\` wrote down
  https://host/registry#gimlet-v1.0.1
                         a release of a published registry, URL or folder; without a name its newest
  git+https://host/repository#branch@gimlet-v1.0.1
                         the same, of a registry on a branch of a git remote
  s3://bucket/prefix#gimlet-v1.0.1
                         the same, of a registry in object storage
`,
    )
    .addHelpText(
      'after',
      examples({
        breaking: 'compare this branch, with what is not committed, with where it left the main branch',
        'breaking ../hubris --against git:gimlet-v1.0.1': 'compare with a release',
        'breaking --mode backward --level wire,source': 'old clients must work, and Rust callers must compile',
        "breaking --interface 'idl/*-seq.idol' --fail-on silent": 'fail only where wrong data would be accepted',
        'breaking --format markdown > comment.md': 'for a comment on a pull request',
        'breaking --patch | git apply': 'append instead, where an operation or variant was inserted',
      }),
    )
    .action(handle(breaking));
};

async function breaking(session: Session, named: string, options: BreakingOptions): Promise<Verdict> {
  const started = performance.now();
  const outputs = outputsOf(options);
  if (options.patch && (options.json || options.format)) {
    throw new CannotRun('`--patch` prints a patch instead of a report', 'leave `--format` out');
  }
  session.progress.show('reading the tree …');
  const folder = treeFolder(session, named);
  const tree = session.openTree(folder);
  const config = loadConfig(session, tree);
  const waivers = loadWaivers(tree);
  const { mode, level: levels, failOn, strict, severity } = options;
  const policy = policyOf(config.breaking, { mode, levels, failOn, strict, severity });
  const context = contextOf(session, folder, config);
  const words = options.against ?? orCannotRun(defaultAgainst(context));
  const against = orCannotRun(readAgainst(words, context));
  session.progress.show(`reading ${words} …`);
  const after = readSnapshot(new TreeResults(context.engine, tree, context));
  const sources = await openSources(session, against, { ...context, near: tree.files }, policy.transitive);
  refuseEmpty(after, folder);
  // A commit from before there were interfaces has its own words below; anything else without one is the wrong place.
  const isGit = against.kind === 'git' || against.kind === 'merge-base';
  if (!isGit) for (const source of sources) refuseEmpty(source, words);
  const today = options.today ?? new Date().toISOString().slice(0, 10);
  const only = options.interface ?? [];
  const report = makeBreakingReport(after, sources, { policy, waivers, today, only });
  orCannotRun(somethingCompared(report, { tree, isCommit: session.options.rev !== undefined, after, sources, only }));
  if (options.patch) return printRepairs(session, report, tree);
  const duration = performance.now() - started;
  writeOutputs(session, outputs, (format, paint) => formatted(session, format, paint, report, tree, duration));
  return report.result === 'breaking' ? 1 : 0;
}

/** Prints the patch alone, so that it can be piped; what it leaves to a person goes to standard error. */
function printRepairs(session: Session, report: BreakingReport, tree: Tree): Verdict {
  const { patch, repaired, left } = repairsOf(report, tree);
  session.printDocument(patch);
  for (const { message, rule } of repaired) session.inform(`repaired: ${message} [${rule}]`);
  for (const { message, rule } of left) session.inform(`not repaired: ${message} [${rule}]`);
  return report.result === 'breaking' ? 1 : 0;
}

/** Compared with nothing, everything is compatible: that is no answer. */
function refuseEmpty({ interfaces, broken }: Snapshot, name: string): void {
  if (interfaces.length + broken.length > 0) return;
  throw new CannotRun(
    `there is no interface in \`${name}\``,
    'give the root of a Hubris tree: interface files end with `.idol`, or a build script names them',
  );
}

/** What the tree is compared with, nearest first: one source, or with a transitive mode all earlier releases too. */
async function openSources(
  session: Session,
  against: Against,
  context: AgainstContext,
  isTransitive: boolean,
): Promise<Snapshot[]> {
  if (against.kind === 'folder' && isSameFolder(against.path, context)) {
    throw new CannotRun(
      `\`${against.path}\` is the tree itself`,
      'name another folder, or a revision such as `git:some-tag`',
    );
  }
  if (isTransitive && against.kind === 'registry') return orCannotRun(await openLine(against, context.redirects));
  const nearest = orCannotRun(await openAgainst(against, context));
  if (!isTransitive) return [nearest];
  if (against.kind !== 'git' && against.kind !== 'merge-base') return orCannotRun(hasNoLine(against));
  const base = orCannotRun(baseRevision(against, context));
  const reading = readOptions(session, context.folder, context.config);
  const history = await readHistory({ folder: context.folder }, reading);
  const earlier = history ? earlierReleases(history, objectsOf(reading.store), base.repository, base) : [];
  const isRelease = history?.releases.some(({ commit }) => commit === base.commit) === true;
  if (earlier.length > 0 || isRelease) return [nearest, ...earlier];
  throw new CannotRun(
    `no release leads to ${base.label}, and a transitive mode compares with all earlier releases`,
    'fetch the tags of releases (`git fetch --tags`), or leave out `-transitive`',
  );
}

function isSameFolder(path: string, { folder, revision }: AgainstContext): boolean {
  return revision === undefined && realpathSync(path) === realpathSync(folder);
}

function formatted(
  session: Session,
  format: string,
  paint: Paint,
  breaking: BreakingReport,
  tree: Tree,
  duration: number,
): string {
  const written = BREAKING_FORMATS[format] ?? BREAKING_FORMATS.text;
  if (!written) throw new Error(`no format ${format}`);
  return written({
    breaking,
    duration,
    get prefix() {
      return tree.prefix;
    },
    paint,
    summary: !session.options.quiet,
  });
}

function loadWaivers(tree: Tree): readonly Waiver[] {
  const source = tree.files.read(WAIVERS_FILE);
  if (!source) return [];
  const { value, diagnostics } = readWaivers(source);
  // With waivers that are not understood the answer would be to another question.
  if (diagnostics.length > 0) throw new CannotRun('invalid waivers', undefined, diagnostics);
  return value;
}

/** Reads names with commas between them. */
function parseList<Name extends string>(what: string, names: readonly Name[]): (text: string) => Name[] {
  return (text) =>
    text.split(',').map((word) => {
      const known = names.find((name) => name === word.trim());
      if (!known) throw new InvalidArgumentError(`A ${what} is one of ${names.join(', ')}.`);
      return known;
    });
}

function addGlob(argument: string, previous: readonly string[] = []): string[] {
  return [...previous, argument];
}

function parseDay(text: string): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || Number.isNaN(Date.parse(text))) {
    throw new InvalidArgumentError('A day is written as 2027-01-31.');
  }
  return text;
}
