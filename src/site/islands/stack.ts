/**
 * On a phone, the rows of a table that is too wide stand below each other, each cell with the name of its column. Without scripts such
 * a table scrolls. Roles keep it a table for screen readers.
 */
const NARROW = matchMedia('(max-width: 40rem)');

function stackAll(): void {
  if (!NARROW.matches) return;
  for (const box of document.querySelectorAll<HTMLElement>('.scroll')) {
    const table = box.querySelector<HTMLTableElement>(':scope > table:not(.interfaces, .matrix)');
    if (table && box.scrollWidth > box.clientWidth + 1) stack(table);
  }
}

function stack(table: HTMLTableElement): void {
  const names = [...(table.tHead?.rows[0]?.cells ?? [])].map(({ textContent }) => textContent.trim());
  if (names.length < 3) return;
  table.setAttribute('role', 'table');
  for (const section of [table.tHead, ...table.tBodies]) section?.setAttribute('role', 'rowgroup');
  for (const row of table.rows) {
    row.setAttribute('role', 'row');
    let column = 0;
    for (const cell of row.cells) {
      const isHead = cell.tagName === 'TH';
      cell.setAttribute('role', isHead ? (row.parentElement === table.tHead ? 'columnheader' : 'rowheader') : 'cell');
      if (cell.textContent.trim() !== '') cell.dataset.label = isHead ? '' : (names[column] ?? '');
      column += cell.colSpan;
    }
  }
  table.classList.add('stacked');
}

stackAll();
NARROW.addEventListener('change', stackAll);
