import { Engine } from './engine.ts';
import { siteAddress } from './read-json.ts';
import { callForm } from './try-call.ts';

/** Starts the engine when a reader opens the form. */
for (const details of document.querySelectorAll<HTMLDetailsElement>('details[data-try]')) {
  details.hidden = false;
  details.addEventListener(
    'toggle',
    () => {
      const form = details.querySelector('form');
      const { schema = '', operation, target = '' } = details.dataset;
      if (form)
        callForm(form, new Engine(), () => target, new URL(siteAddress(schema), location.href).href).show(
          Number(operation),
        );
    },
    { once: true },
  );
}
