import type { InterfaceEntry, OperationEntry } from '../../registry/index.ts';
import { fileOf, imageSlug, operationSlug, registry, site, taskNames, taskSlug, typeSlug } from '../context.ts';
import { errorTypes } from '../error-types.ts';
import { firstSentence } from '../first-sentence.ts';
import { hasReleases } from '../published.ts';
import {
  type IndexedError,
  type IndexedInterface,
  type IndexedOperation,
  ofTag,
  type SearchIndex,
} from '../search/search-index.ts';

const MAX_PURPOSE = 80;

export function GET(): Response {
  const index: SearchIndex = {
    interfaces: registry.interfaces.map((entry): IndexedInterface => {
      const file = fileOf(entry);
      const facts: [string, string, string, string, IndexedOperation[]] = [
        entry.slug,
        entry.name,
        firstSentence(entry.doc ?? '').slice(0, MAX_PURPOSE),
        [...new Set(entry.crates.map(({ name }) => name)), entry.path].join(' '),
        entry.operations.map((operation) => indexed(entry, operation)),
      ];
      return file === undefined ? facts : [...facts, file];
    }),
    errors: errors(),
    types: Object.values(registry.types).map(({ id, name, crate }) => [typeSlug(id), name, crate]),
    tasks: taskNames.map((name) => [taskSlug(name), name]),
    images: registry.images.map((image) => [imageSlug(image), image.name, image.path]),
    pages: [
      ['downloads/', 'Downloads', 'stubs archive', ''],
      ['diagnostics/', 'Findings', 'errors warnings notes checks', ''],
      ['playground/', 'Playground', 'editor try stubs', ''],
      ['decode/', 'Paste what you have', 'decode bytes hex log return code panic', ''],
      ['errors/', 'Error codes', 'return codes', ''],
      ['operations/', 'Idempotent and restricted operations', 'allowed callers', ''],
      ...(hasReleases() ? PAGES_OF_RELEASES : []),
      ...site.guide.map(({ slug, title, markdown }): [string, string, string, string] => [
        `guide/${slug}/`,
        title,
        subjectsOf(markdown),
        wordsOf(markdown),
      ]),
    ],
    checks: site.checks.map(({ slug, title }) => [slug, title.replace(/^`[^`]*`:?\s*/, '')]),
  };
  return new Response(JSON.stringify(index));
}

const PAGES_OF_RELEASES: SearchIndex['pages'] = [
  ['releases/', 'Releases', 'versions product lines', ''],
  ['compatibility/', 'Compatibility', 'matrix of releases', ''],
];

function indexed(entry: InterfaceEntry, { name, number, args, leases, doc }: OperationEntry): IndexedOperation {
  const words = [...args.map((arg) => arg.name), ...leases.map((lease) => lease.name)];
  if (doc)
    words.push(
      ...(firstSentence(doc)
        .slice(0, MAX_PURPOSE)
        .match(/[A-Za-z]{3,}/g) ?? []),
    );
  const known = new Set(name.split('_'));
  const text = [...new Set(words.map((word) => word.toLowerCase()))].filter((word) => !known.has(word)).join(' ');
  const slug = operationSlug(entry, number);
  return slug === name ? [name, text] : [name, text, slug];
}

/** Each error enum once, whatever interfaces use it. */
function errors(): IndexedError[] {
  return errorTypes.map(({ id, name, sentAs, codes, operations }) => [
    typeSlug(id),
    name,
    [...new Set(operations.map(({ entry }) => entry.name))].join(' '),
    (codes ?? []).map((one) => [one.name, one.serverDeath ? null : sentAs === 'bytes' ? ofTag(one.code) : one.code]),
  ]);
}

/** What a guide page explains: its headings, and what begins a row of a table or an item of a list as code. */
function subjectsOf(markdown: string): string {
  const text = withoutCode(markdown);
  const headings = [...text.matchAll(/^#{2,3} (.+)$/gm)].map(([, heading]) => heading);
  const defined = [...text.matchAll(/^(?:\| |- )\**`([A-Za-z_]{3,})`/gm)].map(([, name]) => name);
  const columns = [...text.matchAll(/^\|(.+)\|\n\|[-|: ]+\|$/gm)].map(([, head]) => head);
  return [...new Set([...headings, ...defined, ...columns])].join(' ');
}

/** What is set as code in it. */
function wordsOf(markdown: string): string {
  return [...new Set([...withoutCode(markdown).matchAll(/`([A-Za-z_]{3,})`/g)].map(([, name]) => name))].join(' ');
}

function withoutCode(markdown: string): string {
  return markdown.replace(/^```.*?^```$/gms, '');
}
