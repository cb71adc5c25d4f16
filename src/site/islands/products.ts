/** Leaves on the home page the interfaces that one product serves, or that have no server. The choice is in the address. */
const select = document.querySelector<HTMLSelectElement>('[data-product-choice]');
const table = document.querySelector<HTMLTableElement>('table.interfaces');
if (select && table) start(select, table);

function start(select: HTMLSelectElement, table: HTMLTableElement): void {
  (select.closest('label') as HTMLElement).hidden = false;
  select.value = new URLSearchParams(location.search).get('product') ?? '';
  if (select.selectedIndex < 0) select.value = '';
  select.addEventListener('change', () => {
    const query = select.value === '' ? '' : `?product=${encodeURIComponent(select.value)}`;
    history.replaceState(null, '', location.pathname + query + location.hash);
    show();
  });
  show();

  function show(): void {
    for (const row of table.tBodies[0]?.rows ?? []) {
      const { products } = row.dataset;
      if (products !== undefined) row.hidden = select.value !== '' && !products.split(' ').includes(select.value);
    }
    // A heading without rows says nothing.
    for (const heading of table.querySelectorAll<HTMLElement>('tr.group')) {
      let next = heading.nextElementSibling;
      while (next instanceof HTMLElement && next.hidden) next = next.nextElementSibling;
      heading.hidden = !(next instanceof HTMLElement) || next.classList.contains('group');
    }
  }
}
