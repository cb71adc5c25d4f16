/** What the search box loads on first use. Short keys and nested lists keep it small; {@link entriesOf} unfolds it. */
export interface SearchIndex {
  /** Slug, name, purpose, names of the operations in order. */
  interfaces: [slug: string, name: string, purpose: string, operations: string[]][];
  /** Slug, name, crate. */
  types: [slug: string, name: string, crate: string][];
  /** Slug, name. */
  tasks: [slug: string, name: string][];
  images: [slug: string, name: string][];
  /** Address below the base, title. */
  pages: [path: string, title: string][];
}

export interface SearchEntry {
  name: string;
  /** What it is and where it belongs, shown beside the name. */
  detail: string;
  kind: 'interface' | 'operation' | 'type' | 'task' | 'image' | 'page';
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
      add({ name: `${name}.${operation}`, detail: '', kind: 'operation', path: `interfaces/${slug}/#op-${operation}` });
    }
  }
  for (const [slug, name, crate] of index.types) add({ name, detail: crate, kind: 'type', path: `types/${slug}/` });
  for (const [slug, name] of index.tasks) add({ name, detail: '', kind: 'task', path: `tasks/${slug}/` });
  for (const [slug, name] of index.images) add({ name, detail: '', kind: 'image', path: `images/${slug}/` });
  for (const [path, title] of index.pages) add({ name: title, detail: '', kind: 'page', path });
  return entries;
}

/**
 * How well an entry fits what was typed, the smaller the better: its whole name, its last part, the beginning of either,
 * the beginning of a word in it, anywhere in it. Undefined when what was typed is no part of the name.
 */
export function rank(entry: SearchEntry, typed: string): number | undefined {
  const name = entry.name.toLowerCase();
  const last = entry.kind === 'operation' ? name.slice(name.indexOf('.') + 1) : name;
  if (name === typed) return 0;
  if (last === typed) return 1;
  if (name.startsWith(typed)) return 2;
  if (last.startsWith(typed)) return 3;
  const at = name.indexOf(typed);
  if (at < 0) return undefined;
  return /[a-z0-9]/.test(name[at - 1] ?? '') ? 5 : 4;
}
