import { createHash } from 'node:crypto';
import { type InterfaceComparison, upgradePlan } from '../compare/index.ts';
import { changesOf, interfaceNames, tally } from './changes/changes.ts';
import { escapeHtml, html, withCode } from './changes/html.ts';
import { registry, site } from './context.ts';
import type { newestReleases } from './published.ts';

/** Entries in a feed reader are news: nobody scrolls back through a hundred. */
const MAX_ENTRIES = 40;
const MAX_CHANGES = 20;

export interface Feed {
  readonly title: string;
  /** Addresses on this site of the feed, and of the page that it tells of. */
  readonly self: string;
  readonly alternate: string;
  /** The newest first. */
  readonly entries: readonly FeedEntry[];
}

export interface FeedEntry {
  readonly title: string;
  /** Unique in the feed, and the same in each build. */
  readonly key: string;
  /** ISO date. */
  readonly date: string;
  readonly href: string;
  readonly predecessor?: string;
  readonly comparisons: readonly InterfaceComparison[];
}

/** A release as an entry; undefined for one without a date. */
export function releaseEntry(
  { name, commit, date, predecessor, comparisons }: (typeof newestReleases)[number],
  href: string,
): FeedEntry | undefined {
  return date === undefined
    ? undefined
    : {
        title: name,
        key: `${name} ${commit ?? ''}`,
        date,
        href,
        ...(predecessor !== undefined && { predecessor }),
        comparisons,
      };
}

/** An Atom feed. Addresses are relative unless the site's host is known. */
export function atomFeed({ title, self, alternate, entries }: Feed): string {
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
<title>${escapeHtml(title)}</title>
<id>${idOf(title)}</id>
<updated>${entries[0]?.date ?? ''}</updated>
<author><name>${escapeHtml(registry.title)}</name></author>
<generator>${escapeHtml(registry.generator)}</generator>
<link rel="self" type="application/atom+xml" href="${absolute(self)}"/>
<link rel="alternate" type="text/html" href="${absolute(alternate)}"/>
${entries.slice(0, MAX_ENTRIES).map(entryText).join('\n')}
</feed>
`;
}

function entryText({ title, key, date, href, predecessor, comparisons }: FeedEntry): string {
  const changes = changesOf(comparisons);
  const counts = tally(changes)
    .map(({ text }) => text)
    .join(', ');
  const summary = counts || (changes.length > 0 ? 'nothing on the wire' : 'no change');
  const items = changes
    .slice(0, MAX_CHANGES)
    .map((change) => html`<li>${interfaceNames(change).join(', ')}: ${withCode(change.cause.message)}</li>`);
  const more = changes.length - items.length;
  const orders = comparisons.flatMap((comparison) => {
    const lines = upgradePlan(comparison.verdicts);
    if (lines.length === 0) return [];
    const list = lines.map((line) => html`<li>${withCode(line)}</li>`);
    return [html`<p>Order of updates for ${comparison.interface.name}:</p><ul>${list}</ul>`];
  });
  const content = html`${predecessor !== undefined && html`<p>Against ${predecessor}: ${summary}.</p>`}${items.length > 0 && html`<ul>${items}</ul>`}${more > 0 && html`<p>And ${more} more.</p>`}${orders}`;
  return `<entry>
<title>${escapeHtml(predecessor === undefined ? title : `${title}: ${summary}`)}</title>
<id>${idOf(key)}</id>
<updated>${date}</updated>
<link rel="alternate" type="text/html" href="${absolute(href)}"/>
<content type="html">${escapeHtml(content.text)}</content>
</entry>`;
}

function absolute(path: string): string {
  return escapeHtml(`${site.origin ?? ''}${path}`);
}

/** The same for the same release, wherever the site is: a UUID made from a hash (version 8). */
function idOf(text: string): string {
  const digits = createHash('sha256').update(text).digest('hex');
  return `urn:uuid:${digits.slice(0, 8)}-${digits.slice(8, 12)}-8${digits.slice(13, 16)}-8${digits.slice(17, 20)}-${digits.slice(20, 32)}`;
}
