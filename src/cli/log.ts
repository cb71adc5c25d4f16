import { type Cause, effectsOf, effectWords, type InterfaceComparison, verdictsOf } from '../compare/index.ts';
import type { History, InterfaceHistory } from '../registry/index.ts';
import { jsonText, nearestFirst, type Paint, terminalText } from '../text/index.ts';
import { openTree } from '../tree/index.ts';
import { count } from './formats/breaking/report.ts';
import { addFormatOption, type FormatFlags, outputsOf, writeOutputs } from './output-format.ts';
import { placeOf } from './place.ts';
import { loadConfig } from './project.ts';
import { readHistory, readOptions } from './releases.ts';
import { CannotRun, examples, orCannotRun, type RegisterCommand, type Session, type Verdict } from './session.ts';

interface LogOptions extends FormatFlags {
  readonly tree: string;
}

export const registerLog: RegisterCommand = (program, handle) => {
  const command = program
    .command('log')
    .description("Shows an interface's history: its versions, the releases that carry them, and what changed.")
    .argument('<interface>', 'its name, or the path of its file')
    .option('--tree <folder>', 'root of a tree in a git repository with tags, or a folder of releases', '.');
  addFormatOption(command, ['text', 'json'])
    .addHelpText(
      'after',
      examples({
        'log Sensor': 'the history of an interface, newest version first',
        'log idl/sensor.idol --tree ../hubris': 'by path, for names that several files have',
      }),
    )
    .action(handle(log));
};

async function log(session: Session, wanted: string, options: LogOptions): Promise<Verdict> {
  const outputs = outputsOf(options);
  const folder = options.tree;
  const place = placeOf(session, folder);
  const config = loadConfig(session, orCannotRun(openTree(place.folder)));
  const history = await readHistory(place, readOptions(session, place.folder, config));
  if (!history) {
    throw new CannotRun(
      `there are no releases of \`${folder}\``,
      'releases are tags (`git fetch --tags` brings those of a remote), or subfolders with a version as their name',
    );
  }
  const found = findInterfaces(history, wanted);
  writeOutputs(session, outputs, (format, paint) =>
    format === 'json' ? jsonText(found) : found.map((one) => historyText(one, paint)).join('\n'),
  );
  return 0;
}

/** Files at that path, else with that name inside, and what their files were called before. */
function findInterfaces({ interfaces }: History, wanted: string): InterfaceHistory[] {
  const byPath = interfaces.filter(({ path }) => path === wanted);
  const found = byPath.length > 0 ? byPath : interfaces.filter(({ name, slug }) => name === wanted || slug === wanted);
  if (found.length === 0) {
    const names = interfaces.map(({ name, path }) => (/[./]/.test(wanted) ? path : name));
    throw new CannotRun(`no release has an interface \`${wanted}\``, nearestFirst(wanted, names, 'interfaces'));
  }
  const known = new Set(found);
  for (const { movedFrom } of known) {
    const before = interfaces.find(({ path }) => path === movedFrom);
    if (before) known.add(before);
  }
  return [...known];
}

function historyText({ name, path, movedFrom, movedTo, versions }: InterfaceHistory, paint: Paint): string {
  const moves = [movedFrom && `was ${movedFrom}`, movedTo && `is ${movedTo} now`].filter(Boolean).join(', ');
  const heading = `${paint.strong(terminalText(name))} ${terminalText(`${path}${moves && ` (${moves})`}`)}: ${count(versions.length, 'version')}`;
  const blocks = [...versions].reverse().map(({ number, releases, comparison }) => {
    const [first, last] = [releases[0], releases.at(-1)];
    const carried = releases.length === 1 ? first : `${first} … ${last}, ${releases.length} releases`;
    return [
      `  ${paint.strong(`version ${number}`)}  ${terminalText(carried ?? '')}`,
      ...(comparison ? comparison.causes.map((cause) => causeLine(comparison, cause, paint)) : []),
    ].join('\n');
  });
  return `${[heading, ...blocks].join('\n\n')}\n`;
}

function causeLine(comparison: InterfaceComparison, cause: Cause, paint: Paint): string {
  const verdicts = verdictsOf(comparison, cause);
  const isBad = verdicts.some(({ verdict }) => verdict.kind !== 'ok');
  const effects = effectsOf(verdicts).map((effect) => `${effect.who}: ${effectWords(effect)}`);
  const told = effects.length > 0 ? ` (${effects.join('; ')})` : '';
  return `    ${paint.severity(isBad ? 'error' : 'note', cause.rule)}: ${terminalText(cause.message)}${told}`;
}
