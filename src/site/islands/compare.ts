import type { ObjectDocument } from '../../registry/index.ts';
import { type SideVersion, sideVersion } from '../changes/sides.ts';
import { versionDiff } from '../changes/version-diff.ts';

/** Any two versions of an interface, fetched from the registry's JSON and compared here by the code that the build uses. */
const form = document.querySelector<HTMLFormElement>('form[data-compare]');
const place = document.querySelector<HTMLElement>('[data-diff]');
if (form && place) start(form, place);

function start(form: HTMLFormElement, place: HTMLElement): void {
  const [from, to] = ['from', 'to'].map((name) => form.elements.namedItem(name) as HTMLSelectElement) as [
    HTMLSelectElement,
    HTMLSelectElement,
  ];
  const status = form.querySelector('[role=status]') as HTMLElement;
  const sides = new Map<string, Promise<SideVersion>>();
  let latest = 0;
  readAddress();
  form.hidden = false;
  form.addEventListener('submit', (event) => event.preventDefault());
  for (const select of [from, to]) select.addEventListener('change', choose);
  form.querySelector('[data-swap]')?.addEventListener('click', () => {
    [from.value, to.value] = [to.value, from.value];
    choose();
  });
  addEventListener('popstate', () => {
    readAddress();
    show();
  });
  show();

  function readAddress(): void {
    const asked = new URLSearchParams(location.search);
    for (const select of [from, to]) {
      const value = asked.get(select.name);
      if ([...select.options].some((option) => option.value === value)) select.value = value ?? '';
    }
  }

  function choose(): void {
    history.pushState(null, '', `?from=${from.value}&to=${to.value}`);
    show();
  }

  async function show(): Promise<void> {
    const turn = ++latest;
    status.textContent = 'Loading …';
    try {
      const [before, after] = await Promise.all([load(from), load(to)]);
      if (turn !== latest) return;
      const rule = (id: string) => `${form.dataset.checks}${id}/`;
      place.innerHTML = versionDiff(before, after, { rule }).text;
      status.textContent = '';
    } catch {
      if (turn === latest) status.textContent = 'The versions could not be loaded.';
    }
  }

  function load(select: HTMLSelectElement): Promise<SideVersion> {
    const hash = select.selectedOptions[0]?.dataset.object ?? '';
    const label = `v${select.value}`;
    const known = sides.get(label) ?? fetchSide(label, `${form.dataset.objects}${hash}.json`);
    sides.set(label, known);
    known.catch(() => sides.delete(label));
    return known;
  }
}

async function fetchSide(label: string, address: string): Promise<SideVersion> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${response.status}`);
  return sideVersion(label, (await response.json()) as ObjectDocument);
}
