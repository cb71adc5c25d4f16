import type { Token } from 'markdown-it';
import MarkdownIt from 'markdown-it';
import { escapeHtml } from './changes/html.ts';
import { highlightBlock, languageOf } from './highlight.ts';

/** How a page wants its Markdown. */
export interface MarkdownOptions {
  /** Where a link leads, or undefined to leave its text without a link. Only called with an address that {@link isSafeAddress}. */
  resolveLink?(address: string): string | undefined;
  /** Added to the level of every heading; levels end at 6. */
  headingShift?: number;
  /** Called with each heading, which then gets the id that it returns. Documentation of a tree gets none: ids could collide. */
  headingId?(text: string, level: number): string;
  /** SVG of a picture with such an address. Only for our own pages: it is put into the page as it is. */
  picture?(address: string): string | undefined;
  /** Terms in lower case and where they are explained. The first use of each becomes a link. */
  terms?: ReadonlyMap<string, string>;
  /** Longer text is cut, in UTF-16 units: no page can be flooded by one comment. */
  maxLength?: number;
}

const MAX_LENGTH = 32_000;

/** True of http(s), mailto and relative addresses: nothing that a browser would run, and no other site by `//`. */
export function isSafeAddress(address: string): boolean {
  // Browsers drop control characters and blanks before they look for a scheme: so do we.
  const shown = [...address]
    .filter((c) => c > ' ' && c !== '\u007f')
    .join('')
    .toLowerCase();
  if (/^(?:https?:|mailto:)/.test(shown)) return true;
  return !/^[^/?#]*:/.test(shown) && !/^[\\/]{2}/.test(shown);
}

/**
 * Markdown as HTML that is safe whatever the text: HTML in it is shown as text, links are checked, an image becomes a link to it
 * (a page never asks another site for anything).
 */
export function renderMarkdown(text: string, options: MarkdownOptions = {}): string {
  const { maxLength = MAX_LENGTH } = options;
  const html = renderer(options).render(text.slice(0, maxLength));
  return text.length > maxLength ? `${html}<p><em>The rest of this text is in the source.</em></p>` : html;
}

/** One line of Markdown: no paragraph around it, no block in it. */
export function renderInlineMarkdown(text: string, options: MarkdownOptions = {}): string {
  return renderer(options).renderInline(text.slice(0, MAX_LENGTH));
}

function renderer({
  resolveLink = externalOnly,
  headingShift = 0,
  headingId,
  picture,
  terms = new Map(),
}: MarkdownOptions): InstanceType<typeof MarkdownIt> {
  const markdown = new MarkdownIt({ html: false, linkify: false });
  markdown.validateLink = isSafeAddress;
  const { rules } = markdown.renderer;
  rules.image = (tokens, index) => {
    const token = tokens[index];
    const svg = picture?.(String(token?.attrGet('src') ?? ''));
    if (svg !== undefined) {
      return `<span class="picture" role="img" aria-label="${escapeHtml(token?.content ?? '')}">${svg}</span>`;
    }
    const address = resolveLink(String(token?.attrGet('src') ?? ''));
    const label = escapeHtml(token?.content || 'image');
    return address === undefined ? label : `<a href="${escapeHtml(address)}">${label}</a>`;
  };
  rules.fence = (tokens, index) => {
    const [word = '', ...rest] = (tokens[index]?.info ?? '').trim().split(/\s+/);
    const path = rest.join(' ');
    const block = highlightBlock(tokens[index]?.content ?? '', languageOf(word));
    return path === '' ? block : `<figure class="file"><figcaption>${escapeHtml(path)}</figcaption>${block}</figure>`;
  };
  rules.code_block = (tokens, index) => highlightBlock(tokens[index]?.content ?? '', 'text');
  rules.table_open = () => '<div class="scroll" tabindex="0"><table>';
  rules.table_close = () => '</table></div>';
  markdown.core.ruler.push('site', (state) => {
    const unused = new Map(terms);
    let isHeading = false;
    for (const [index, token] of state.tokens.entries()) {
      if (token.type === 'heading_open' || token.type === 'heading_close') isHeading = token.type === 'heading_open';
      if (token.type === 'heading_open' || token.type === 'heading_close') {
        const level = Math.min(6, Number(token.tag.slice(1)) + headingShift);
        token.tag = `h${level}`;
        if (token.type === 'heading_open' && headingId) {
          token.attrSet('id', headingId(state.tokens[index + 1]?.content ?? '', level));
        }
      }
      if (token.type === 'inline') {
        unbracket(token.children ?? []);
        unlink(token.children ?? []);
        if (!isHeading && unused.size > 0) token.children = linkTerms(token.children ?? [], unused, state.Token);
      }
    }
  });
  return markdown;

  function unlink(tokens: Token[]): void {
    let dropped = 0;
    for (const token of tokens) {
      if (token.type === 'link_open') {
        const address = resolveLink(String(token.attrGet('href') ?? ''));
        if (address !== undefined) token.attrSet('href', address);
        else {
          token.hidden = true;
          token.tag = '';
          token.type = 'text';
          dropped++;
        }
      } else if (token.type === 'link_close' && dropped > 0) {
        token.type = 'text';
        dropped--;
      }
    }
  }
}

/** Rust documentation links an item by writing `[\`Item\`]`. Where it leads is not known here: only the item's name is shown. */
function unbracket(tokens: Token[]): void {
  for (const [index, token] of tokens.entries()) {
    const [before, after] = [tokens[index - 1], tokens[index + 1]];
    if (token.type !== 'code_inline' || before?.type !== 'text' || after?.type !== 'text') continue;
    if (!before.content.endsWith('[') || !after.content.startsWith(']')) continue;
    before.content = before.content.slice(0, -1);
    after.content = after.content.slice(1);
  }
}

type NewToken = typeof Token;

/** Links the first use of each term and takes it from `unused`. Text that is in a link already is left alone. */
function linkTerms(tokens: readonly Token[], unused: Map<string, string>, New: NewToken): Token[] {
  let depth = 0;
  return tokens.flatMap((token) => {
    if (token.type === 'link_open') depth++;
    if (token.type === 'link_close') depth--;
    return token.type === 'text' && depth === 0 ? linkTermsOfText(token.content, unused, New) : [token];
  });
}

function linkTermsOfText(content: string, unused: Map<string, string>, New: NewToken): Token[] {
  const text = (part: string) => Object.assign(new New('text', '', 0), { content: part });
  const found = firstTerm(content, [...unused.keys()]);
  const address = found && unused.get(found.term);
  if (found === undefined || address === undefined) return [text(content)];
  unused.delete(found.term);
  const open = new New('link_open', 'a', 1);
  open.attrSet('href', address);
  open.attrSet('class', 'term');
  const end = found.start + found.use.length;
  return [
    text(content.slice(0, found.start)),
    open,
    text(found.use),
    new New('link_close', 'a', -1),
    ...linkTermsOfText(content.slice(end), unused, New),
  ];
}

/** The first term in a text, the longest of those that begin there; its plural is a use too. */
function firstTerm(text: string, terms: readonly string[]): { term: string; use: string; start: number } | undefined {
  const alternatives = [...terms].sort((a, b) => b.length - a.length).map((term) => term.replaceAll(' ', '\\s+'));
  const match = alternatives.length === 0 ? null : new RegExp(`\\b(${alternatives.join('|')})s?\\b`, 'i').exec(text);
  const [use, singular] = match ?? [];
  if (match === null || use === undefined || singular === undefined) return undefined;
  return { term: singular.toLowerCase().replace(/\s+/g, ' '), use, start: match.index };
}

function externalOnly(address: string): string | undefined {
  return /^\s*(?:https?|mailto):/i.test(address) ? address : undefined;
}
