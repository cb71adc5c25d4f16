/** What the search box loads on first use. Short keys and nested lists keep it small; {@link entriesOf} unfolds it. */
export interface SearchIndex {
  /** Slug, name, purpose, operations in order: names, with the last part of the address where that differs. */
  interfaces: [slug: string, name: string, purpose: string, operations: (string | [name: string, slug: string])[]][];
  /** Interfaces whose file is gone: address of the newest version, name, path. */
  gone: [path: string, name: string, file: string][];
  /** Slug, name, crate. */
  types: [slug: string, name: string, crate: string][];
  /** Slug, name. */
  tasks: [slug: string, name: string][];
  images: [slug: string, name: string][];
  /** Address below the base, title. */
  pages: [path: string, title: string][];
  /** Slug, name, day: the newest first. */
  releases: [slug: string, name: string, day: string][];
}

export interface SearchEntry {
  name: string;
  /** What it is and where it belongs, shown beside the name. */
  detail: string;
  kind: 'interface' | 'operation' | 'type' | 'task' | 'image' | 'page' | 'release';
  /** Address below the base path. */
  path: string;
  /** Position in the index: the last word between two equally good results. */
  order: number;
}

export function entriesOf(index: SearchIndex): SearchEntry[] {
  const entries: SearchEntry[] = [];
  const add = (entry: Omit<SearchEntry, 'order'>) => entries.push({ ...entry, order: entries.length });
  for (const [slug, name, purpose] of index.interfaces) {
    add({ name, detail: purpose, kind: 'interface', path: `interfaces/${slug}/` });
  }
  for (const [slug, name, , operations] of index.interfaces) {
    for (const operation of operations) {
      const [own, page] = typeof operation === 'string' ? [operation, operation] : operation;
      add({ name: `${name}.${own}`, detail: '', kind: 'operation', path: `interfaces/${slug}/${page}/` });
    }
  }
  for (const [path, name, file] of index.gone) add({ name, detail: `was ${file}`, kind: 'interface', path });
  for (const [slug, name, crate] of index.types) add({ name, detail: crate, kind: 'type', path: `types/${slug}/` });
  for (const [slug, name] of index.tasks) add({ name, detail: '', kind: 'task', path: `tasks/${slug}/` });
  for (const [slug, name] of index.images) add({ name, detail: '', kind: 'image', path: `images/${slug}/` });
  for (const [path, title] of index.pages) add({ name: title, detail: '', kind: 'page', path });
  for (const [slug, name, day] of index.releases)
    add({ name, detail: day, kind: 'release', path: `releases/${slug}/` });
  return entries;
}

/**
 * The entries that have what was typed in their name or detail, the best first. A part of a release's name is in a hundred
 * others: they come behind all that is no release, the newest first.
 */
export function directMatches(entries: readonly SearchEntry[], typed: string): SearchEntry[] {
  return entries
    .flatMap((entry) => {
      const place = rank(entry, typed);
      return place === undefined ? [] : [{ entry, place }];
    })
    .sort((a, b) => a.place - b.place || weight(a.entry) - weight(b.entry) || a.entry.order - b.entry.order)
    .map(({ entry }) => entry);
}

/**
 * Between two names that fit equally well an interface goes first, then the shorter one, which is nearer to what was typed;
 * releases keep their order.
 */
function weight({ kind, name }: SearchEntry): number {
  return kind === 'interface' || kind === 'release' ? 0 : name.length;
}

/**
 * How well an entry fits what was typed, the smaller the better: its whole name, its last part, the beginning of either,
 * the beginning of a word in it, anywhere in it, in what stands beside it. Undefined when what was typed is in none.
 */
function rank(entry: SearchEntry, typed: string): number | undefined {
  const name = entry.name.toLowerCase();
  if (name === typed) return 0;
  const detail = entry.detail.toLowerCase();
  if (entry.kind === 'release') return name.includes(typed) || detail.includes(typed) ? 7 : undefined;
  const last = entry.kind === 'operation' ? name.slice(name.indexOf('.') + 1) : name;
  if (last === typed) return 1;
  if (name.startsWith(typed)) return 2;
  if (last.startsWith(typed)) return 3;
  const at = name.indexOf(typed);
  if (at >= 0) return /[a-z0-9]/.test(name[at - 1] ?? '') ? 5 : 4;
  return detail.includes(typed) ? 6 : undefined;
}
