import { writeAssigned } from './assignment.ts';
import { writeCode } from './code.ts';
import { CALL, type Item, writeList } from './lists.ts';
import { parseSignature, parseType } from './parser.ts';
import { isMultiline, lastWidth, MAX_WIDTH, Room, TAB } from './room.ts';
import type { Code, Parameter } from './syntax.ts';

const ATTRIBUTE_WIDTH = 70;

/** `#[name(a, b)]` */
export function writeAttribute(name: string, list: string, room: Room): string | undefined {
  const texts = list.split(', ');
  if (name !== 'derive') {
    const inner = room.after('#['.length)?.less(1);
    const brackets = { ...CALL, width: ATTRIBUTE_WIDTH, comma: 'never' } as const;
    const text = inner && writeList(name, texts.map(textItem), inner, brackets);
    return text && `#[${text}]`;
  }
  const below = room.indented();
  const line = list.length <= below.width;
  if (line && list.length + 1 <= room.width - '#[derive()]()]'.length) return `#[derive(${list})]`;
  return `#[derive(${below.newline}${line ? list : texts.join(`,${below.newline}`)},${room.newline})]`;
}

function textItem(text: string): Item {
  return { write: () => text, hugs: 'no', isCall: false, isSimple: true };
}

/**
 * The head of a function, without its brace or semicolon.
 * @param end what follows: a body, the end of a required method, or its `where`
 */
export function writeSignature(text: string, end: 'body' | 'semicolon' | 'where', room: Room): string | undefined {
  const signature = parseSignature(text);
  if (signature === undefined) return undefined;
  const { head, parameters, result } = signature;
  const back = result === undefined ? '' : writeResult(result, room);
  if (back === undefined) return undefined;

  const below = Room.line(room.block + TAB).less(1) as Room;
  const texts = parameters.map((parameter) => writeParameter(parameter, below) ?? parameter.text);
  const overhead = (back === '' ? 2 : 3) + (end === 'body' ? 2 : 1);
  const budget = isMultiline(back) ? 0 : MAX_WIDTH - room.block - head.length - back.length - overhead;
  const line = texts.join(', ');
  if (budget <= 0 || line.length > budget || isMultiline(line)) {
    const open = `${head}(${texts.map((each) => `${below.newline}${each},`).join('')}${room.newline})`;
    if (result === undefined || !isMultiline(back)) return back === '' ? open : `${open} ${back}`;
    // The indentation is counted twice.
    const behind = room.after(lastWidth(open) + 1) ?? room;
    const again = writeResult(result, behind);
    return again && `${open} ${again}`;
  }
  const whole = `${head}(${line})`;
  if (result === undefined) return whole;
  const width = room.block + whole.length + 1 + back.length + (end === 'where' ? 0 : 2);
  if (width <= MAX_WIDTH) return `${whole} ${back}`;
  const next = Room.line(room.block + TAB);
  const again = writeResult(result, next);
  return again && whole + next.newline + again;
}

/** The type does not know in which column it begins. */
function writeParameter({ name, type }: Parameter, room: Room): string | undefined {
  const head = `${name}: `;
  const inner = room.less(head.length);
  const text = inner && type && writeCode(type, inner);
  return text && head + text;
}

function writeResult(type: Code, room: Room): string | undefined {
  const alignment = room.alignment + '-> '.length;
  const inner = room.less('-> '.length)?.with({ alignment, offset: alignment });
  const text = inner && writeCode(type, inner);
  return text && `-> ${text}`;
}

/** The brace that opens the body of a function goes below what reaches the end of the line. */
export function braceBehind(signature: string, room: Room): string {
  return lastWidth(signature) + ' {'.length > room.width ? `${room.newline}{` : ' {';
}

/** `impl Trait for Type`, with the brace. */
export function writeImpl(generics: string, trait: string, type: string, room: Room): string | undefined {
  const head = `impl${generics}`;
  const [traitCode, typeCode] = [parseType(trait), parseType(type)];
  if (traitCode === undefined || typeCode === undefined) return undefined;
  const beside = writeCode(traitCode, Room.line(room.block, head.length + 1));
  const below = Room.line(room.block + TAB);
  const isBeside = beside !== undefined && !isMultiline(beside);
  const traitText = isBeside ? ` ${beside}` : writeCode(traitCode, below);
  if (traitText === undefined) return undefined;
  const start = head + (isBeside ? traitText : below.newline + traitText);
  const width = MAX_WIDTH - lastWidth(start) - ' for '.length - ' {'.length;
  const same = writeCode(typeCode, new Room(room.block, 0, 0, Math.max(0, width)));
  if (same !== undefined && !isMultiline(same)) {
    return `${start} for ${same}${isMultiline(start) ? `${room.newline}{` : ' {'}`;
  }
  const behind = new Room(below.block, 0, 0, below.width - 'for '.length);
  const text = writeCode(typeCode, behind);
  return text && `${start}${below.newline}for ${text}${room.newline}{`;
}

/** `pub trait Name: Bound`, with the brace. */
export function writeTrait(name: string, bound: string, room: Room): string {
  const start = name.length - name.lastIndexOf(' ') - 1;
  const width = room.width - (name.length - start) - `${name}: `.length;
  // The keywords are counted twice.
  if (bound.length > width) return `${name}:${room.newline}    ${bound}${room.newline}{`;
  return `${name}: ${bound}${lastWidth(name) + bound.length + 4 > room.width ? `${room.newline}{` : ' {'}`;
}

/** `name: Type` of a struct. */
export function writeField(name: string, type: string, room: Room): string | undefined {
  const code = parseType(type);
  if (code === undefined) return undefined;
  const head = `${name}:`;
  const beside = room.after(head.length + 1);
  const same = beside && writeCode(code, beside);
  if (same !== undefined && !isMultiline(same)) return `${head} ${same}`;
  return writeAssigned(head, (inner) => writeCode(code, inner), room);
}

/** `Name(before Type)`, where an attribute or `pub` stands before. */
export function writeTuple(name: string, before: string, type: string, room: Room): string | undefined {
  const code = parseType(type);
  if (code === undefined) return undefined;
  const write = (inner: Room) => {
    const beside = inner.after(before.length + 1);
    const same = beside && writeCode(code, beside);
    if (same !== undefined && !isMultiline(same)) return `${before} ${same}`;
    const next = writeAssigned('', (behind) => writeCode(code, behind), inner);
    return next && before + inner.newline + next.trimStart();
  };
  return writeList(name, [{ write, hugs: 'no', isCall: false, isSimple: false }], room, CALL);
}

/** `Type: Bound` of a `where`. */
export function writeBound(type: string, bound: string, room: Room): string | undefined {
  const [typeCode, boundCode] = [parseType(type), parseType(bound)];
  const head = typeCode && writeCode(typeCode, room);
  if (head === undefined || boundCode === undefined) return undefined;
  return writeAssigned(`${head}:`, (inner) => writeCode(boundCode, inner), room);
}
