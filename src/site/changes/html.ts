/** Text that is HTML already. Only {@link html} makes it, so that nothing reaches a page without being escaped. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Part = string | number | Html | readonly Html[] | false | undefined;

/** A template whose holes are escaped, unless they hold HTML; `false` and `undefined` leave nothing. Its own line breaks are dropped. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Html {
  const filled = strings.map(
    (text, index) => (index === 0 ? '' : textOf(parts[index - 1])) + text.replace(/\n\s*/g, ''),
  );
  return new Html(filled.join(''));
}

function textOf(part: Part): string {
  if (part === undefined || part === false) return '';
  if (part instanceof Html) return part.text;
  if (typeof part === 'object') return part.map(({ text }) => text).join('');
  return escapeHtml(String(part));
}

export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** Text in which backticks mark code and `->` is an arrow, as findings have it. */
export function withCode(text: string): Html {
  const parts = text
    .split(/`([^`]+)`/)
    .map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : html`${part.replaceAll(' -> ', ' → ')}`));
  return html`${parts}`;
}
