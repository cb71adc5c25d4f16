import { deflateSync, inflateSync, strFromU8, strToU8 } from 'fflate';
import { type Diagnostic, makeEditor } from './editor.ts';
import { Engine } from './engine.ts';
import type { PlayAnswer } from './play-worker.ts';
import { callForm } from './try-call.ts';

/** An interface that one writes, with all that the registry would say of it. Its state stays in the address. */
const place = document.querySelector<HTMLElement>('[data-playground]');
if (place) start(place);

interface State {
  readonly idol: string;
  readonly rust: string;
  /** Hash of the object that is compared with. */
  readonly published: string;
}

type Analysed = PlayAnswer & { kind: 'analysed' };

const DELAY_MS = 250;
/** Longer states are not kept: some programs cut addresses. */
const MAX_FRAGMENT = 30_000;

function start(place: HTMLElement): void {
  const engine = new Engine();
  const find = <E extends HTMLElement>(selector: string) => place.querySelector<E>(selector) as E;
  const [findings, output, status] = ['[data-findings]', '[data-output]', '[role=status]'].map((one) =>
    find<HTMLElement>(one),
  ) as [HTMLElement, HTMLElement, HTMLElement];
  const version = find<HTMLSelectElement>('[name=published]');
  const operation = find<HTMLSelectElement>('[name=operation]');
  const first = readState() ?? exampleOf(place);
  const idol = makeEditor(find('[data-idol]'), first.idol, soon);
  const rust = makeEditor(find('[data-rust]'), first.rust, soon);
  version.value = first.published;
  const call = callForm(find('form.call'), engine);
  let timer = 0;
  let turn = 0;
  find('[data-app]').hidden = false;
  version.addEventListener('change', run);
  operation.addEventListener('change', () => call.show(Number(operation.value)));
  find('[data-load]').addEventListener('click', loadVersion);
  find('[data-example]').addEventListener('click', () => {
    const example = exampleOf(place);
    idol.replace(example.idol);
    rust.replace(example.rust);
  });
  addEventListener('hashchange', () => {
    const state = readState();
    if (!state || state.idol === idol.text()) return;
    idol.replace(state.idol);
    rust.replace(state.rust);
    version.value = state.published;
  });
  run();

  function soon(): void {
    clearTimeout(timer);
    timer = window.setTimeout(run, DELAY_MS);
  }

  async function run(): Promise<void> {
    const own = ++turn;
    place.setAttribute('aria-busy', 'true');
    keepState({ idol: idol.text(), rust: rust.text(), published: version.value });
    const chosen = version.selectedOptions[0];
    const published =
      version.value === '' ? undefined : { label: chosen?.text.trim() ?? '', address: addressOf(version.value) };
    const answer = await engine.ask({
      kind: 'analyse',
      idol: idol.text(),
      rust: rust.text(),
      checks: place.dataset.checks ?? '',
      ...(published && { published }),
    });
    if (own !== turn) return;
    place.setAttribute('aria-busy', 'false');
    if (answer.kind === 'analysed') show(answer);
    else status.textContent = 'The engine could not be loaded.';
  }

  function show({ findings: found, html, operations }: Analysed): void {
    idol.mark(found.map(markOf));
    findings.replaceChildren(...found.map(item));
    status.textContent =
      found.length === 0 ? 'No finding.' : `${found.length} finding${found.length === 1 ? '' : 's'}.`;
    output.innerHTML = html;
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
    const check = document.createElement('a');
    check.href = `${place.dataset.checks}${finding.check}/`;
    check.textContent = finding.check;
    li.append(button, ' ', badge, ` ${finding.message}. `, check);
    for (const more of [finding.note, finding.help]) {
      if (more === undefined) continue;
      const p = document.createElement('p');
      p.className = 'muted';
      p.textContent = more;
      li.append(p);
    }
    return li;
  }

  async function loadVersion(): Promise<void> {
    if (version.value === '') return;
    const response = await fetch(addressOf(version.value));
    if (!response.ok) return;
    const { text } = (await response.json()) as { text: string };
    rust.replace('');
    idol.replace(text);
  }

  function addressOf(hash: string): string {
    return new URL(`${place.dataset.objects}${hash}.json`, location.href).href;
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

function exampleOf(place: HTMLElement): State {
  const textOf = (name: string) => place.querySelector(`[data-${name}-example]`)?.textContent ?? '';
  return { idol: textOf('idol'), rust: textOf('rust'), published: '' };
}

function keepState(state: State): void {
  const bytes = deflateSync(strToU8(JSON.stringify(state)), { level: 9 });
  const text = btoa(strFromU8(bytes, true)).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
  history.replaceState(null, '', text.length > MAX_FRAGMENT ? location.pathname : `#${text}`);
}

/** Undefined for an address that has no state, or none of ours. */
function readState(): State | undefined {
  try {
    const bytes = strToU8(atob(location.hash.slice(1).replaceAll('-', '+').replaceAll('_', '/')), true);
    const state: unknown = JSON.parse(strFromU8(inflateSync(bytes)));
    return isState(state) ? state : undefined;
  } catch {
    return undefined;
  }
}

function isState(state: unknown): state is State {
  const { idol, rust, published } = (state ?? {}) as Record<string, unknown>;
  return [idol, rust, published].every((one) => typeof one === 'string');
}
