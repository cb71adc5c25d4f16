import { createHighlighterCore, type ThemeRegistration } from 'shiki/core';
import { createJavaScriptRegexEngine } from 'shiki/engine/javascript';
import bash from 'shiki/langs/bash.mjs';
import json from 'shiki/langs/json.mjs';
import rust from 'shiki/langs/rust.mjs';
import toml from 'shiki/langs/toml.mjs';
import typescript from 'shiki/langs/typescript.mjs';
import { escapeHtml } from './changes/html.ts';
import { idolGrammar } from './idol-grammar.ts';
import { kept } from './kept.ts';

export type Language = 'idol' | 'rust' | 'toml' | 'json' | 'bash' | 'typescript' | 'text';

const LANGUAGES: Readonly<Record<string, Language>> = {
  idol: 'idol',
  ron: 'idol',
  rust: 'rust',
  rs: 'rust',
  toml: 'toml',
  json: 'json',
  sh: 'bash',
  bash: 'bash',
  console: 'bash',
  shell: 'bash',
  ts: 'typescript',
  typescript: 'typescript',
};

/**
 * Longer texts, and longer lines, are shown without colours, in UTF-16 units: nobody reads them, and grammars take more than linear
 * time for a line. A limit of time would make other pages on a busy machine. `bench/highlight` measures the worst lines.
 */
export const LIMITS: Readonly<Record<Exclude<Language, 'text'>, { readonly text: number; readonly line: number }>> = {
  idol: { text: 200_000, line: 1_000 },
  rust: { text: 200_000, line: 1_000 },
  toml: { text: 200_000, line: 1_000 },
  json: { text: 200_000, line: 1_000 },
  typescript: { text: 200_000, line: 200 },
  bash: { text: 20_000, line: 200 },
};

/**
 * Roles of a token. The theme gives each role a made-up colour; the page gets the role's class, and the style sheet has the
 * real colours of both themes, so that a token costs a few bytes and prints in black.
 */
const ROLES: readonly { className: string; colour: string; scopes: string[] }[] = [
  { className: 'tc', colour: '#000001', scopes: ['comment', 'punctuation.definition.comment'] },
  { className: 'ts', colour: '#000002', scopes: ['string', 'punctuation.definition.string', 'constant.character'] },
  { className: 'tn', colour: '#000003', scopes: ['constant.numeric', 'constant.language'] },
  {
    className: 'tk',
    colour: '#000004',
    scopes: [
      'keyword',
      'storage',
      'keyword.other.field',
      'support.type.property-name',
      'entity.name.tag',
      'meta.attribute',
    ],
  },
  {
    className: 'tt',
    colour: '#000005',
    scopes: ['entity.name.type', 'support.type', 'support.class', 'entity.name.class'],
  },
  { className: 'tf', colour: '#000006', scopes: ['entity.name.function', 'support.function'] },
  { className: 'tp', colour: '#000007', scopes: ['punctuation', 'keyword.operator', 'meta.brace'] },
];

const theme: ThemeRegistration = {
  name: 'roles',
  type: 'light',
  fg: '#000000',
  bg: '#ffffff',
  settings: ROLES.map(({ colour, scopes }) => ({ scope: scopes, settings: { foreground: colour } })),
};

const classOf = new Map(ROLES.map(({ colour, className }) => [colour, className]));

const highlighter = await createHighlighterCore({
  themes: [theme],
  langs: [idolGrammar, rust, toml, json, bash, typescript],
  engine: createJavaScriptRegexEngine(),
});

/** The language of a code fence's first word, `text` when it is none of ours. */
export function languageOf(word: string): Language {
  return LANGUAGES[word.toLowerCase()] ?? 'text';
}

/** A text as HTML lines: escaped, with a `<span class="t…">` per coloured token. */
export function highlightLines(text: string, language: Language): string[] {
  const lines = text.split(/\r\n|\r|\n/);
  if (language === 'text' || text.length > LIMITS[language].text) return lines.map(escapeHtml);
  return kept(HIGHLIGHTED, `${language}\n${text}`, () => coloured(lines, language));
}

const HIGHLIGHTED = { name: 'highlighted', module: 'src/site/highlight.ts' };

function coloured(lines: readonly string[], language: Exclude<Language, 'text'>): string[] {
  const { tokens } = highlighter.codeToTokens(lines.join('\n'), {
    lang: language,
    theme: 'roles',
    // Unless told otherwise, Shiki leaves a line when it took half a second: a busy machine would make other pages.
    tokenizeTimeLimit: 0,
    tokenizeMaxLineLength: LIMITS[language].line,
  });
  return tokens.map((line) => {
    let html = '';
    for (const { content, color } of line) {
      const className = classOf.get(color?.toLowerCase() ?? '');
      const escaped = escapeHtml(content);
      html +=
        className === undefined || content.trim() === '' ? escaped : `<span class="${className}">${escaped}</span>`;
    }
    return html;
  });
}

/** A block of code as HTML. It takes the focus, so that somebody without a mouse can scroll it. */
export function highlightBlock(text: string, language: Language): string {
  return `<pre class="code" tabindex="0"><code>${highlightLines(text.replace(/\n+$/, ''), language).join('\n')}</code></pre>`;
}
