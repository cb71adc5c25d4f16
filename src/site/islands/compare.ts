import type { CompareAnswer, CompareRequest, VersionPlace } from './compare-worker.ts';

/** Any two versions of an interface, compared from the registry's JSON by the code that the build uses. */
const form = document.querySelector<HTMLFormElement>('form[data-compare]');
const place = document.querySelector<HTMLElement>('[data-diff]');
if (form && place) start(form, place);

function start(form: HTMLFormElement, place: HTMLElement): void {
  const [from, to] = ['from', 'to'].map((name) => form.elements.namedItem(name) as HTMLSelectElement) as [
    HTMLSelectElement,
    HTMLSelectElement,
  ];
  const status = form.querySelector('[role=status]') as HTMLElement;
  let worker: Worker | undefined;
  let turn = 0;
  let isBusy = false;
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

  function show(): void {
    // Whoever walks through the list waits for the last choice alone.
    if (isBusy) worker?.terminate();
    if (isBusy || !worker) worker = newWorker();
    setBusy(true);
    status.textContent = `Comparing ${labelOf(from)} and ${labelOf(to)} …`;
    const request: CompareRequest = {
      turn: ++turn,
      before: placeOf(from),
      after: placeOf(to),
      checks: form.dataset.checks ?? '',
    };
    worker.postMessage(request);
  }

  function newWorker(): Worker {
    const made = new Worker(new URL('./compare-worker.ts', import.meta.url), { type: 'module' });
    made.addEventListener('message', ({ data }: MessageEvent<CompareAnswer>) => {
      if (data.turn === turn) receive(data);
    });
    made.addEventListener('error', () => receive({ turn }));
    return made;
  }

  function receive(answer: CompareAnswer): void {
    setBusy(false);
    if ('html' in answer) {
      place.innerHTML = answer.html;
      status.textContent = `${labelOf(from)} and ${labelOf(to)}: ${count(answer.changes, 'change')}, ${count(answer.operations, 'operation')} not the same.`;
    } else {
      status.textContent = 'The versions could not be loaded.';
    }
  }

  function setBusy(busy: boolean): void {
    isBusy = busy;
    place.setAttribute('aria-busy', String(busy));
  }

  function placeOf(select: HTMLSelectElement): VersionPlace {
    const { object = '', build = '{}' } = select.selectedOptions[0]?.dataset ?? {};
    return {
      build: JSON.parse(build),
      label: labelOf(select),
      address: new URL(`${form.dataset.objects}${object}.json`, location.href).href,
    };
  }
}

function labelOf(select: HTMLSelectElement): string {
  return select.selectedOptions[0]?.dataset.label ?? '';
}

function count(number: number, noun: string): string {
  return `${number === 0 ? 'no' : number} ${noun}${number === 1 ? '' : 's'}`;
}
