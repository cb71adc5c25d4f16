import type { Span } from '../text/index.ts';

const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

/**
 * Where a well-formed JSON text has what is at a path of keys and indices: the value, or the whole `"key": value` start when
 * `mark` is 'key'. What is not there is looked for one step further out. `JSON.parse` keeps no places; this is for diagnostics.
 */
export function jsonSpan(text: string, path: readonly PropertyKey[], mark: 'key' | 'value' = 'value'): Span {
  type Frame = { isList: boolean; key: PropertyKey; keySpan?: Span };
  const frames: Frame[] = [];
  const wanted = path.map(String);
  let best = { depth: -1, span: { start: 0, end: 0 } };
  let expectsKey = false;

  for (const token of text.matchAll(TOKEN)) {
    const [word] = token;
    const span = { start: token.index, end: token.index + word.length };
    const frame = frames.at(-1);
    if (word === '}' || word === ']') {
      frames.pop();
      expectsKey = false;
    } else if (word === ',') {
      if (frame?.isList) frame.key = Number(frame.key) + 1;
      expectsKey = frame?.isList === false;
    } else if (word === ':') {
      expectsKey = false;
    } else if (expectsKey && frame) {
      frame.key = JSON.parse(word);
      frame.keySpan = span;
    } else {
      const depth = frames.length;
      const isOnPath = depth <= wanted.length && frames.every(({ key }, index) => String(key) === wanted[index]);
      if (isOnPath && depth > best.depth) best = { depth, span: (mark === 'key' && frame?.keySpan) || span };
      if (word === '{' || word === '[') frames.push({ isList: word === '[', key: word === '[' ? 0 : '' });
      expectsKey = word === '{';
    }
  }
  return best.span;
}

/** Where `JSON.parse` stopped, from the words of its error; the end of the text when they name no place. */
export function jsonErrorOffset(text: string, message: string): number {
  const [, position] = /at position (\d+)/.exec(message) ?? [];
  return Math.min(position === undefined ? text.trimEnd().length : Number(position), text.length);
}
