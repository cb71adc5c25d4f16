import type Fuse from 'fuse.js';
import { directMatches, entriesOf, type SearchEntry, type SearchIndex } from '../search-index.ts';

/** The search box. The index and Fuse are loaded when it is opened for the first time. */
const MAX_RESULTS = 30;

const button = document.querySelector<HTMLButtonElement>('[data-search]');
const dialog = document.querySelector<HTMLDialogElement>('dialog.search');
const input = dialog?.querySelector('input');
const list = dialog?.querySelector('ul');
const status = dialog?.querySelector<HTMLElement>('[role=status]');
if (button && dialog && input && list && status) start(button, dialog, input, list, status);

interface Loaded {
  entries: SearchEntry[];
  fuse: Fuse<SearchEntry>;
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
    results = search(loaded, input.value);
    list.replaceChildren(...results.map(item));
    input.setAttribute('aria-expanded', String(results.length > 0));
    status.textContent = input.value.trim() === '' ? '' : foundText(results.length);
    select(results.length > 0 ? 0 : -1);
  }

  function item(entry: SearchEntry, index: number): HTMLLIElement {
    const li = document.createElement('li');
    li.id = `search-result-${index}`;
    li.setAttribute('role', 'option');
    for (const [className, text] of [
      ['kind', entry.kind],
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
    const address = (button.dataset.base ?? '/') + entry.path;
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

async function fetchIndex(address: string): Promise<Loaded> {
  const [{ default: FuseClass }, response] = await Promise.all([import('fuse.js'), fetch(address)]);
  const entries = entriesOf((await response.json()) as SearchIndex);
  const keys = [
    { name: 'name', weight: 3 },
    { name: 'detail', weight: 1 },
  ];
  return { entries, fuse: new FuseClass(entries, { keys, threshold: 0.35, ignoreLocation: true }) };
}

function foundText(found: number): string {
  if (found === 0) return 'Nothing found.';
  return found === MAX_RESULTS ? `The best ${found}.` : `${found} found.`;
}

/** What has the typed text first, then whatever Fuse finds near. */
function search({ entries, fuse }: Loaded, text: string): SearchEntry[] {
  const typed = text.trim().toLowerCase();
  if (typed === '') return entries.filter(({ kind }) => kind === 'interface').slice(0, MAX_RESULTS);
  const found = new Set(directMatches(entries, typed).slice(0, MAX_RESULTS));
  if (found.size < MAX_RESULTS) {
    for (const { item } of fuse.search(typed, { limit: MAX_RESULTS })) {
      if (found.size < MAX_RESULTS) found.add(item);
    }
  }
  return [...found];
}
