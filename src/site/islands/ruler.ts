/** Pointing at a field in a byte ruler marks its row in the table, and the other way round. Links do the same without JavaScript. */
const linked = '[data-field]';

for (const wire of document.querySelectorAll<HTMLElement>('.wire')) {
  const mark = (event: Event, on: boolean) => {
    const field = (event.target as Element).closest<HTMLElement>(linked)?.dataset.field;
    for (const element of wire.querySelectorAll<HTMLElement>(linked)) {
      element.classList.toggle('lit', on && element.dataset.field === field);
    }
  };
  for (const type of ['pointerover', 'focusin']) wire.addEventListener(type, (event) => mark(event, true));
  for (const type of ['pointerleave', 'focusout']) wire.addEventListener(type, (event) => mark(event, false));
}
