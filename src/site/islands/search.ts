import {
  entriesOf,
  type HistoryIndex,
  historyEntriesOf,
  KINDS,
  type SearchEntry,
  type SearchIndex,
} from '../search/search-index.ts';
import { readJson } from './read-json.ts';

/** The search box. The index and the search itself are loaded when it is opened for the first time. */
const MAX_RESULTS = 30;
const FEW = 6;
const RECENT = 'idol-registry recent searches';
const MAX_RECENT = 6;

const button = document.querySelector<HTMLButtonElement>('[data-search]');
const dialog = document.querySelector<HTMLDialogElement>('dialog.search');
const input = dialog?.querySelector('input');
const list = dialog?.querySelector('ul');
const status = dialog?.querySelector<HTMLElement>('[role=status]');
if (button && dialog && input && list && status) start(button, dialog, input, list, status);

interface Loaded {
  entries: SearchEntry[];
  search(typed: string): SearchEntry[];
  history: 'absent' | 'loading' | 'loaded';
}

function start(
  button: HTMLButtonElement,
  dialog: HTMLDialogElement,
  input: HTMLInputElement,
  list: HTMLUListElement,
  status: HTMLElement,
): void {
  let loaded: Loaded | undefined;
  let isLoading = false;
  let results: SearchEntry[] = [];
  let selected = -1;
  button.hidden = false;
  button.addEventListener('click', open);
  for (const other of document.querySelectorAll<HTMLButtonElement>('[data-open-search]')) {
    other.hidden = false;
    other.addEventListener('click', open);
  }
  input.addEventListener('input', show);
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog) dialog.close();
  });
  document.addEventListener('keydown', (event) => {
    const inField =
      event.target instanceof Element && event.target.closest('input, textarea, select, [contenteditable]');
    const isSlash = event.key === '/' && !event.ctrlKey && !event.metaKey && !event.altKey && !inField;
    const isK = event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    if (!isSlash && !isK) return;
    event.preventDefault();
    open();
  });
  dialog.addEventListener('keydown', (event) => {
    const { length } = list.children;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (length > 0)
        select((selected + (event.key === 'ArrowDown' ? 1 : length - 1 + (selected < 0 ? 1 : 0))) % length);
    } else if (event.key === 'Enter' && event.target === input) {
      event.preventDefault();
      if (event.ctrlKey || event.metaKey) go(results[selected], 'tab');
      else go(results[selected], 'here');
    }
  });

  function open(): void {
    if (!dialog.open) dialog.showModal();
    input.focus();
    input.select();
    if (!loaded && !isLoading) load();
  }

  async function load(): Promise<void> {
    isLoading = true;
    status.textContent = 'Loading …';
    try {
      loaded = await fetchIndex(button.dataset.search ?? '');
      show();
    } catch {
      status.textContent = 'The search index could not be loaded.';
    }
    isLoading = false;
  }

  function show(): void {
    if (!loaded) return;
    const typed = input.value.trim();
    results = typed === '' ? recent(loaded) : loaded.search(typed);
    list.replaceChildren(...results.map(item));
    if (typed !== '' && loaded.history === 'absent' && meansHistory(typed, results)) loadHistory(loaded);
    input.setAttribute('aria-expanded', String(results.length > 0));
    status.textContent = input.value.trim() === '' ? '' : foundText(results.length);
    select(results.length > 0 ? 0 : -1);
  }

  /** Releases, and interfaces that are gone: many, and seldom asked for. */
  async function loadHistory(into: Loaded): Promise<void> {
    into.history = 'loading';
    try {
      const index = (await readJson(button.dataset.history ?? '')) as HistoryIndex;
      const entries = [...into.entries, ...historyEntriesOf(index)];
      loaded = await madeOf(entries, 'loaded');
      show();
    } catch {
      into.history = 'absent';
    }
  }

  function item(entry: SearchEntry, index: number): HTMLLIElement {
    const li = document.createElement('li');
    li.id = `search-result-${index}`;
    li.setAttribute('role', 'option');
    for (const [className, text] of [
      ['kind', results[index - 1]?.kind === entry.kind ? '' : KINDS[entry.kind]],
      ['name', entry.name],
      ['detail', entry.detail],
    ] as const) {
      const span = document.createElement('span');
      span.className = className;
      span.textContent = text;
      li.append(span, ' ');
    }
    li.addEventListener('click', (event) => go(entry, event.ctrlKey || event.metaKey ? 'tab' : 'here'));
    li.addEventListener('pointermove', () => select(index));
    return li;
  }

  // An option cannot hold a link, so it acts as one.
  function go(entry: SearchEntry | undefined, where: 'here' | 'tab'): void {
    if (!entry) return;
    remember(entry);
    const address = (button.dataset.base ?? '/') + fileOfPage(entry.path);
    if (where === 'tab') window.open(address);
    else {
      dialog.close();
      location.assign(address);
    }
  }

  function select(index: number): void {
    selected = index;
    for (const [at, element] of [...list.children].entries())
      element.setAttribute('aria-selected', String(at === index));
    const current = list.children[index];
    if (current) {
      input.setAttribute('aria-activedescendant', current.id);
      current.scrollIntoView({ block: 'nearest' });
    } else input.removeAttribute('aria-activedescendant');
  }
}

/** On a disk, a folder shows its list of files. */
function fileOfPage(path: string): string {
  return location.protocol === 'file:' ? path.replace(/(^|\/)(?=#|$)/, '$1index.html') : path;
}

async function fetchIndex(address: string): Promise<Loaded> {
  return madeOf(entriesOf((await readJson(address)) as SearchIndex), 'absent');
}

async function madeOf(entries: SearchEntry[], history: Loaded['history']): Promise<Loaded> {
  const { searcherOf } = await import('../search/search.ts');
  return { entries, search: searcherOf(entries), history };
}

function foundText(found: number): string {
  if (found === 0) return 'Nothing found.';
  return found === MAX_RESULTS ? `The best ${found}.` : `${found} found.`;
}

/** A release has digits in its name; and what nothing of today is like may be gone. */
function meansHistory(typed: string, results: readonly SearchEntry[]): boolean {
  return /\d|release/i.test(typed) || results.length < FEW;
}

/** What was chosen before, then the interfaces. */
function recent({ entries }: Loaded): SearchEntry[] {
  const paths = recentPaths();
  const chosen = paths.flatMap((path) => entries.find((entry) => entry.path === path) ?? []);
  const interfaces = entries.filter((entry) => entry.kind === 'interface' && !chosen.includes(entry));
  return [...chosen, ...interfaces].slice(0, MAX_RESULTS);
}

function recentPaths(): string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(RECENT) ?? '[]');
    return Array.isArray(stored) ? stored.filter((path) => typeof path === 'string') : [];
  } catch {
    return [];
  }
}

function remember({ path }: SearchEntry): void {
  try {
    const paths = [path, ...recentPaths().filter((one) => one !== path)].slice(0, MAX_RECENT);
    localStorage.setItem(RECENT, JSON.stringify(paths));
  } catch {
    // A browser that keeps nothing has no recent searches.
  }
}
