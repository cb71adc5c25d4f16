import type { News, NewsInterface, NewsVersion } from '../news.ts';
import { readJson, siteAddress } from './read-json.ts';
import { rememberedRelease, rememberRelease } from './remembered-release.ts';

/** What is new since the release that the reader chose: here, or in the picker of any page. */
const place = document.querySelector<HTMLElement>('[data-news]');
const select = place?.querySelector('select');
const list = place?.querySelector('ul');
const status = place?.querySelector<HTMLElement>('[role=status]');
if (place && select && list && status) start(place, select, list, status);

const MAX_NAMES = 5;

function start(place: HTMLElement, select: HTMLSelectElement, list: HTMLUListElement, status: HTMLElement): void {
  let loading: Promise<News> | undefined;
  place.hidden = false;
  select.addEventListener('change', () => {
    rememberRelease(select.value);
    show();
  });
  select.value = rememberedRelease() ?? '';
  if (select.selectedIndex < 0) select.value = '';
  if (select.value !== '') show();

  async function show(): Promise<void> {
    const chosen = select.value;
    list.replaceChildren();
    status.textContent = '';
    if (chosen === '') return;
    loading ??= readJson(siteAddress(place.dataset.news ?? '')) as Promise<News>;
    const news = await loading.catch(() => undefined);
    if (select.value !== chosen) return;
    if (!news) {
      loading = undefined;
      status.textContent = 'The changes could not be loaded.';
      return;
    }
    const position = news.lines.flatMap(([, releases]) => releases).indexOf(chosen);
    const items = [
      ...news.interfaces.flatMap((one) => itemOf(one, one.releases[position] ?? -2) ?? []),
      ...news.gone.filter(({ releases }) => releases.includes(position)).map((one) => lineOf(one, 'gone')),
    ];
    list.replaceChildren(...items);
    status.textContent = items.length === 0 ? 'Nothing.' : '';
  }
}

function itemOf(one: NewsInterface, position: number): HTMLLIElement | undefined {
  if (position === -1) return undefined;
  if (position === -2) return lineOf(one, 'new');
  const version = one.versions[position];
  if (!version) return undefined;
  const li = lineOf(one, partsOf(version));
  if (version.compare !== undefined) li.append(' ', link('Compare', version.compare));
  return li;
}

function partsOf({ label, added, removed, renumbered }: NewsVersion): string {
  const parts = [
    ...(added.length > 0 ? [`new: ${named(added)}`] : []),
    ...(removed.length > 0 ? [`gone: ${named(removed)}`] : []),
    ...(renumbered.length > 0 ? [`renumbered: ${named(renumbered)}`] : []),
  ];
  return `was ${label}; ${parts.length > 0 ? parts.join('; ') : 'the same operations, other types or documentation'}`;
}

function named(names: readonly string[]): string {
  if (names.length <= MAX_NAMES) return names.join(', ');
  return `${names.slice(0, MAX_NAMES).join(', ')} and ${names.length - MAX_NAMES} more`;
}

function lineOf({ name, file, href }: { name: string; file?: string; href: string }, text: string): HTMLLIElement {
  const li = document.createElement('li');
  const code = document.createElement('code');
  code.textContent = name;
  const anchor = link('', href);
  anchor.append(code);
  const span = document.createElement('span');
  span.textContent = text;
  li.append(anchor, file === undefined ? '' : ` (${file})`, ' ', span);
  return li;
}

function link(text: string, href: string): HTMLAnchorElement {
  const anchor = document.createElement('a');
  anchor.href = siteAddress(href);
  anchor.textContent = text;
  return anchor;
}
