import type { ReleaseDocument } from '../../registry/index.ts';
import { Engine } from './engine.ts';
import { siteAddress } from './read-json.ts';

/** Names what a reader pastes, for the release that the reader chooses. */
const form = document.querySelector<HTMLFormElement>('form[data-identify]');
if (form) start(form);

function start(form: HTMLFormElement): void {
  const engine = new Engine();
  const release = form.elements.namedItem('release') as HTMLSelectElement;
  const text = form.elements.namedItem('text') as HTMLTextAreaElement;
  const output = form.querySelector('output') as HTMLOutputElement;
  let turn = 0;
  // A copy on a disk has the schemas of its own tree alone.
  if (location.protocol === 'file:') for (const group of release.querySelectorAll('optgroup')) group.remove();
  form.hidden = false;
  form.addEventListener('submit', (event) => event.preventDefault());
  for (const field of [release, text]) field.addEventListener('input', run);

  async function run(): Promise<void> {
    const own = ++turn;
    if (text.value.trim() === '') {
      output.replaceChildren();
      return;
    }
    const sources = await sourcesOf(release.value).catch(() => undefined);
    const answer = sources && (await engine.ask({ kind: 'identify', text: text.value, sources }));
    if (own !== turn) return;
    if (answer?.kind === 'shown') output.innerHTML = answer.html;
    else output.textContent = 'The release could not be loaded.';
  }

  /** Schemas of a release, with the pages of its versions; of this build's tree for an empty address. */
  async function sourcesOf(address: string): Promise<{ schema: string; href: string }[]> {
    if (address === '') {
      const tree = JSON.parse(form.dataset.tree ?? '[]') as [string, string][];
      return tree.map(([schema, href]) => ({ schema: absolute(siteAddress(schema)), href: siteAddress(href) }));
    }
    const response = await fetch(address);
    if (!response.ok) throw new Error(`${response.status}`);
    const { interfaces } = (await response.json()) as ReleaseDocument;
    return interfaces.map(({ object, slug, version }) => ({
      schema: absolute(`${form.dataset.objects}${object}.json`),
      href: `${form.dataset.interfaces}${slug}/v${version}/`,
    }));
  }
}

function absolute(address: string): string {
  return new URL(address, location.href).href;
}
