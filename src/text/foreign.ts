/*
 * Text that others wrote (names, paths, documentation, words of git), as each medium can hold it. Nothing else of this program
 * prints such text: a name may hold a line break, an escape code or the syntax of whatever reads the output.
 */

/**
 * Characters that cannot be seen: controls (C0, DEL, C1), format characters such as bidirectional overrides and tags, line and
 * paragraph separators, lone surrogates and noncharacters. The two joiners stay: scripts and emoji are written with them.
 */
const INVISIBLE = /[^\P{C}\p{Co}\p{Cn}\u200c\u200d]|[\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]/u;
const EACH_INVISIBLE = new RegExp(INVISIBLE, 'gu');

/**
 * `##[error]…`, `##vso[…]`, `##teamcity[…]`: continuous integration services obey these anywhere in a line of a log.
 * (https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs)
 */
const LOG_COMMAND = /#(?=#\w*\[)/g;

/** Whether a character would not be seen, or would move what follows it. */
export function isInvisible(character: string): boolean {
  return INVISIBLE.test(character);
}

/** Foreign text as part of a line in a terminal or a CI log: what cannot be seen is written as an escape, line breaks too. */
export function terminalText(text: string): string {
  return text.replace(EACH_INVISIBLE, escapeOf).replace(LOG_COMMAND, '\\u{23}');
}

/** A value as a JSON document. What could drive a terminal or a CI log stands as an escape, so the value is the same. */
export function jsonText(value: unknown, indent = 2): string {
  return inertJson(JSON.stringify(value, undefined, indent));
}

/** The same for a text that is a JSON document already. */
export function inertJson(json: string): string {
  return json
    .replace(EACH_INVISIBLE, (character) => (character === '\n' ? '\n' : utf16Escapes(character)))
    .replace(LOG_COMMAND, '\\u0023');
}

/** Foreign text in XML, as content or in a double-quoted attribute. Characters that XML cannot hold at all become U+FFFD. */
export function xmlText(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replace(EACH_INVISIBLE, (character) => (character === '\n' ? '\n' : `&#${character.codePointAt(0)};`))
    .replace(LOG_COMMAND, '&#35;');
}

/** Attributes of an XML element, each with a blank before it. */
export function xmlAttributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${xmlText(String(value)).replaceAll('\n', '&#10;')}"`)
    .join('');
}

/**
 * Foreign text with names in backquotes, in Markdown as GitHub renders it: it cannot become markup, a link, a mention, a
 * reference to an issue, or another cell of a table.
 */
export function markdownText(text: string): string {
  const parts = text.split('`');
  // With a backquote that has no partner nothing is a name.
  if (parts.length % 2 === 0) return markdownWords(text);
  return parts.map((part, index) => (index % 2 === 1 ? markdownCode(part) : markdownWords(part))).join('');
}

/** Foreign text as code in Markdown. As HTML, because in a code span of Markdown a `|` still ends the cell. It can be copied as it is. */
export function markdownCode(text: string): string {
  return `<code>${markdownEntities(text)}</code>`;
}

/**
 * Entities stop links (`www.`, `https:`) and markup. Mentions and references are found after entities were resolved: a space
 * of no width parts them.
 */
function markdownWords(text: string): string {
  return markdownEntities(text)
    .replace(/&#64;/g, '$&&#8203;')
    .replace(/&#35;(?=\d)|\bGH-(?=\d)/gi, '$&&#8203;');
}

function markdownEntities(text: string): string {
  return text
    .replace(/[\r\n]+/g, ' ')
    .replace(EACH_INVISIBLE, escapeOf)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replace(/[\\`*~#[\]|@$]|:(?=\S)|\b_|_\b|(?<=\bwww)\./gi, (sign) => `&#${sign.charCodeAt(0)};`);
}

/**
 * A workflow command of GitHub Actions, which becomes an annotation: `::error file=…,line=…::text`. Ends without a line break.
 * Lines of the text stay lines.
 */
export function workflowCommand(
  command: 'error' | 'warning' | 'notice',
  properties: Readonly<Record<string, string | number>>,
  text: string,
): string {
  const written = Object.entries(properties).map(([name, value]) => `${name}=${workflowProperty(String(value))}`);
  return `::${command}${written.length > 0 ? ` ${written.join(',')}` : ''}::${workflowData(text)}`;
}

function workflowData(text: string): string {
  return text.split('\n').map(terminalText).join('\n').replaceAll('%', '%25').replaceAll('\n', '%0A');
}

/** Line breaks are written as GitHub reads them, since a file is found by its exact name. */
function workflowProperty(text: string): string {
  return text
    .replaceAll('%', '%25')
    .replaceAll('\r', '%0D')
    .replaceAll('\n', '%0A')
    .replaceAll(':', '%3A')
    .replaceAll(',', '%2C')
    .replace(EACH_INVISIBLE, escapeOf)
    .replace(LOG_COMMAND, '\\u{23}');
}

const SHORT_ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function escapeOf(character: string): string {
  return SHORT_ESCAPES[character] ?? `\\u{${character.codePointAt(0)?.toString(16)}}`;
}

function utf16Escapes(character: string): string {
  return Array.from({ length: character.length }, (_, index) => {
    return `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`;
  }).join('');
}
