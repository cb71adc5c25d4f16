import { InvalidArgumentError, Option } from 'commander';
import {
  allChecks,
  type CheckReport,
  diagnosticEntry,
  type ScannedInterface,
  scan,
  withSeverities,
} from '../registry/index.ts';
import { type Diagnostic, type Severity, sortDiagnostics, suggest } from '../text/index.ts';
import type { Tree } from '../tree/index.ts';
import { checkRegistry, refuseWithRegistry } from './check-registry.ts';
import { formatGithub } from './formats/github.ts';
import { formatJson } from './formats/json.ts';
import { formatJunit } from './formats/junit.ts';
import type { Format } from './formats/report.ts';
import { formatSarif } from './formats/sarif.ts';
import { formatText } from './formats/text.ts';
import { openProject } from './project.ts';
import { examples, type RegisterCommand, type Session, type Verdict } from './session.ts';

const FORMATS: Readonly<Record<string, Format>> = {
  text: formatText,
  json: formatJson,
  github: formatGithub,
  sarif: formatSarif,
  junit: formatJunit,
};

interface CheckOptions {
  readonly registry?: string;
  readonly format: string;
  readonly strict?: boolean;
  readonly severity?: Readonly<Record<string, Severity>>;
}

export const registerCheck: RegisterCommand = (program, handle) => {
  program
    .command('check')
    .description('Finds what is wrong with the interfaces of a Hubris tree.')
    .argument('[tree]', 'root of the tree', '.')
    .addOption(
      new Option('--format <format>', 'how findings are written').choices(Object.keys(FORMATS)).default('text'),
    )
    .option('--registry <folder>', 'check what `publish` wrote instead of a tree: every release, object and file')
    .option('--strict', 'warnings are errors')
    .option('--severity <check=level>', 'severity of a check: error, warning, note or off; repeatable', addSeverity)
    .addHelpText(
      'after',
      examples({
        check: 'check the tree in the current folder',
        'check ../hubris --rev gimlet-v1.0.1': 'check a release, without a checkout of it',
        'check --strict --severity missing-doc=off': 'fail on every warning but missing documentation',
        'check --registry registry': 'find what is damaged in a registry',
        'check --format sarif > check.sarif': 'for a code scanning service',
      }),
    )
    .hook('preAction', (command) => {
      if (command.opts().registry === undefined) return;
      const given = ['format', 'strict', 'severity', 'rev', 'config', 'crate'].filter(
        (name) => command.getOptionValueSourceWithGlobals(name) === 'cli',
      );
      refuseWithRegistry([...command.args, ...given.map((name) => `--${name}`)]);
    })
    .action(handle(check));
};

function check(session: Session, folder: string, options: CheckOptions): Verdict | Promise<Verdict> {
  if (options.registry !== undefined) return checkRegistry(session, options.registry);
  const started = performance.now();
  const project = openProject(session, folder);
  const { tree, workspace, config } = project;
  session.progress.show(`checking ${workspace.interfaceFiles.length} interface files …`);
  const scanned = scan(tree, workspace, config);
  const chosen = withSeverities(scanned.diagnostics, options.severity ?? {});
  const diagnostics = sortDiagnostics(options.strict ? chosen.map(raised) : chosen);
  const report = makeReport(tree, scanned.interfaces, diagnostics);
  const format = FORMATS[options.format] ?? formatText;
  const written = format({
    check: report,
    diagnostics,
    files: workspace.interfaceFiles.map(({ path }) => path),
    get prefix() {
      return tree.prefix;
    },
    duration: performance.now() - started,
    paint: session.paint,
    summary: !session.options.quiet,
  });
  if (options.format === 'text') session.print(written);
  else session.printDocument(written);
  return report.counts.errors > 0 ? 1 : 0;
}

function raised(diagnostic: Diagnostic): Diagnostic {
  return diagnostic.severity === 'warning' ? { ...diagnostic, severity: 'error' } : diagnostic;
}

function makeReport(
  tree: Tree,
  interfaces: readonly ScannedInterface[],
  diagnostics: readonly Diagnostic[],
): CheckReport {
  const count = (severity: Severity) => diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
  return {
    version: 1,
    tree: { label: tree.label, commit: tree.commit },
    counts: {
      files: interfaces.length,
      operations: interfaces.reduce((sum, one) => sum + (one.interface?.operations.length ?? 0), 0),
      errors: count('error'),
      warnings: count('warning'),
      notes: count('note'),
    },
    diagnostics: diagnostics.map(diagnosticEntry),
  };
}

function addSeverity(argument: string, previous?: Readonly<Record<string, Severity>>): Record<string, Severity> {
  const [id = '', level = ''] = argument.split('=');
  const ids = allChecks.map((check) => check.id);
  if (!ids.includes(id)) {
    const near = suggest(id, ids);
    throw new InvalidArgumentError(`There is no check \`${id}\`.${near ? ` Did you mean \`${near}\`?` : ''}`);
  }
  if (level !== 'error' && level !== 'warning' && level !== 'note' && level !== 'off') {
    throw new InvalidArgumentError('The level is one of error, warning, note and off.');
  }
  return { ...previous, [id]: level };
}
