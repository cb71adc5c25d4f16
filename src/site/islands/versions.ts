/** Links to other versions lead to the operation that one is reading; a version that does not have it says so. */
const box = document.querySelector<HTMLElement>('[data-version]');
const notice = box?.querySelector<HTMLElement>('[data-missing]');

for (const link of box?.querySelectorAll<HTMLAnchorElement>('a[data-keep]') ?? []) {
  link.addEventListener('click', () => {
    link.hash = operationInView() ?? '';
  });
}
addEventListener('hashchange', tellMissing);
tellMissing();

/** The operation under the top edge of the window, when one has been scrolled to. */
function operationInView(): string | undefined {
  const headings = [...document.querySelectorAll<HTMLElement>(':is(.operation, .card) h2[id]')];
  return headings.findLast((heading) => heading.getBoundingClientRect().top < innerHeight / 3)?.id ?? missing();
}

function missing(): string | undefined {
  const id = decodeURIComponent(location.hash.slice(1));
  return /^op-\w+$/.test(id) && !document.getElementById(id) ? id : undefined;
}

function tellMissing(): void {
  const id = missing();
  if (!notice) return;
  notice.hidden = id === undefined;
  notice.textContent = id === undefined ? '' : `This version has no operation ${id.slice('op-'.length)}.`;
}
