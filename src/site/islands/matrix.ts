import { heatOf, VERDICT_MARKS } from '../changes/heat.ts';

/** Shows beside the table what a cell counts, and counts internal interfaces on demand. The lists below the table have the data. */
const place = document.querySelector<HTMLElement>('[data-matrix]');
const panel = place?.querySelector<HTMLElement>('.panel');
if (place && panel) start(place, panel);

interface Line {
  readonly name: string;
  readonly diff: string;
  readonly isExternal: boolean;
  readonly pairs: ReadonlyMap<string, HTMLElement>;
}

function start(place: HTMLElement, panel: HTMLElement): void {
  const ORDER = ['silent', 'panic', 'fault', 'unknown', 'ok'] as const;
  const lines = new Map(
    [...document.querySelectorAll<HTMLElement>('[data-line]')].map((details) => [
      Number(details.dataset.line),
      lineOf(details),
    ]),
  );
  const all = document.querySelector<HTMLInputElement>('[data-all]');
  if (all) {
    (all.parentElement as HTMLElement).hidden = false;
    all.addEventListener('change', () => tables.forEach(recount));
  }
  panel.hidden = false;
  const tables = [...place.querySelectorAll<HTMLTableElement>('table.matrix')];
  for (const table of tables) {
    table.setAttribute('role', 'grid');
    const first = table.tBodies[0]?.rows[0]?.cells[1];
    if (first) first.tabIndex = 0;
    table.addEventListener('click', (event) => {
      const cell = (event.target as Element).closest<HTMLTableCellElement>('tbody td');
      if (cell) choose(table, cell);
    });
    table.addEventListener('keydown', (event) => move(table, event));
  }

  function move(table: HTMLTableElement, event: KeyboardEvent): void {
    const steps: Record<string, [number, number]> = {
      ArrowLeft: [0, -1],
      ArrowRight: [0, 1],
      ArrowUp: [-1, 0],
      ArrowDown: [1, 0],
    };
    const cell = (event.target as Element).closest<HTMLTableCellElement>('tbody td');
    const row = cell?.parentElement;
    if (!cell || !(row instanceof HTMLTableRowElement)) return;
    const step = event.key === 'Enter' || event.key === ' ' ? [0, 0] : steps[event.key];
    if (!step) return;
    event.preventDefault();
    const next =
      table.tBodies[0]?.rows[row.sectionRowIndex + (step[0] as number)]?.cells[cell.cellIndex + (step[1] as number)];
    if (next?.tagName === 'TD') choose(table, next);
  }

  function choose(table: HTMLTableElement, cell: HTMLTableCellElement): void {
    for (const other of place.querySelectorAll<HTMLElement>('td[aria-selected]'))
      other.removeAttribute('aria-selected');
    for (const other of table.querySelectorAll<HTMLElement>('tbody td[tabindex]')) other.removeAttribute('tabindex');
    cell.setAttribute('aria-selected', 'true');
    cell.tabIndex = 0;
    cell.focus();
    const [client, server] = [nameOf(rowOf(cell)?.cells[0]), nameOf(headOf(table, cell))];
    const found = brokenIn(table, cell);
    const heading = document.createElement('h3');
    heading.textContent = `${client} client, ${server} server`;
    const list = document.createElement('ul');
    list.append(...found.map(({ line, item }) => entry(line, item)));
    panel.replaceChildren(heading, found.length > 0 ? list : 'All calls work.');
  }

  function recount(table: HTMLTableElement): void {
    for (const cell of table.querySelectorAll<HTMLTableCellElement>('tbody td')) {
      const found = brokenIn(table, cell);
      const worst = ORDER.find((kind) => found.some(({ item }) => item.dataset.worst === kind)) ?? 'ok';
      cell.className = `${worst} ${heatOf(found.length)}`;
      cell.textContent = `${found.length > 0 ? found.length : ''}${VERDICT_MARKS[worst]}`;
    }
  }

  function brokenIn(table: HTMLTableElement, cell: HTMLTableCellElement): { line: Line; item: HTMLElement }[] {
    const [clients, servers] = [rowOf(cell), headOf(table, cell)].map((one) =>
      (one?.dataset.versions ?? '').split(','),
    );
    return [...lines].flatMap(([index, line]) => {
      const item = line.pairs.get(`${clients?.[index]},${servers?.[index]}`);
      return item && (line.isExternal || !all || all.checked) ? [{ line, item }] : [];
    });
  }
}

function lineOf(details: HTMLElement): Line {
  return {
    name: details.querySelector('summary')?.firstChild?.textContent?.trim() ?? '',
    diff: details.dataset.diff ?? '',
    isExternal: details.dataset.external !== undefined,
    pairs: new Map(
      [...details.querySelectorAll<HTMLElement>('[data-pair]')].map((item) => [item.dataset.pair ?? '', item]),
    ),
  };
}

function entry(line: Line, item: HTMLElement): HTMLLIElement {
  const li = document.createElement('li');
  const link = document.createElement('a');
  link.href = line.diff + (item.dataset.query ?? '');
  link.textContent = line.name;
  const verdict = document.createElement('span');
  verdict.className = `verdict ${item.dataset.worst}`;
  verdict.textContent = item.dataset.worst ?? '';
  const [versions = '', rest = ''] = (item.textContent ?? '').split(': ');
  const operations = document.createElement('div');
  operations.textContent = rest.replace(/^\w+, /, '');
  li.append(link, ' ', verdict, ` ${versions}`, operations);
  return li;
}

function rowOf(cell: HTMLTableCellElement): HTMLTableRowElement | undefined {
  return cell.parentElement instanceof HTMLTableRowElement ? cell.parentElement : undefined;
}

function headOf(table: HTMLTableElement, cell: HTMLTableCellElement): HTMLTableCellElement | undefined {
  return table.tHead?.rows[0]?.cells[cell.cellIndex];
}

function nameOf(head: HTMLTableCellElement | undefined): string {
  return head?.textContent?.trim() ?? '';
}
