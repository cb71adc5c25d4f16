import { statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline/promises';
import { Option } from 'commander';
import type { SerializedType } from '../messages/index.ts';
import { programInfo } from '../program/index.ts';
import { CONFIG_FILE, DEFAULT_CONFIG, makeFolder, TreeResults, whyNotWritten } from '../registry/index.ts';
import type { Diagnostic } from '../text/index.ts';
import { loadConfig, outsideOf } from './project.ts';
import { CannotRun, examples, type RegisterCommand, type Session, type Verdict } from './session.ts';

/** The modes that a project chooses from; `breaking --mode` has more. */
const CHOICES = ['backward', 'full'] as const;
type Choice = (typeof CHOICES)[number];

interface InitOptions {
  readonly force?: boolean;
  readonly mode?: Choice;
  readonly all?: boolean;
  readonly pages?: boolean;
}

export const registerInit: RegisterCommand = (program, handle) => {
  program
    .command('init')
    .description('Writes a configuration, and a workflow of GitHub Actions that checks pull requests.')
    .argument('[tree]', 'root of the tree', '.')
    .addOption(
      new Option('--mode <mode>', 'backward: new servers serve old clients; full: new clients also work on old servers')
        .choices(CHOICES)
        .default(undefined, 'asked at a terminal, else full'),
    )
    .option('--all', 'keep the checks that find something today; without it they are turned off')
    .option('--pages', 'a workflow that publishes the site to GitHub Pages, too')
    .option('--force', 'replace what is there')
    .addHelpText(
      'after',
      examples({
        init: 'begin in the current folder; what is there stays as it is',
        'init --mode backward --pages': 'for devices that are updated server first, with a site',
      }),
    )
    .action(handle(init));
};

async function init(session: Session, folder: string, options: InitOptions): Promise<Verdict> {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    throw new CannotRun(`there is no folder \`${folder}\``, 'give the root of a Hubris tree');
  }
  const mode = options.mode ?? (await askMode(session));
  const outside = outsideOf(session, folder, DEFAULT_CONFIG);
  const today = new TreeResults(session.engine, session.openTree(folder), { config: DEFAULT_CONFIG, outside });
  const found = options.all ? new Map<string, number>() : findingsOf(today);
  const unlisted = messagesOf(today.unlistedTypes());
  for (const [path, text] of Object.entries(filesToWrite({ mode, found, unlisted }, options.pages === true))) {
    const target = join(folder, path);
    try {
      makeFolder(dirname(target));
      // With `wx` the system refuses what is there already, so that nothing is lost between a look and a write.
      writeFileSync(target, text, { flag: options.force ? 'w' : 'wx' });
      session.print(`wrote ${path}`);
      if (path === CONFIG_FILE) wroteConfiguration(session, found.size, unlisted.length > 0);
    } catch (error) {
      if (!(error instanceof Error) || !('code' in error)) throw error;
      if (error.code !== 'EEXIST') throw new CannotRun(whyNotWritten(target, error));
      session.print(`kept ${path}, which is there; --force replaces it`);
      if (path === CONFIG_FILE) printUnlisted(session, folder);
    }
  }
  return 0;
}

function wroteConfiguration(session: Session, checks: number, hasMessages: boolean): void {
  if (checks > 0) {
    const off = checks === 1 ? '1 check that finds' : `${checks} checks that find`;
    session.print(`turned off ${off} something today; remove a line of ${CONFIG_FILE} to turn one on`);
  }
  if (hasMessages) {
    session.print(`suggested message contracts in a comment of ${CONFIG_FILE}: types that code serializes itself`);
  }
}

/** For a configuration that stays as it is: the types that it does not list. */
function printUnlisted(session: Session, folder: string): void {
  const tree = session.openTree(folder);
  const config = loadConfig(session, tree);
  const outside = outsideOf(session, folder, config);
  const lines = messagesOf(new TreeResults(session.engine, tree, { config, outside }).unlistedTypes());
  if (lines.length === 0) return;
  session.print(
    ['', `Code of this tree serializes types that ${CONFIG_FILE} does not list. ${WHAT_TO_LIST}`, '', ...lines].join(
      '\n',
    ),
  );
}

const WHAT_TO_LIST = 'List those that cross builds, and name the two sides.';

/** The setting `messages` that lists these types: one line for each, with the place that serializes it. */
function messagesOf(types: readonly SerializedType[]): string[] {
  if (types.length === 0) return [];
  const contracts = new Map<string, Map<string, { settings: string; place: string }>>();
  for (const { path, encoding, source, span } of types) {
    const [crate = '', ...names] = path.split('::');
    const directions = contracts.get(crate) ?? new Map<string, { settings: string; place: string }>();
    const [short, long] = [names.at(-1) ?? '', names.join('_')].map(snakeCase) as [string, string];
    const { line } = source.position(span.start);
    const settings = `{ "type": ${JSON.stringify(path)}, "encoding": "${encoding}", "from": "…", "to": "…" }`;
    directions.set(directions.has(short) ? long : short, { settings, place: `${source.path}:${line}` });
    contracts.set(crate, directions);
  }
  const comma = (at: number, of: ReadonlyMap<string, unknown>) => (at === of.size - 1 ? '' : ',');
  const lines = [...contracts].flatMap(([crate, directions], number) => [
    `  ${JSON.stringify(crate)}: {`,
    '    "directions": {',
    ...[...directions].map(
      ([name, { settings, place }], at) =>
        `      ${JSON.stringify(name)}: ${settings}${comma(at, directions)} // ${place}`,
    ),
    '    }',
    `  }${comma(number, contracts)}`,
  ]);
  return ['"messages": {', ...lines, '},'];
}

function snakeCase(name: string): string {
  return name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toLowerCase();
}

/** Asks where somebody can answer. */
async function askMode(session: Session): Promise<Choice> {
  if (!process.stdin.isTTY || !session.terminal.stderr.isTerminal || session.options.quiet) return 'full';
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await lines.question('Do new clients also have to work on old servers? [Y/n] ');
    return /^n/i.test(answer.trim()) ? 'backward' : 'full';
  } finally {
    lines.close();
  }
}

/** How often each check finds something that is no error, most first. An error stays one, whatever the configuration says. */
function findingsOf(today: TreeResults): ReadonlyMap<string, number> {
  const { diagnostics } = today.check();
  const counts = new Map<string, number>();
  const isOpen = ({ severity }: Diagnostic) => severity === 'warning' || severity === 'note';
  for (const { check } of diagnostics.filter(isOpen)) {
    counts.set(check, (counts.get(check) ?? 0) + 1);
  }
  return new Map([...counts].sort(([a, many], [b, more]) => more - many || (a < b ? -1 : 1)));
}

/** What a configuration is written from. */
interface ConfigurationParts {
  readonly mode: Choice;
  readonly found: ReadonlyMap<string, number>;
  /** Lines of the setting `messages`. */
  readonly unlisted: readonly string[];
}

function filesToWrite(facts: ConfigurationParts, pages: boolean): Readonly<Record<string, string>> {
  const { name, version } = programInfo();
  return {
    [CONFIG_FILE]: configuration(facts),
    '.github/workflows/idol-registry.yml': workflow(`npx --yes ${name}@${version}`),
    ...(pages && { '.github/workflows/idol-registry-pages.yml': pagesWorkflow(`npx --yes @${name}/site@${version}`) }),
  };
}

function configuration({ mode, found, unlisted }: ConfigurationParts): string {
  const severities = [...found].map(([check, count], at) => {
    const comma = at === found.size - 1 ? '' : ',';
    return `    ${JSON.stringify(check)}: "off"${comma} // ${count} today`;
  });
  const suggestion = unlisted.length === 0 ? [] : [`Code serializes these types itself. ${WHAT_TO_LIST}`, ...unlisted];
  return `{
  "$schema": "node_modules/idol-registry/schemas/config.v1.json",
  // "idol-registry explain <check>" describes a check.
  "severity": {${severities.map((line) => `\n${line}`).join('')}${severities.length > 0 ? '\n  ' : ''}},${suggestion.map((line) => `\n  // ${line}`).join('')}
  "breaking": { "mode": ${JSON.stringify(mode)}, "levels": ["wire"] }
}
`;
}

function workflow(program: string): string {
  return `name: Interfaces

on:
  pull_request:

permissions:
  contents: read

jobs:
  interfaces:
    runs-on: ubuntu-latest
    timeout-minutes: 10
    steps:
      - uses: actions/checkout@v5
        with:
          fetch-depth: 0 # the merge base must be there
      - uses: actions/setup-node@v5
        with:
          node-version: 24
      - name: Is every interface valid?
        run: ${program} check --format text --format github=check.txt && cat check.txt
      - name: What does this break?
        if: \${{ !cancelled() }}
        run: |
          code=0
          ${program} breaking --against "merge-base:origin/$GITHUB_BASE_REF" --format text \\
            --format markdown=comment.md --format github=annotations.txt || code=$?
          if [ "$code" -lt 2 ]; then cat annotations.txt; cat comment.md >> "$GITHUB_STEP_SUMMARY"; fi
          exit "$code"
`;
}

function pagesWorkflow(program: string): string {
  return `name: Interface site

on:
  push:
    branches: [main, master]
    tags: ['*']
  workflow_dispatch:

permissions:
  contents: read
  pages: write
  id-token: write

concurrency:
  group: pages

jobs:
  site:
    runs-on: ubuntu-latest
    timeout-minutes: 30
    environment:
      name: github-pages
      url: \${{ steps.deployment.outputs.page_url }}
    steps:
      - uses: actions/checkout@v5
        with:
          fetch-depth: 0 # every tag is a release
      - uses: actions/setup-node@v5
        with:
          node-version: 24
      - uses: actions/cache@v4
        with:
          path: ~/.cache/idol-registry
          key: idol-registry-\${{ github.sha }}
          restore-keys: idol-registry-
      - uses: actions/configure-pages@v5
        id: pages
      - run: ${program} build --out _site --base "\${{ steps.pages.outputs.base_path }}/"
      - uses: actions/upload-pages-artifact@v4
        with:
          path: _site
      - id: deployment
        uses: actions/deploy-pages@v4
`;
}
