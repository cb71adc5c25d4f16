import { namesOf } from '../lineage.ts';
import { nearestWith, type PickedRelease, pickedReleases, type ReleaseIndex } from '../release-index.ts';
import { readJson, siteAddress } from './read-json.ts';
import { rememberedRelease, rememberRelease } from './remembered-release.ts';

/** Leads to the interface, and to the operation that one is reading, in any release. The choice stays in this browser. */

const picker = document.querySelector<HTMLElement>('[data-picker]');
const select = picker?.querySelector<HTMLSelectElement>('[data-release]');
const notice = picker?.querySelector<HTMLElement>('[data-picked]');
for (const link of document.querySelectorAll<HTMLAnchorElement>('a[data-keep]')) {
  link.addEventListener('click', () => {
    link.hash = idOf(operationInView());
  });
}
if (picker && select && notice) start(picker, select, notice);

async function start(picker: HTMLElement, select: HTMLSelectElement, notice: HTMLElement): Promise<void> {
  const { operation, old } = picker.dataset;
  const [version, tree, treeVersion] = [picker.dataset.version, picker.dataset.tree, picker.dataset.treeVersion].map(
    (one) => one && siteAddress(one),
  );
  const index = await load(siteAddress(picker.dataset.picker ?? ''));
  // The history page has the same links.
  if (!index) return;
  const renames = index.renames.map(([from, to]) => ({ from, to }));
  const releasesFor = (name: string | undefined) =>
    pickedReleases(index, name === undefined ? [] : namesOf(name, renames));
  const releases = releasesFor(operation);
  const isHere = ({ href }: PickedRelease) => href === version;
  const remembered = releases.find(({ name }) => name === rememberedRelease());
  fill(select, releases, tree !== undefined, operation !== undefined);
  const here = remembered && isHere(remembered) ? remembered : old === undefined ? undefined : releases.find(isHere);
  select.value = here?.name ?? '';
  (select.parentElement as HTMLElement).hidden = false;
  select.addEventListener('change', () => choose(select.value));
  addEventListener('hashchange', sayMissing);
  if (!sayMissing() && remembered && !here && old === undefined) offer(remembered);

  function choose(name: string): void {
    rememberRelease(name);
    const reading = operation ?? operationInView();
    const all = releasesFor(reading);
    const release = all.find((one) => one.name === name);
    if (!release) {
      if (tree !== undefined) location.assign(`${tree}${idOf(reading)}`);
    } else if (reading !== undefined && !release.operation) lacks(all, release, reading);
    else location.assign(addressOf(release));
  }

  /** The tree's own page where the release has the same version: it says more. */
  function addressOf(release: PickedRelease): string {
    const fragment = idOf(release.operation?.name);
    if (release.href !== treeVersion || tree === undefined) return release.href + fragment;
    return old === undefined && operation !== undefined ? location.pathname : tree + fragment;
  }

  function offer(release: PickedRelease): void {
    if (operation !== undefined && !release.operation) {
      lacks(releases, release, operation);
      return;
    }
    const number = release.operation ? `, number ${release.operation.number}` : '';
    const name = release.operation && release.operation.name !== operation ? ` as ${release.operation.name}` : '';
    say(
      'You read ',
      link(release.name, addressOf(release)),
      `: version ${release.version.slice(1)}${number}${name} there.`,
    );
  }

  function lacks(all: readonly PickedRelease[], release: PickedRelease, name: string): void {
    const nearest = nearestWith(all, release);
    const instead = nearest
      ? [
          'The nearest one that has it: ',
          link(`${nearest.name}, number ${nearest.operation?.number}`, addressOf(nearest)),
          '. ',
        ]
      : [];
    say(
      `${release.name} has no operation ${name}. `,
      ...instead,
      link(`The interface in ${release.name}`, release.href),
      '.',
    );
  }

  /** An address may ask for an operation that this version does not have. */
  function sayMissing(): boolean {
    const name = missing();
    if (name === undefined) return false;
    const all = releasesFor(name);
    const release = all.find(({ name }) => name === select.value) ?? all.find(isHere);
    if (release) lacks(all, release, name);
    else say(`This version has no operation ${name}.`);
    return true;
  }

  function say(...parts: (string | Node)[]): void {
    notice.replaceChildren(...parts);
    notice.hidden = false;
  }
}

function fill(
  select: HTMLSelectElement,
  releases: readonly PickedRelease[],
  hasTree: boolean,
  ofOperation: boolean,
): void {
  if (hasTree) select.append(new Option(select.dataset.label, ''));
  const groups = new Map<string, HTMLOptGroupElement>();
  for (const release of releases) {
    let group = groups.get(release.line);
    if (!group) {
      group = document.createElement('optgroup');
      group.label = release.line;
      groups.set(release.line, group);
      select.append(group);
    }
    group.append(new Option(optionText(release, ofOperation), release.name));
  }
}

function optionText({ name, version, operation, change }: PickedRelease, ofOperation: boolean): string {
  const what = ofOperation ? (operation ? `number ${operation.number}` : 'not there') : version;
  return `${name} · ${what}${change === 'changed' ? ' (changed)' : change === 'first' ? ' (first)' : ''}`;
}

async function load(address: string): Promise<ReleaseIndex | undefined> {
  try {
    const index = (await readJson(address)) as ReleaseIndex;
    const versions = index.versions.map(([name, href, numbers]) => [name, siteAddress(href), numbers] as const);
    return { ...index, versions };
  } catch {
    return undefined;
  }
}

function link(text: string, href: string): HTMLAnchorElement {
  const anchor = document.createElement('a');
  anchor.href = href;
  anchor.textContent = text;
  return anchor;
}

function idOf(operation: string | undefined): string {
  return operation === undefined ? '' : `#op-${operation}`;
}

/** The operation that the address names while it is in sight, else the one under the top edge of the window. */
function operationInView(): string | undefined {
  const headings = [...document.querySelectorAll<HTMLElement>(':is(.operation, .card) h2[id]')];
  const top = Number.parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop) + 40;
  const named = headings.find(({ id }) => `#${id}` === location.hash);
  const isInSight =
    named && named.getBoundingClientRect().top < innerHeight && named.getBoundingClientRect().bottom > 0;
  const heading = isInSight ? named : headings.findLast((one) => one.getBoundingClientRect().top < top);
  return heading?.id.slice('op-'.length) ?? missing();
}

function missing(): string | undefined {
  const id = decodeURIComponent(location.hash.slice(1));
  return /^op-\w+$/.test(id) && !document.getElementById(id) ? id.slice('op-'.length) : undefined;
}
