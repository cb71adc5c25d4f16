import { statSync } from 'node:fs';
import { Option } from 'commander';
import {
  type Config,
  DEFAULT_CONFIG,
  makeBreakingReport,
  openAgainst,
  policyOf,
  readAgainst,
} from '../registry/index.ts';
import { openTree } from '../tree/index.ts';
import { contextOf } from './breaking.ts';
import { formatBreakingJson } from './formats/breaking/json.ts';
import { formatBreakingMarkdown } from './formats/breaking/markdown.ts';
import type { BreakingFormat } from './formats/breaking/report.ts';
import { formatBreakingText } from './formats/breaking/text.ts';
import { loadConfig } from './project.ts';
import { examples, orCannotRun, type RegisterCommand, type Session, type Verdict } from './session.ts';

const FORMATS: Readonly<Record<string, BreakingFormat>> = {
  text: formatBreakingText,
  json: formatBreakingJson,
  markdown: formatBreakingMarkdown,
};

interface DiffOptions {
  readonly format: string;
  readonly in: string;
}

export const registerDiff: RegisterCommand = (program, handle) => {
  program
    .command('diff')
    .description('Shows every change between two sources, breaking or not. Exits with 1 if there is one.')
    .argument('<a>', 'what was: all that `breaking --against` takes')
    .argument('<b>', 'what is: the same')
    .option('--follow-redirects', 'a registry on the web may lead to another host')
    .option('--in <folder>', 'tree whose repository has the revisions and whose configuration holds', '.')
    .addOption(new Option('--format <format>', 'how changes are written').choices(Object.keys(FORMATS)).default('text'))
    .addHelpText(
      'after',
      examples({
        'diff gimlet-v1.0.1 gimlet-v1.0.2': 'what changed between two tags of the repository in the current folder',
        'diff tree.tar.gz path/to/tree': 'between an archive and a folder',
        'diff https://host/registry#gimlet-v1.0.1 .': 'between a published release and this tree',
      }),
    )
    .action(handle(diff));
};

async function diff(session: Session, a: string, b: string, options: DiffOptions): Promise<Verdict> {
  const started = performance.now();
  const context = contextOf(session, options.in, configOf(session, options.in));
  const read = async (words: string) => {
    const source = orCannotRun(readAgainst(words, context));
    session.progress.show(`reading ${words} …`);
    return orCannotRun(await openAgainst(source, context));
  };
  const [before, after] = [await read(a), await read(b)];
  const policy = policyOf(DEFAULT_CONFIG.breaking, { mode: 'none' });
  const breaking = makeBreakingReport(after, [before], { policy, waivers: [], today: '' });
  const format = FORMATS[options.format] ?? formatBreakingText;
  const written = format({
    breaking,
    prefix: '',
    duration: performance.now() - started,
    paint: session.paint,
    summary: !session.options.quiet,
  });
  if (options.format === 'text') session.print(written);
  else session.printDocument(written);
  return breaking.result === 'unchanged' ? 0 : 1;
}

function configOf(session: Session, folder: string): Config {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return DEFAULT_CONFIG;
  return loadConfig(session, orCannotRun(openTree(folder)));
}
