import Fuse, { type FuseResult } from 'fuse.js';
import { Matcher } from './match.ts';
import type { SearchEntry } from './search-index.ts';

/** As many results as a list shows. */
const MAX_RESULTS = 30;
/** Fewer direct results than these are filled up with what is spelled alike. */
const FEW = 6;
/** Share of the pairs of letters that a name spelled alike has. */
const MIN_SHARED = 0.4;

/** Makes the search over some entries: the best first, grouped by kind in the order of their best. What is only alike comes last. */
export function searcherOf(entries: readonly SearchEntry[]): (typed: string) => SearchEntry[] {
  const matcher = new Matcher(entries);
  const named = entries.map((entry) => ({ entry, name: entry.name.toLowerCase() }));
  const alike = (typed: string) => {
    const near = named.filter(({ name }) => resembles(name, typed.toLowerCase())).map(({ entry }) => entry);
    const fuse = new Fuse(near, { keys: ['name'], threshold: 0.35, ignoreLocation: true, includeScore: true });
    return fuse.search(typed, { limit: MAX_RESULTS }).toSorted((a, b) => distance(a) - distance(b));
  };
  return (typed) => {
    const direct = matcher.find(typed).slice(0, MAX_RESULTS);
    const found = new Set(direct);
    for (const fewer of withoutOneTerm(typed)) {
      if (found.size >= FEW) break;
      for (const entry of matcher.find(fewer).slice(0, 2 * FEW)) found.add(entry);
    }
    if (found.size < FEW) {
      for (const { item } of alike(typed)) if (found.size < MAX_RESULTS) found.add(item);
    }
    // What only resembles the query stands behind what has all of it, also where the kind is the same.
    return [...grouped(direct), ...grouped([...found].slice(direct.length))];
  };
}

/** A typing error leaves most pairs of letters in place. That is cheap to see, and spares the costly comparison with most names. */
function resembles(name: string, typed: string): boolean {
  const pairs = typed.length - 1;
  if (pairs < 4) return true;
  let shared = 0;
  for (let at = 0; at < pairs; at++) if (name.includes(typed.slice(at, at + 2))) shared++;
  return shared >= pairs * MIN_SHARED;
}

/** The query with each of its terms left out, the shortest first: `reset SP` also finds what has only `reset`. */
function withoutOneTerm(typed: string): string[] {
  const terms = typed.trim().split(/\s+/);
  if (terms.length < 2) return [];
  const order = terms.map((term, index) => ({ term, index })).toSorted((a, b) => a.term.length - b.term.length);
  return order.map(({ index }) => terms.toSpliced(index, 1).join(' '));
}

/** Of names that are spelled as much alike, an interface is meant rather than what belongs to it. */
function distance({ item, score = 1 }: FuseResult<SearchEntry>): number {
  return (score + 0.01) * (item.kind === 'interface' ? 0.4 : item.kind === 'operation' ? 0.8 : 1);
}

function grouped(entries: readonly SearchEntry[]): SearchEntry[] {
  const byKind = new Map<string, SearchEntry[]>();
  for (const entry of entries) byKind.set(entry.kind, [...(byKind.get(entry.kind) ?? []), entry]);
  return [...byKind.values()].flat();
}
