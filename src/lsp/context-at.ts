/** A bracket that is open at a place of a text. */
export interface Frame {
  readonly bracket: '(' | '{' | '[';
  /** The word in front of it: `Result` in `Result(`. */
  readonly name?: string;
  /** The field or key whose value the place is in. */
  readonly label?: string;
  /** Fields and keys that come before the place. */
  readonly before: readonly string[];
}

/** What surrounds a place of an interface file. The text behind the place, and whether the text has errors, do not matter. */
export interface ContextAt {
  /** Outermost first. */
  readonly frames: readonly Frame[];
  /** True behind `field:` or `"key":`, where a value is written. */
  readonly isValue: boolean;
  /** Offset behind the quote of the string that the place is in. */
  readonly stringStart?: number;
  /** Offset of the word that ends at the place; the place itself where there is none. */
  readonly wordStart: number;
}

/** White space, comments, strings (raw ones too), characters, words, then any other sign. */
const TOKEN =
  /\s+|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|b?r(#*)"[\s\S]*?(?:"\1|$)|"(?:[^"\\]|\\[\s\S])*(?:"|$)|'(?:[^'\\\n]|\\[^\n]+?)'|[A-Za-z_][A-Za-z0-9_]*|[\s\S]/gy;

/** Undefined in a comment, where nothing of the format is written. */
export function contextAt(text: string, offset: number): ContextAt | undefined {
  const frames: { bracket: Frame['bracket']; name?: string; label?: string; before: string[] }[] = [];
  let word: { text: string; isKey: boolean } | undefined;
  let wordStart = offset;
  const top = () => frames.at(-1);
  TOKEN.lastIndex = 0;
  for (let token = TOKEN.exec(text); token && token.index < offset; token = TOKEN.exec(text)) {
    const [part] = token;
    const end = token.index + part.length;
    wordStart = offset;
    if (/^\s/.test(part)) continue;
    if (/^\/[/*]/.test(part)) {
      const isOpen = part.startsWith('//') ? end >= offset : end > offset || !part.endsWith('*/');
      if (isOpen) return undefined;
      continue;
    }
    if (part.startsWith('"')) {
      const isClosed = part.length > 1 && part.endsWith('"') && end <= offset;
      if (!isClosed) return { frames, isValue: isValueIn(top()), stringStart: token.index + 1, wordStart };
      word = { text: part.slice(1, -1), isKey: true };
      continue;
    }
    if (/^[A-Za-z_]\w*$/.test(part)) {
      if (end >= offset) wordStart = token.index;
      word = { text: part, isKey: false };
      continue;
    }
    const frame = top();
    if (part === '(' || part === '{' || part === '[') {
      frames.push({ bracket: part, ...(word && !word.isKey && { name: word.text }), before: [] });
    } else if (part === ')' || part === '}' || part === ']') frames.pop();
    else if (part === ':' && frame && word) {
      frame.label = word.text;
      frame.before.push(word.text);
    } else if (part === ',' && frame) delete frame.label;
    word = undefined;
  }
  return { frames, isValue: isValueIn(top()), wordStart };
}

/** In `Simple(…)` and at the top a value stands without a label. */
function isValueIn(frame: Frame | undefined): boolean {
  return frame === undefined || frame.label !== undefined || frame.bracket === '[';
}
