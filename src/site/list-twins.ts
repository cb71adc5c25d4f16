import { allRules } from '../compare/index.ts';
import { DOWNLOADS, type InterfaceDocument, type InterfaceEntry } from '../registry/index.ts';
import { BEHAVIOR_CHANGES } from '../runtime/index.ts';
import { heatCell } from './changes/heat.ts';
import { comparedFamilies, groupsOf, pairTitle, type ReleaseGroup, troublesBetween } from './compatibility.ts';
import {
  imageUrl,
  interfaceLabel,
  interfaceUrl,
  operationsOfType,
  registry,
  serversOf,
  site,
  taskNames,
  taskUrl,
  typeUrl,
  url,
  usesOfTask,
} from './context.ts';
import { downloads } from './downloads.ts';
import { firstSentence } from './first-sentence.ts';
import { interfaceMarkdown } from './interface-markdown.ts';
import { inline, page, table } from './page-twins.ts';
import { compatibilityUrl, dayText, families, neighbourUrl, releaseByName, releaseUrl } from './published.ts';

/** Pages of lists as Markdown. */

/** A page of a list: its address below the base, its title, and its text as Markdown. */
interface ListTwin {
  readonly path: string;
  readonly title: string;
  readonly text: () => string;
}

/** The pages that stand for the whole tree, but the home page; those without content are left out. */
export const listTwins = (): readonly ListTwin[] => [
  { path: 'types/', title: 'Types', text: typesTwin },
  { path: 'images/', title: 'Images', text: imagesTwin },
  { path: 'tasks/', title: 'Tasks', text: tasksTwin },
  { path: 'downloads/', title: 'Downloads', text: downloadsTwin },
  { path: 'diagnostics/', title: 'Findings', text: findingsTwin },
  { path: 'checks/', title: 'Checks', text: checksTwin },
  { path: 'releases/', title: 'Releases', text: releasesTwin },
  ...(comparedFamilies.length > 0 ? [{ path: 'compatibility/', title: 'Compatibility', text: compatibilityTwin }] : []),
  ...(site.guide.length > 0 ? [{ path: 'guide/', title: 'Guide', text: guideTwin }] : []),
  { path: 'playground/', title: 'Playground', text: playgroundTwin },
  { path: 'decode/', title: 'Paste what you have', text: decodeTwin },
];

function typesTwin(): string {
  const rows = Object.values(registry.types)
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ id, name, kind, doc }) => [
      `[${name}](${typeUrl(id)}index.md)`,
      kind,
      `\`${id}\``,
      firstSentence(doc ?? ''),
      String((operationsOfType.get(id) ?? []).length),
    ]);
  return page('# Types', table(['Type', 'Kind', 'Path', 'Meaning', 'Operations'], rows));
}

function imagesTwin(): string {
  const rows = registry.images.map((image) => [
    `[${image.name}](${imageUrl(image)}index.md)`,
    `\`${image.path}\``,
    image.target ?? '',
    String(image.tasks.length),
  ]);
  return page('# Images', table(['Image', 'File', 'Target', 'Tasks'], rows));
}

function tasksTwin(): string {
  const rows = taskNames.map((name) => [
    `[${name}](${taskUrl(name)}index.md)`,
    registry.interfaces
      .filter(({ slug }) => serversOf.get(slug)?.some(({ task }) => task.name === name))
      .map(interfaceLabel)
      .join(', '),
    String((usesOfTask.get(name) ?? []).length),
  ]);
  return page('# Tasks', table(['Task', 'Serves', 'Images'], rows));
}

function downloadsTwin(): string {
  const rows = registry.interfaces.flatMap((entry) =>
    (downloads.get(entry.slug) ?? []).map((file) => [
      interfaceLabel(entry),
      DOWNLOADS[file.kind],
      `[${file.name}](${url(file.path)})`,
      `\`${file.sha256}\``,
    ]),
  );
  return page(
    '# Downloads',
    `Stubs and schemas of ${registry.revision.label}. [All of them in one archive](${url('downloads/all.zip')}).`,
    table(['Interface', 'What', 'File', 'SHA-256'], rows),
  );
}

function findingsTwin(): string {
  const groups = [...Map.groupBy(registry.diagnostics, ({ check }) => check)];
  const sections = groups.map(([check, list]) =>
    page(
      `## ${check}`,
      list
        .map(({ severity, message, place }) => `- ${severity}: ${inline(message)} (\`${place.path}:${place.line}\`)`)
        .join('\n'),
    ),
  );
  return page('# Findings', ...(sections.length > 0 ? sections : ['None.']));
}

function checksTwin(): string {
  const ruleIds = new Set(allRules.map(({ id }) => id));
  const listed = (isRule: boolean) =>
    site.checks
      .filter(({ slug }) => ruleIds.has(slug) === isRule)
      .map(({ slug, title }) => `- [${title}](${url(`checks/${slug}.md`)})`)
      .join('\n');
  return page('# Checks', '## Of one version', listed(false), '## From one version to the next', listed(true));
}

function releasesTwin(): string {
  const lines = families.map(({ name, releases }) =>
    page(
      `## ${name}`,
      releases
        .toReversed()
        .map((release) => {
          const date = releaseByName.get(release)?.date;
          return `- [${release}](${releaseUrl(release)}index.md)${date ? `, ${dayText(date)}` : ''}`;
        })
        .join('\n'),
    ),
  );
  return page('# Releases', ...(lines.length > 0 ? lines : ['Nothing was released yet.']));
}

function compatibilityTwin(): string {
  const newest = comparedFamilies.flatMap((name) => groupsOf(name)[0] ?? []);
  const pairs = comparedFamilies.flatMap((a, index) =>
    comparedFamilies.slice(index).map((b) => `- [${pairTitle(a, b)}](${compatibilityUrl(a, b)}index.md)`),
  );
  const behaviors = BEHAVIOR_CHANGES.map(({ component, since, what }) => [`\`${component}\``, since, what]);
  return page(
    '# Compatibility',
    MATRIX_WORDS,
    '## The newest releases of each line',
    matrix(newest, newest),
    '## All releases',
    pairs.join('\n'),
    '## Behavior of components',
    table(['Component', 'Since', 'Behavior'], behaviors),
  );
}

/** Every release of a product line with every release of another, both ways. */
export function compatibilityPairTwin(a: string, b: string): string {
  const [ofA, ofB] = [groupsOf(a), groupsOf(b)];
  return page(
    `# Compatibility of ${pairTitle(a, b)}`,
    MATRIX_WORDS,
    `## ${a} clients at ${b} servers`,
    matrix(ofA, ofB),
    ...(a === b ? [] : [`## ${b} clients at ${a} servers`, matrix(ofB, ofA)]),
  );
}

const MATRIX_WORDS =
  'A cell counts the interfaces in which some call of the client (row) does not work at the server (column). The letter is the worst verdict: S silent, P panic, F fault, ? unknown, · all calls work.';

function matrix(clients: readonly ReleaseGroup[], servers: readonly ReleaseGroup[]): string {
  const label = ({ first, last }: ReleaseGroup) => (first === last ? last : `${first} to ${last}`);
  const rows = clients.map((client) => [
    label(client),
    ...servers.map((server) => heatCell(troublesBetween(client, server)).text),
  ]);
  return table(['Client', ...servers.map(label)], rows) ?? '';
}

function guideTwin(): string {
  const guide = site.guide.map(({ slug, title }) => `- [${title}](${url(`guide/${slug}.md`)})`);
  const reference = site.reference.map(({ slug, title }) => `- [${title}](${url(`reference/${slug}.md`)})`);
  return page('# Guide', guide.join('\n'), ...(reference.length > 0 ? ['## API reference', reference.join('\n')] : []));
}

function playgroundTwin(): string {
  return page(
    '# Playground',
    'A page that runs in a browser. It takes an interface and its Rust types, and shows findings, operation numbers, layouts, stubs, and what breaks against a published version. It encodes calls and decodes bytes.',
    '`idol-registry check`, `layout`, `stubs`, `breaking`, `encode` and `decode` do the same on the command line.',
  );
}

function decodeTwin(): string {
  return page(
    '# Paste what you have',
    'A page that runs in a browser. It takes bytes, a return code, a reply fault or a line of a log, and names the interface, operation, field and error in a release.',
    '`idol-registry decode …` does the same for bytes on the command line.',
  );
}

/** An interface as a released version has it. */
export function versionTwin(entry: InterfaceEntry, history: InterfaceDocument, number: number): string {
  const releases = history.versions.find((one) => one.number === number)?.releases ?? [];
  const text = interfaceMarkdown(entry, `version ${number}`, () => []);
  return page(text, '## Releases with this version', releases.map((name) => `- ${name}`).join('\n'));
}

/** The source text of an interface. */
export function sourceTwin(entry: InterfaceEntry): string {
  const { text } = entry;
  const fence = '`'.repeat(Math.max(3, ...[...text.matchAll(/`+/g)].map(([run]) => run.length + 1)));
  return page(
    `# \`${entry.path}\``,
    `The [interface ${interfaceLabel(entry)}](${interfaceUrl(entry)}index.md).`,
    `${fence}ron\n${text.trimEnd()}\n${fence}`,
  );
}

/** Neighboring versions of an interface, as the page that compares any two lists them. */
export function comparisonsTwin(history: InterfaceDocument): string {
  const pairs = history.versions
    .slice(1)
    .toReversed()
    .map(({ number }) => `- [Version ${number - 1} and ${number}](${neighbourUrl(history, number)}index.md)`);
  return page(
    `# Compare versions of ${interfaceLabel(history)}`,
    'The page compares any two versions in a browser, and `idol-registry diff …` does it on the command line. Neighboring versions have pages of their own:',
    pairs.join('\n') || 'There is one version.',
  );
}
