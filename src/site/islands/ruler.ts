/** Pointing at a field in a byte ruler marks its row in the table, and the other way round. Links do the same without JavaScript. */
const linked = '[data-field]';

function mark(event: Event, on: boolean): void {
  const target = event.target instanceof Element ? event.target : undefined;
  const field = target?.closest<HTMLElement>(linked)?.dataset.field;
  for (const element of target?.closest('.wire')?.querySelectorAll<HTMLElement>(linked) ?? []) {
    element.classList.toggle('lit', on && element.dataset.field === field);
  }
}

// Figures come and go in the playground: the document listens for all of them.
for (const type of ['pointerover', 'focusin']) document.addEventListener(type, (event) => mark(event, true));
for (const type of ['pointerout', 'focusout']) document.addEventListener(type, (event) => mark(event, false));
