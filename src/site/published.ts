import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { InterfaceBuild } from '../compare/index.ts';
import {
  type CarriedVersion,
  type IndexDocument,
  type InterfaceDocument,
  type InterfaceEntry,
  lineageOf,
  type ObjectDocument,
  objectAddress,
  type ReleaseDocument,
  type StubsDocument,
  schemaHash,
  stubsAddress,
  type VersionObject,
} from '../registry/index.ts';
import { interfacesBySlug, registry, site, url } from './context.ts';
import { slugsOf } from './slugs.ts';
import { apart, entities, keyed, list, table, value } from './tracked.ts';

/** What this build knows of releases, from the documents below `api/v1/`, and the addresses of their pages. */
const index = value('index of releases', () =>
  site.published === undefined ? undefined : read<IndexDocument>('index.json'),
);

/** Whether this site has releases. Where their documents are is nothing to pages: that differs in every build. */
export const hasReleases = value('has releases', () => site.published !== undefined);

export const families = list('product lines', () => index()?.families ?? []);
const releaseDocuments = entities(
  'releases',
  () => (index()?.releases ?? []).map(({ address }) => read<ReleaseDocument>(address)),
  ({ name }) => name,
);
/** Oldest first. */
export const releases = list('list of releases', releaseDocuments);
const historyDocuments = entities(
  'histories',
  () => (index()?.interfaces ?? []).map(({ address }) => read<InterfaceDocument>(address)),
  ({ path }) => path,
);
export const histories = list('list of histories', historyDocuments);

/** A version in full. Large, and wanted once or twice: it is not kept in memory. Its hash says all that it has. */
export function objectOf(hash: string): VersionObject {
  return read<ObjectDocument>(objectAddress(hash));
}

/** The files to download of an interface of a release, and what its stubs are made for. Read anew each time: there are many. */
export function stubsOf({ stubs }: ReleaseDocument['interfaces'][number]): StubsDocument {
  return read<StubsDocument>(stubsAddress(stubs));
}

/** How the newest release that carries a version builds it. */
export function buildOf(
  { path }: InterfaceDocument,
  { releases: names }: InterfaceDocument['versions'][number],
): InterfaceBuild | undefined {
  return buildIn(JSON.stringify([names.at(-1), path]));
}

const buildIn = keyed('build in release', (key): InterfaceBuild | undefined => {
  const [name, path] = JSON.parse(key) as [string, string];
  const release = releaseByName.get(name);
  const released = release?.interfaces.find((one) => one.path === path);
  return release && { components: release.components, ...released?.build };
});

/** Another folder with the same documents makes the same pages. */
const folderOf = () => apart(() => site.published ?? '');

// Checked against their schemas when they were written or taken in; here they only come back.
function read<Document>(address: string): Document {
  return JSON.parse(readFileSync(join(folderOf(), address), 'utf8')) as Document;
}

/** A feed tells times: releases from folders have none. */
export const hasFeed = value('has feed', () => releases.some(({ date }) => date !== undefined));

/** By their dates, the newest first; those without one last. */
export const newestReleases = list('newest releases', () =>
  releases
    .toReversed()
    .toSorted((a, b) => ((b.date ?? '') < (a.date ?? '') ? -1 : (b.date ?? '') > (a.date ?? '') ? 1 : 0)),
);

export const releaseByName = table(
  'release of name',
  () => new Map(releases.map((release) => [release.name, release])),
);
const releaseSlugs = table('slug of release', () => slugsOf(releases.map(({ name }) => name)));
export const releaseSlug = (name: string) => releaseSlugs.get(name) as string;
export const releaseUrl = (name: string) => url(`releases/${releaseSlug(name)}/`);
/** Address of a document or download of the registry. */
export const publishedUrl = (address: string) => url(`api/v1/${address}`);
const releaseAddresses = table(
  'address of release',
  () => new Map(index()?.releases.map(({ name, address }) => [name, address])),
);
export const releaseJsonUrl = (name: string) => publishedUrl(releaseAddresses.get(name) as string);
const historyAddresses = table(
  'address of history',
  () => new Map(index()?.interfaces.map(({ path, address }) => [path, address])),
);
export const historyJsonUrl = ({ path }: InterfaceDocument) => publishedUrl(historyAddresses.get(path) as string);

const currentByPath = table(
  'current interface at path',
  () => new Map(registry.interfaces.map((entry) => [entry.path, entry])),
);
const historyByPath = table('history at path', () => new Map(histories.map((history) => [history.path, history])));
export const historyOf = (entry: InterfaceEntry) => historyByPath.get(entry.path);
export const historyAt = (path: string) => historyByPath.get(path);

/** The interface as the tree of this build has it; undefined for one that is gone. */
export const currentOf = (history: InterfaceDocument) => currentByPath.get(history.path);

const slugs = table('slug of history', () =>
  slugsOf(
    histories.map(({ path }) => path),
    (path) => {
      const history = historyByPath.get(path) as InterfaceDocument;
      const current = currentByPath.get(path);
      // A file that is gone leaves its address to one that took its name.
      return current?.slug ?? (interfacesBySlug.has(history.slug) ? path.replaceAll('/', '-') : history.slug);
    },
  ),
);
export const historySlug = (history: InterfaceDocument) => slugs.get(history.path) as string;
const pageOf = (history: InterfaceDocument, rest: string) => url(`interfaces/${historySlug(history)}/${rest}`);
/** What the release picker loads. */
export const releaseIndexUrl = (history: InterfaceDocument) => pageOf(history, 'releases.json');
export const historyUrl = (history: InterfaceDocument) => pageOf(history, 'history/');
/** Those with something to compare, under whichever paths the file had. */
export const comparableHistories = list('comparable histories', () =>
  histories.filter((history) => lineageOf(history, historyAt).flatMap(({ versions }) => versions).length > 1),
);
export const versionUrl = (history: InterfaceDocument, version: number) => pageOf(history, `v${version}/`);
export const diffUrl = (history: InterfaceDocument) => pageOf(history, 'diff/');
export const neighbourUrl = (history: InterfaceDocument, version: number) =>
  pageOf(history, `diff/v${version - 1}-v${version}/`);

/** The page that stands for the interface today: of this tree, else of its newest version. */
export function todayUrl(history: InterfaceDocument): string {
  return currentOf(history) ? pageOf(history, '') : versionUrl(history, history.versions.length);
}

/** Number of the version whose schema the tree of this build has; undefined when it is none that was released. */
export function versionOfTree(entry: InterfaceEntry): number | undefined {
  return versionOfSlug(entry.slug);
}

const versionOfSlug = keyed('version of tree', (slug) => {
  const entry = interfacesBySlug.get(slug);
  if (!entry?.schema) return undefined;
  const hash = schemaHash(entry.schema);
  return historyOf(entry)?.versions.find((version) => version.schema === hash)?.number;
});

export function versionOf(history: InterfaceDocument, number: number): InterfaceDocument['versions'][number] {
  return history.versions[number - 1] as InterfaceDocument['versions'][number];
}

/** A version of a file that an interface had, as the pages of the interface call it. */
export function versionLabel(of: InterfaceDocument, { history, version }: CarriedVersion): string {
  return history === of ? `v${version}` : `v${version} of ${history.path.split('/').at(-1)}`;
}

/** The same in the address of its page of comparisons. */
export function versionKey(of: InterfaceDocument, { history, version }: CarriedVersion): string {
  return history === of ? String(version) : `${historySlug(history)}.${version}`;
}

/** The first and the newest release that carry a version. */
export function carriersOf(history: InterfaceDocument, number: number): { first: string; last: string; count: number } {
  const { releases: names } = versionOf(history, number);
  return { first: names[0] as string, last: names.at(-1) as string, count: names.length };
}

/** The commit of the newest release that carries a version. */
export function commitOf(history: InterfaceDocument, number: number): string | undefined {
  return releaseByName.get(carriersOf(history, number).last)?.commit;
}

/** "20 August 2026" of an ISO date. */
export function dayText(date: string): string {
  const [year = '', month = '', day = ''] = date.slice(0, 10).split('-');
  return `${Number(day)} ${MONTHS[Number(month) - 1]} ${year}`;
}

const MONTHS = [
  ...['January', 'February', 'March', 'April', 'May', 'June'],
  ...['July', 'August', 'September', 'October', 'November', 'December'],
];

const familySlugs = table('slug of product line', () => slugsOf(families.map(({ name }) => name)));
export const familySlug = (name: string) => familySlugs.get(name) as string;
export const lineFeedUrl = (name: string) => url(`releases/feeds/${familySlug(name)}.xml`);
export const interfaceFeedUrl = (history: InterfaceDocument) => pageOf(history, 'feed.xml');
export const compatibilitySlug = (a: string, b: string) => `${familySlugs.get(a)}--${familySlugs.get(b)}`;
/** The page of two families, which are in the order of the index. */
export const compatibilityUrl = (a: string, b: string) => url(`compatibility/${compatibilitySlug(a, b)}/`);
