import { searcherOf } from '../search/search.ts';
import { entriesOf, type SearchIndex } from '../search/search-index.ts';

/** Pages that are called like the last parts of an address that leads nowhere. */
const MAX_PAGES = 6;

const section = document.querySelector<HTMLElement>('[data-suggest]');
if (section) suggest(section);

async function suggest(section: HTMLElement): Promise<void> {
  const { suggest: address = '', base = '/' } = section.dataset;
  const words = decodeURIComponent(location.pathname.slice(base.length))
    .split(/[^A-Za-z0-9_]+/)
    .filter((word) => word !== '' && !/^(?:index|html|interfaces|v\d+)$/.test(word));
  const response = await fetch(address).catch(() => undefined);
  if (!response?.ok || words.length === 0) return;
  const search = searcherOf(entriesOf((await response.json()) as SearchIndex));
  const found = new Map([words.join(' '), ...words.toReversed()].flatMap(search).map((entry) => [entry.path, entry]));
  const items = [...found.values()].slice(0, MAX_PAGES).map(({ path, name, detail }) => {
    const li = document.createElement('li');
    const link = document.createElement('a');
    link.href = base + path;
    link.textContent = name;
    li.append(link, ` ${detail}`);
    return li;
  });
  section.querySelector('ul')?.replaceChildren(...items);
  section.hidden = items.length === 0;
}
