import { deflateSync, inflateSync, strFromU8, strToU8 } from 'fflate';
import { PLAY_EXAMPLES } from '../play/examples.ts';
import { type Diagnostic, makeEditor } from './editor.ts';
import { Engine } from './engine.ts';
import type { PlayAnswer } from './play-answer.ts';
import { siteAddress } from './read-json.ts';
import { callForm } from './try-call.ts';

/** An interface that one writes, with all that the registry would say of it. Its state stays in the address. */
const place = document.querySelector<HTMLElement>('[data-playground]');
if (place) start(place);

interface State {
  readonly idol: string;
  readonly rust: string;
  /** What is compared with: the hash of a version's document, or `tree:<slug>` for an interface of this site's tree. */
  readonly published: string;
  readonly target: string;
  /** Of the version that is compared with: the image that builds it; empty for what holds in all. */
  readonly image: string;
}

type Analysed = PlayAnswer & { kind: 'analysed' };

const DELAY_MS = 250;
/** Longer states are not kept: some programs cut addresses. */
const MAX_FRAGMENT = 30_000;

function start(place: HTMLElement): void {
  const engine = new Engine();
  const find = <E extends HTMLElement>(selector: string) => place.querySelector<E>(selector) as E;
  const findings = find('[data-findings]');
  const compared = find('[data-compared]');
  const output = find('[data-output]');
  const status = find('[role=status]');
  const version = find<HTMLSelectElement>('[name=published]');
  const operation = find<HTMLSelectElement>('[name=operation]');
  const example = find<HTMLSelectElement>('[name=example]');
  const target = find<HTMLSelectElement>('[name=target]');
  const image = find<HTMLSelectElement>('[name=image]');
  // An editor that is made out of sight measures its lines wrong.
  find('[data-app]').hidden = false;
  const first = readState() ?? exampleState(0);
  // A copy on a disk has the schemas of its own tree alone.
  if (location.protocol === 'file:')
    for (const option of version.querySelectorAll('optgroup:has(option:not([value^="tree:"]))')) option.remove();
  const idol = makeEditor(find('[data-idol]'), first.idol, soon);
  const rust = makeEditor(find('[data-rust]'), first.rust, soon);
  choose(first);
  const call = callForm(find('form.call'), engine, () => target.value);
  let timer = 0;
  let turn = 0;
  for (const select of [version, target, image]) select.addEventListener('change', run);
  operation.addEventListener('change', () => call.show(Number(operation.value)));
  find('[data-load]').addEventListener('click', () => loadVersion());
  example.addEventListener('change', () => {
    if (example.value !== '') replace(exampleState(Number(example.value)));
    example.value = '';
  });
  addEventListener('hashchange', follow);
  const asked = askedFor();
  if (asked) open(asked);
  else run();

  function follow(): void {
    const state = readState();
    if (state && (state.idol !== idol.text() || state.rust !== rust.text())) replace(state);
  }

  async function open(asked: URLSearchParams): Promise<void> {
    version.value = `tree:${asked.get('open')}`;
    if (version.selectedIndex < 0) version.value = '';
    if (version.value === '') return run();
    await loadVersion(asked.get('type') ?? undefined);
    const wanted = asked.get('operation');
    if (wanted === null) return;
    const name = [...operation.options].find(({ value }) => value === wanted)?.text.replace(/^\d+ /, '');
    const at = name === undefined ? -1 : idol.text().indexOf(`"${name}"`);
    if (at >= 0) idol.goTo(at);
    if (name !== undefined) operation.value = wanted;
    await call.show(Number(operation.value));
  }

  function replace(state: State): void {
    choose(state);
    idol.replace(state.idol);
    rust.replace(state.rust);
    run();
  }

  function choose(state: State): void {
    version.value = state.published;
    if (version.selectedIndex < 0) version.value = '';
    target.value = state.target;
    if (target.selectedIndex < 0) target.selectedIndex = 0;
    image.replaceChildren(
      new Option('all images', ''),
      ...(state.image === '' ? [] : [new Option(state.image, state.image)]),
    );
    image.value = state.image;
  }

  function soon(): void {
    clearTimeout(timer);
    timer = window.setTimeout(run, DELAY_MS);
  }

  async function run(): Promise<void> {
    const own = ++turn;
    place.setAttribute('aria-busy', 'true');
    clearTimeout(timer);
    keepState({
      idol: idol.text(),
      rust: rust.text(),
      published: version.value,
      target: target.value,
      image: image.value,
    });
    const chosen = version.selectedOptions[0];
    const published =
      version.value === ''
        ? undefined
        : { label: chosen?.text.trim() ?? '', address: addressOf(version.value), ...ofImage() };
    const answer = await engine.ask({
      kind: 'analyse',
      idol: idol.text(),
      rust: rust.text(),
      checks: place.dataset.checks ?? '',
      target: target.value,
      ...(published && { published }),
    });
    if (own !== turn) return;
    place.setAttribute('aria-busy', 'false');
    if (answer.kind === 'analysed') show(answer);
    else status.textContent = 'The engine could not be loaded.';
  }

  function ofImage(): { image?: string } {
    return image.value === '' ? {} : { image: image.value };
  }

  function show({ findings: found, html, comparison, operations, images }: Analysed): void {
    const chosen = image.value;
    image.replaceChildren(new Option('all images', ''), ...images.map((name) => new Option(name, name)));
    image.value = images.includes(chosen) ? chosen : '';
    (image.closest('label') as HTMLElement).hidden = images.length === 0;
    idol.mark(found.map(markOf));
    findings.replaceChildren(...found.map(item));
    status.textContent =
      found.length === 0 ? 'No finding.' : `${found.length} finding${found.length === 1 ? '' : 's'}.`;
    output.innerHTML = html;
    compared.innerHTML = comparison;
    const before = operation.value;
    operation.replaceChildren(...operations.map(({ number, name }) => new Option(`${number} ${name}`, String(number))));
    if ([...operation.options].some(({ value }) => value === before)) operation.value = before;
    call.form.hidden = operations.length === 0;
    if (operations.length > 0) call.show(Number(operation.value));
  }

  function item(finding: Analysed['findings'][number]): HTMLLIElement {
    const li = document.createElement('li');
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = `Line ${finding.line}`;
    button.addEventListener('click', () => idol.goTo(finding.from));
    const badge = document.createElement('span');
    badge.className = `badge ${finding.severity}`;
    badge.textContent = finding.severity;
    li.append(button, ' ', badge, ` ${finding.message}. `);
    if (finding.check !== undefined) {
      const check = document.createElement('a');
      check.href = siteAddress(`${place.dataset.checks}${finding.check}/`);
      check.textContent = finding.check;
      li.append(check);
    }
    for (const more of [finding.note, finding.help]) {
      if (more === undefined) continue;
      const p = document.createElement('p');
      p.className = 'muted';
      p.textContent = more;
      li.append(p);
    }
    return li;
  }

  /** Puts a version into the editors: its interface, and its Rust types or the one that is named. */
  async function loadVersion(type?: string): Promise<void> {
    if (version.value === '') {
      status.textContent = 'Choose a version to compare with first.';
      return;
    }
    const asked = {
      kind: 'texts' as const,
      address: addressOf(version.value),
      ...ofImage(),
      ...(type !== undefined && { type }),
    };
    const answer = await engine.ask(asked);
    if (answer.kind !== 'texts') {
      status.textContent = 'The version could not be loaded.';
      return;
    }
    rust.replace(answer.rust);
    idol.replace(answer.idol);
    await run();
  }

  function addressOf(published: string): string {
    const slug = /^tree:(.+)$/.exec(published)?.[1];
    const address =
      slug === undefined
        ? `${place.dataset.objects}${published}.json`
        : `${place.dataset.interfaces}${slug}/object.json`;
    return new URL(siteAddress(address), location.href).href;
  }
}

function markOf({ from, to, severity, message }: Analysed['findings'][number]): Diagnostic {
  return {
    from,
    to: Math.max(to, from),
    severity: severity === 'error' || severity === 'warning' ? severity : 'info',
    message,
  };
}

function exampleState(index: number): State {
  const { idol = '', rust = '' } = PLAY_EXAMPLES[index] ?? {};
  return { idol, rust, published: '', target: 'arm', image: '' };
}

/** What a link of this site asks for. An edited state takes its place. */
function askedFor(): URLSearchParams | undefined {
  const asked = new URLSearchParams(location.search);
  return location.hash === '' && asked.has('open') ? asked : undefined;
}

function keepState(state: State): void {
  const bytes = deflateSync(strToU8(JSON.stringify(state)), { level: 9 });
  const text = btoa(strFromU8(bytes, true)).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
  history.replaceState(null, '', location.pathname + (text.length > MAX_FRAGMENT ? '' : `#${text}`));
}

/** Undefined for an address that has no state, or none of ours. */
function readState(): State | undefined {
  try {
    const bytes = strToU8(atob(location.hash.slice(1).replaceAll('-', '+').replaceAll('_', '/')), true);
    const state: unknown = JSON.parse(strFromU8(inflateSync(bytes)));
    return stateOf(state);
  } catch {
    return undefined;
  }
}

/** Addresses from before machines and images could be chosen have none. */
function stateOf(state: unknown): State | undefined {
  const { idol, rust, published, target = 'arm', image = '' } = (state ?? {}) as Record<string, unknown>;
  if (typeof idol !== 'string' || typeof rust !== 'string') return undefined;
  if (typeof published !== 'string' || typeof target !== 'string' || typeof image !== 'string') return undefined;
  return { idol, rust, published, target, image };
}
