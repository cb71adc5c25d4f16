import { createHash } from 'node:crypto';
import { changesOf, tally } from '../changes/changes.ts';
import { escapeHtml, html, withCode } from '../changes/html.ts';
import { registry, site, url } from '../context.ts';
import { hasFeed, newestReleases, releaseUrl } from '../published.ts';

/** Releases in a feed reader are news: nobody scrolls back through a hundred. */
const MAX_ENTRIES = 40;
const MAX_CHANGES = 20;

/** `feed.xml`, where releases have dates. */
export const getStaticPaths = () => (hasFeed ? [{ params: { feed: 'feed' } }] : []);

type Release = (typeof newestReleases)[number];

/** An Atom feed of the releases, dated by their commits. Addresses are relative unless the site's host is known. */
export function GET(): Response {
  const dated = newestReleases.filter(({ date }) => date !== undefined).slice(0, MAX_ENTRIES);
  const feed = `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
<title>${escapeHtml(`Releases of ${registry.title}`)}</title>
<id>${idOf(registry.title)}</id>
<updated>${dated[0]?.date ?? ''}</updated>
<author><name>${escapeHtml(registry.title)}</name></author>
<generator>${escapeHtml(registry.generator)}</generator>
<link rel="self" type="application/atom+xml" href="${absolute(url('feed.xml'))}"/>
<link rel="alternate" type="text/html" href="${absolute(url('releases/'))}"/>
${dated.map(entry).join('\n')}
</feed>
`;
  return new Response(feed);
}

function entry(release: Release): string {
  const { name, commit, date, predecessor, comparisons } = release;
  const changes = changesOf(comparisons);
  const counts = tally(changes)
    .map(({ text }) => text)
    .join(', ');
  const summary = counts || (changes.length > 0 ? 'nothing on the wire' : 'no change');
  const items = changes
    .slice(0, MAX_CHANGES)
    .map(({ cause, interface: where }) => html`<li>${where.name}: ${withCode(cause.message)}</li>`);
  const more = changes.length - items.length;
  const content = html`${predecessor !== undefined && html`<p>Against ${predecessor}: ${summary}.</p>`}<ul>${items}</ul>${more > 0 && html`<p>And ${more} more.</p>`}`;
  return `<entry>
<title>${escapeHtml(predecessor === undefined ? name : `${name}: ${summary}`)}</title>
<id>${idOf(`${name} ${commit ?? ''}`)}</id>
<updated>${date}</updated>
<link rel="alternate" type="text/html" href="${absolute(releaseUrl(name))}"/>
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
