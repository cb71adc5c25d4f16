import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** A sentence that people read, and where it stands. */
export interface Sentence {
  readonly text: string;
  /** `path:line`. */
  readonly place: string;
}

/** The sentences of Markdown files, without code, tables and front matter. */
export function markdownSentences(path: string): Sentence[] {
  const lines = readFileSync(path, 'utf8').split('\n');
  const sentences: Sentence[] = [];
  let paragraph: string[] = [];
  let start = 0;
  let fence: string | undefined;
  const flush = () => {
    sentences.push(...sentencesOf(paragraph.join(' '), `${path}:${start + 1}`));
    paragraph = [];
  };
  for (const [index, line] of lines.entries()) {
    const mark = /^\s*(```+|---$)/.exec(line)?.[1];
    if (fence === undefined && mark !== undefined && (mark !== '---' || index === 0)) {
      flush();
      fence = mark;
      continue;
    }
    if (fence !== undefined) {
      if (mark !== undefined) fence = undefined;
      continue;
    }
    const item = /^\s*(?:[-*]|\d+\.)\s+(.*)$/.exec(line);
    if (item || line.trim() === '' || line.startsWith('|') || line.startsWith('#')) flush();
    if (line.trim() === '' || line.startsWith('|')) continue;
    if (paragraph.length === 0) start = index;
    paragraph.push((item?.[1] ?? line).replace(/^#+ /, '').trim());
    if (line.startsWith('#')) flush();
  }
  flush();
  return sentences;
}

/** The sentences in strings and templates of a TypeScript file: help texts, messages, notes. What a template inserts is one word. */
export function codeSentences(path: string): Sentence[] {
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest);
  const sentences: Sentence[] = [];
  const visit = (node: ts.Node): void => {
    const text = textOf(node);
    if (text !== undefined && /[a-z] [a-z`]/.test(text)) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
      sentences.push(...sentencesOf(text, `${path}:${line + 1}`));
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return sentences;
}

/** The sentences of an Astro page or component: its text, and the values of its attributes. What an expression inserts is one word. */
export function pageSentences(path: string): Sentence[] {
  const lineOf = (source: string, at: number) => source.slice(0, at).split('\n').length;
  const source = readFileSync(path, 'utf8').replaceAll(/^---\n.*?\n---$|<(style|script)\b.*?<\/\1>/gms, blankLines);
  const text = source
    .replaceAll(/<\/?(?:a|b|code|em|strong|span|kbd|abbr)\b[^<>]*>/g, '')
    .replaceAll(/\{[^{}]*\}/g, 'X');
  return [...text.matchAll(/>([^<>{}]+)</g), ...source.matchAll(/="([^"]+ [^"]+)"/g)].flatMap((match) => {
    const words = (match[1] as string).replaceAll(/\s+/g, ' ');
    if (!/[a-z] [a-z`]/.test(words) || /=>|===|&&/.test(words)) return [];
    return sentencesOf(words, `${path}:${lineOf(match.input, match.index)}`);
  });
}

function blankLines(text: string): string {
  return text.replaceAll(/[^\n]/g, '');
}

function textOf(node: ts.Node): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isTemplateExpression(node))
    return node.head.text + node.templateSpans.map(({ literal }) => `X${literal.text}`).join('');
  return undefined;
}

function sentencesOf(text: string, place: string): Sentence[] {
  return text
    .replace(/`[^`]*`/g, 'CODE')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .split(/(?<=[.!?:;])\s+|\n+/)
    .map((sentence) => ({ text: sentence.trim(), place }))
    .filter(({ text }) => /[a-z]/.test(text));
}

/** Number of words of a sentence. */
export function wordsOf(text: string): number {
  return text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}

/** Files below a folder whose name ends so, sorted. */
export function filesBelow(folder: string, ending: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith(ending))
    .map((path) => join(folder, path))
    .sort();
}
