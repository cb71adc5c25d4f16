/** What the search box loads on first use. Short keys and nested lists keep it small; {@link entriesOf} unfolds it. */
export interface SearchIndex {
  interfaces: IndexedInterface[];
  errors: IndexedError[];
  /** Slug, name, crate. */
  types: [slug: string, name: string, crate: string][];
  /** Slug, name. */
  tasks: [slug: string, name: string][];
  /** Slug, name, path of its file. */
  images: [slug: string, name: string, path: string][];
  /** Address below the base, title, what it explains, and words that it uses. */
  pages: [path: string, title: string, subjects: string, words: string][];
  /** Id, title. */
  checks: [id: string, title: string][];
}

/** Slug, name, purpose, words (its crates and file), operations in order, its file where others have the name too. */
export type IndexedInterface = [
  slug: string,
  name: string,
  purpose: string,
  words: string,
  operations: IndexedOperation[],
  file?: string,
];

/** Name, words (arguments, leases, documentation), and the last part of its address where that is not the name. */
export type IndexedOperation = [name: string, words: string, slug?: string];

/**
 * Slug of the type, its name, names of the interfaces that use it, its codes. The code of a server's death is null. A variant of
 * an error that is sent as bytes has its tag, as {@link ofTag} writes it.
 */
export type IndexedError = [
  slug: string,
  type: string,
  interfaces: string,
  codes: [name: string, code: number | null][],
];

/** Tags of variants are negative among codes: -1 is tag 0. The function is its own inverse. */
export const ofTag = (tag: number) => -1 - tag;

/** What is not of today: loaded only when a search may mean it. */
export interface HistoryIndex {
  /** Slug, name, day: the newest first. */
  releases: [slug: string, name: string, day: string][];
  /** Interfaces whose file is gone: address of the newest version, name, path. */
  gone: [path: string, name: string, file: string][];
}

export const KINDS = {
  interface: 'Interfaces',
  operation: 'Operations',
  error: 'Errors',
  type: 'Types',
  task: 'Tasks',
  image: 'Images',
  page: 'Pages',
  check: 'Checks',
  release: 'Releases',
} as const;

export type SearchKind = keyof typeof KINDS;

export interface SearchEntry {
  readonly kind: SearchKind;
  readonly name: string;
  /** What it is and where it belongs, shown beside the name. */
  readonly detail: string;
  /** What else it is found by: names of the things around it, and of those inside it. */
  readonly context: string;
  readonly words: string;
  /** Number of an operation, or code of an error. */
  readonly number?: number;
  /** Address below the base path. */
  readonly path: string;
}

export function entriesOf(index: SearchIndex): SearchEntry[] {
  const { interfaces, errors, types, tasks, images, pages, checks } = index;
  const plain = { detail: '', context: '', words: '' };
  return [
    ...interfaces.map(([slug, name, purpose, words, , file]): SearchEntry => {
      const context = `${words} ${purpose}`;
      const detail = file === undefined ? purpose : `${file}: ${purpose}`;
      return { ...plain, kind: 'interface', name, detail, context, path: `interfaces/${slug}/` };
    }),
    ...interfaces.flatMap(([slug, name, purpose, , operations, file]) =>
      operations.map(([own, words, page = own], at): SearchEntry => {
        const of = file === undefined ? name : `${name} (${file})`;
        const detail = `${at + 1} of ${of}`;
        const context = `${of} ${slug} ${purpose}`;
        const path = `interfaces/${slug}/${page}/`;
        return { kind: 'operation', name: `${name}.${own}`, detail, context, words, number: at + 1, path };
      }),
    ),
    ...errors.flatMap(([slug, type, context, codes]) =>
      codes.map(([name, code]): SearchEntry => {
        const isTag = code !== null && code < 0;
        const number = isTag ? ofTag(code) : (code ?? undefined);
        const detail = `${isTag ? `variant ${number}` : (number ?? 'server death')} of ${type}`;
        return {
          kind: 'error',
          name,
          detail,
          context: `${type} ${context}`,
          words: '',
          number,
          path: `types/${slug}/`,
        };
      }),
    ),
    ...types.map(([slug, name, crate]): SearchEntry => {
      return { ...plain, kind: 'type', name, detail: crate, context: crate, path: `types/${slug}/` };
    }),
    ...tasks.map(([slug, name]): SearchEntry => ({ ...plain, kind: 'task', name, path: `tasks/${slug}/` })),
    ...images.map(([slug, name, path]): SearchEntry => {
      return { ...plain, kind: 'image', name, context: path, path: `images/${slug}/` };
    }),
    ...pages.map(([path, name, context, words]): SearchEntry => {
      return { ...plain, kind: 'page', name, context, words, path };
    }),
    ...checks.map(([id, detail]): SearchEntry => {
      return { ...plain, kind: 'check', name: id, detail, words: detail, path: `checks/${id}/` };
    }),
  ];
}

export function historyEntriesOf({ releases, gone }: HistoryIndex): SearchEntry[] {
  return [
    ...releases.map(([slug, name, day]): SearchEntry => {
      return { kind: 'release', name, detail: day, context: day, words: '', path: `releases/${slug}/` };
    }),
    ...gone.map(([path, name, file]): SearchEntry => {
      return { kind: 'interface', name, detail: `was ${file}`, context: file, words: '', path };
    }),
  ];
}
