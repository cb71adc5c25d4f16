import { siteAddress } from './read-json.ts';

/** Loads the form and the engine when a reader opens a call. */
for (const details of document.querySelectorAll<HTMLDetailsElement>('details[data-try]')) {
  details.hidden = false;
  details.addEventListener('toggle', () => start(details), { once: true });
}

async function start(details: HTMLDetailsElement): Promise<void> {
  const form = details.querySelector('form');
  const { schema = '', operation, target = '' } = details.dataset;
  if (!form) return;
  const [{ callForm }, { Engine }] = await Promise.all([import('./try-call.ts'), import('./engine.ts')]);
  const address = new URL(siteAddress(schema), location.href).href;
  await callForm(form, new Engine(), () => target, address).show(Number(operation));
}
