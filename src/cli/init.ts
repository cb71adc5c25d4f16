import { statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { programFacts } from '../program/index.ts';
import { CONFIG_FILE, makeFolder, whyNotWritten } from '../registry/index.ts';
import { jsonText } from '../text/index.ts';
import { openProject } from './project.ts';
import { CannotRun, examples, type RegisterCommand, type Session, type Verdict } from './session.ts';

export const registerInit: RegisterCommand = (program, handle) => {
  program
    .command('init')
    .description('Writes a configuration, and a workflow of GitHub Actions that checks pull requests.')
    .argument('[tree]', 'root of the tree', '.')
    .option('--force', 'replace what is there')
    .addHelpText('after', examples({ init: 'begin in the current folder; what is there stays as it is' }))
    .action(handle(init));
};

function init(session: Session, folder: string, { force = false }: { readonly force?: boolean }): Verdict {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    throw new CannotRun(`\`${folder}\` is not a folder`, 'give the root of a Hubris tree');
  }
  for (const [path, text] of Object.entries(filesToWrite())) {
    const target = join(folder, path);
    try {
      makeFolder(dirname(target));
      // With `wx` the system refuses what is there already, so that nothing is lost between a look and a write.
      writeFileSync(target, text, { flag: force ? 'w' : 'wx' });
      session.print(`wrote ${path}`);
    } catch (error) {
      if (!(error instanceof Error) || !('code' in error)) throw error;
      if (error.code !== 'EEXIST') throw new CannotRun(whyNotWritten(target, error));
      session.print(`kept ${path}, which is there; --force replaces it`);
    }
  }
  suggestMessages(session, folder);
  return 0;
}

/** Names the types that code of the tree serializes itself: JSON has no comments that could hold a suggestion. */
function suggestMessages(session: Session, folder: string): void {
  const types = unlistedTypes(session, folder);
  session.progress.clear();
  if (types.length === 0) return;
  const messages: Record<string, { directions: Record<string, object> }> = {};
  for (const { path, encoding } of types) {
    const [crate = '', ...names] = path.split('::');
    const contract = messages[crate] ?? { directions: {} };
    const direction = snakeCase(names.at(-1) ?? '');
    contract.directions[direction] = { type: path, encoding, from: '…', to: '…' };
    messages[crate] = contract;
  }
  session.print(
    [
      '',
      'Code of this tree serializes types that no interface has. Those that two sides exchange which are built apart',
      `belong into \`messages\` of ${CONFIG_FILE}. Copy them from here, and name the two sides:`,
      '',
      jsonText({ messages }),
    ].join('\n'),
  );
}

/** None where there is no interface yet. */
function unlistedTypes(session: Session, folder: string) {
  try {
    return openProject(session, folder).results.unlistedTypes();
  } catch (error) {
    if (error instanceof CannotRun) return [];
    throw error;
  }
}

function snakeCase(name: string): string {
  return name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toLowerCase();
}

function filesToWrite(): Readonly<Record<string, string>> {
  const { version } = programFacts();
  const config = {
    $schema: `node_modules/idol-registry/schemas/config.v1.json`,
    severity: { 'missing-doc': 'warning' },
    breaking: { mode: 'full', levels: ['wire'] },
  };
  return {
    [CONFIG_FILE]: `${JSON.stringify(config, undefined, 2)}\n`,
    '.github/workflows/idol-registry.yml': workflow(`npx --yes idol-registry@${version}`),
  };
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
        run: ${program} check --format github
      - name: What does this break?
        if: \${{ !cancelled() }}
        run: |
          against="merge-base:origin/$GITHUB_BASE_REF"
          ${program} breaking --against "$against" --format markdown >> "$GITHUB_STEP_SUMMARY" || true
          ${program} breaking --against "$against" --format github
`;
}
