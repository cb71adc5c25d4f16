import type { SearchEntry, SearchKind } from './search-index.ts';

/** A query as it is matched: its terms in lower case, and the numbers that are asked for. */
export interface Query {
  readonly text: string;
  readonly terms: readonly string[];
  readonly numbers: readonly number[];
  /** Kinds that a word of the query names: `error 4`. */
  readonly kinds: ReadonlySet<SearchKind>;
}

/** Words that say what is looked for, and are in no name. */
const KIND_WORDS: Readonly<Record<string, readonly SearchKind[]>> = {
  error: ['error'],
  code: ['error'],
  op: ['operation'],
  operation: ['operation'],
  type: ['type'],
  task: ['task'],
  image: ['image'],
  release: ['release'],
  interface: ['interface'],
};

export function queryOf(typed: string): Query {
  const text = typed.trim().toLowerCase();
  const kinds = new Set<SearchKind>();
  const terms: string[] = [];
  const numbers: number[] = [];
  const parts = text.split(/\s+/).filter(Boolean);
  for (const part of parts) {
    const named = parts.length > 1 ? KIND_WORDS[part] : undefined;
    if (named) for (const kind of named) kinds.add(kind);
    else if (/^#?(?:\d{1,5}|0x[0-9a-f]{1,8})$/.test(part)) numbers.push(Number(part.replace('#', '')));
    else terms.push(...part.split(/[^a-z0-9_.]+|\.(?=[a-z_])/).filter(Boolean));
  }
  return { text, terms, numbers, kinds };
}

interface Prepared {
  readonly entry: SearchEntry;
  readonly order: number;
  readonly name: string;
  /** Name behind the interface's. */
  readonly own: string;
  readonly nameWords: readonly string[];
  /** How many words its own name has. */
  readonly length: number;
  readonly contextWords: readonly string[];
  /** Name of an interface's file, without its ending. */
  readonly file: string | undefined;
  readonly words: readonly string[];
}

/** Entries made ready for searching, once. */
export class Matcher {
  readonly #prepared: Prepared[];

  constructor(entries: readonly SearchEntry[]) {
    this.#prepared = entries.map((entry, order) => {
      const name = entry.name.toLowerCase();
      const ownName = entry.kind === 'operation' ? entry.name.slice(entry.name.indexOf('.') + 1) : entry.name;
      return {
        entry,
        order,
        name,
        own: ownName.toLowerCase(),
        nameWords: wordsOf(entry.name),
        length: piecesOf(ownName).length,
        contextWords: wordsOf(entry.context),
        file:
          entry.kind === 'interface' ? /([\w-]+)\.idol?(?:\s|$)/.exec(entry.context)?.[1]?.toLowerCase() : undefined,
        words: wordsOf(entry.words),
      };
    });
  }

  /** The entries that have what was typed, the best first. */
  find(typed: string): SearchEntry[] {
    const query = queryOf(typed);
    if (query.text === '') return [];
    return this.#prepared
      .flatMap((one) => {
        const cost = costOf(one, query);
        return cost === undefined ? [] : [{ one, cost }];
      })
      .sort((a, b) => a.cost - b.cost || lengthOf(a.one) - lengthOf(b.one) || a.one.order - b.one.order)
      .map(({ one }) => one.entry);
  }
}

/** What readers look for more often goes first where it fits as well. */
const KIND_COSTS: Readonly<Record<SearchKind, number>> = {
  interface: 0,
  page: 0,
  operation: 0.2,
  error: 0.3,
  type: 0.6,
  task: 0.6,
  image: 0.6,
  release: 0,
  check: 3,
};

/** Between two that fit equally well an interface goes first, then the shorter name; releases keep their order. */
function lengthOf({ entry, own }: Prepared): number {
  return entry.kind === 'interface' || entry.kind === 'release' ? 0 : own.length;
}

/** How far an entry is from what was typed, from 0 on; undefined when it does not have it. */
function costOf(one: Prepared, query: Query): number | undefined {
  const { kind } = one.entry;
  if (query.kinds.size > 0 && !query.kinds.has(kind)) {
    const isNamed = query.terms.length > 0 && query.numbers.length === 0;
    if (!isNamed) return undefined;
  }
  const whole = wholeCost(one, query.text);
  const byTerms = termsCost(one, query);
  const nearest = Math.min(whole ?? Number.POSITIVE_INFINITY, byTerms ?? Number.POSITIVE_INFINITY);
  if (nearest === Number.POSITIVE_INFINITY) return undefined;
  // Of two with the very name, a variant of an error is meant last.
  const cost = nearest === 0 ? (kind === 'error' ? 0.1 : 0) : nearest + KIND_COSTS[kind];
  // A part of a release's name is in a hundred others: they come behind all that is no release, unless the name is meant.
  const asRelease = kind === 'release' && one.name !== query.text && !query.kinds.has('release') ? 30 : 0;
  return cost + asRelease + (query.kinds.size > 0 && !query.kinds.has(kind) ? 15 : 0);
}

/** What was typed as it stands: the whole name, its last part, the beginning of either, a word in it, anywhere in it. */
function wholeCost({ name, own, entry, file }: Prepared, text: string): number | undefined {
  if (name === text) return 0;
  if (file === text) return 0;
  // Crates and paths are looked for whole.
  if (entry.kind === 'interface' && /[-/]/.test(text) && entry.context.toLowerCase().split(' ').includes(text))
    return 0.5;
  if (own === text) return entry.kind === 'page' ? 0 : 1;
  if (name.startsWith(text)) return entry.kind === 'interface' ? 2.5 : 4;
  if (own.startsWith(text)) return 4;
  if (entry.kind === 'interface' && text.includes(' ') && entry.detail.toLowerCase().includes(text)) return 2.5;
  const at = name.indexOf(text);
  if (at < 0) return undefined;
  return /[a-z0-9]/.test(name[at - 1] ?? '') ? 12 : 8;
}

/** Every term has to be in the name, in what is around it, or inside it. Each place costs more than the one before. */
function termsCost(one: Prepared, { terms, numbers }: Query): number | undefined {
  if (terms.length === 0 && numbers.length === 0) return undefined;
  let cost = 0;
  for (const number of numbers) {
    const found = one.entry.number === number ? 0 : one.nameWords.includes(String(number)) ? 4 : undefined;
    if (found === undefined) return undefined;
    cost += found;
  }
  let named = 0;
  for (const term of terms) {
    const inName = wordCost(one.nameWords, term);
    if (inName !== undefined) named++;
    const around = wordCost(one.contextWords, term);
    const inside = wordCost(one.words, term);
    const best = Math.min(inName ?? 99, (around ?? 99) + (one.entry.kind === 'page' ? 1 : 6), (inside ?? 99) + 12);
    if (best >= 99) return undefined;
    cost += best;
  }
  // Of what has all terms in its name, that with the fewest other words is nearest.
  const spare = named === terms.length ? Math.min(Math.max(one.length - named, 0), 6) * 0.2 : 1.5;
  return (terms.length > 0 && numbers.length === 0 ? 3 : 1.5) + cost / Math.max(1, terms.length) + spare;
}

function wordCost(words: readonly string[], term: string): number | undefined {
  let best: number | undefined;
  for (const word of words) {
    const cost = word === term ? 0 : word.startsWith(term) ? 2 : undefined;
    if (cost !== undefined && (best === undefined || cost < best)) best = cost;
    if (best === 0) return 0;
  }
  return best;
}

/** Parts of names and of prose, in lower case: `readFan_speed` is `readfan_speed`, `read`, `fan`, `speed`. */
export function wordsOf(text: string): string[] {
  const words = new Set<string>();
  for (const whole of text.split(/[^A-Za-z0-9_.]+/)) {
    for (const part of [whole, ...whole.split('.')]) {
      const name = part.replace(/^[._]+|[._]+$/g, '');
      if (name === '') continue;
      words.add(name.toLowerCase());
      for (const piece of [...name.split('_'), ...piecesOf(name)]) if (piece !== '') words.add(piece.toLowerCase());
    }
  }
  // `v1.0.37` is looked for as `1.0.37`.
  for (const word of [...words]) if (/^v\d/.test(word)) words.add(word.slice(1));
  return [...words];
}

function piecesOf(name: string): string[] {
  return name.split(/[^A-Za-z0-9]|(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=\D)(?=\d)/).filter(Boolean);
}
