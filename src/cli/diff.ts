import { statSync } from 'node:fs';
import {
  type Config,
  DEFAULT_CONFIG,
  makeBreakingReport,
  openAgainst,
  policyOf,
  readAgainst,
} from '../registry/index.ts';
import { openTree } from '../tree/index.ts';
import { contextOf } from './comparison.ts';
import { formatBreakingJson } from './formats/breaking/json.ts';
import { formatBreakingMarkdown } from './formats/breaking/markdown.ts';
import type { BreakingFormat } from './formats/breaking/report.ts';
import { formatBreakingText } from './formats/breaking/text.ts';
import { addRedirectsOption } from './open-registry.ts';
import { addFormatOption, type FormatFlags, outputsOf, writeOutputs } from './output-format.ts';
import { loadConfig } from './project.ts';
import { examples, orCannotRun, type RegisterCommand, type Session, type Verdict } from './session.ts';

const FORMATS: Readonly<Record<string, BreakingFormat>> = {
  text: formatBreakingText,
  json: formatBreakingJson,
  markdown: formatBreakingMarkdown,
};

interface DiffOptions extends FormatFlags {
  readonly tree: string;
}

export const registerDiff: RegisterCommand = (program, handle) => {
  const command = program
    .command('diff')
    .description('Shows every change between two sources, breaking or not. Exits with 1 if there is one.')
    .argument('<before>', 'what was: all that `breaking --against` takes')
    .argument('<after>', 'what is: the same')
    .option('--tree <folder>', 'tree whose repository has the revisions and whose configuration holds', '.');
  addRedirectsOption(addFormatOption(command, Object.keys(FORMATS)))
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
  const outputs = outputsOf(options);
  const context = contextOf(session, options.tree, configOf(session, options.tree));
  const read = async (words: string) => {
    const source = orCannotRun(readAgainst(words, context));
    session.progress.show(`reading ${words} …`);
    return orCannotRun(await openAgainst(source, context));
  };
  const [before, after] = [await read(a), await read(b)];
  const policy = policyOf(DEFAULT_CONFIG.breaking, { mode: 'none' });
  const breaking = makeBreakingReport(after, [before], { policy, waivers: [], today: '' });
  const duration = performance.now() - started;
  writeOutputs(session, outputs, (format, paint) => {
    const written = FORMATS[format] ?? formatBreakingText;
    return written({ breaking, prefix: '', duration, paint, summary: !session.options.quiet });
  });
  return breaking.result === 'unchanged' ? 0 : 1;
}

function configOf(session: Session, folder: string): Config {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return DEFAULT_CONFIG;
  return loadConfig(session, orCannotRun(openTree(folder)));
}
