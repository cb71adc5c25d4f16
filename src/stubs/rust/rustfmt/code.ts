import { writeChain } from './chain.ts';
import { ANGLE, CALL, type Item, SQUARE, writeList } from './lists.ts';
import { firstWidth, isMultiline, lastWidth, MAX_WIDTH, Room, TAB } from './room.ts';
import type { Code, Link, Path, Segment, StructField } from './syntax.ts';

/** Fields of a struct literal up to this width share a line. */
const STRUCT_WIDTH = 18;

/** A type or an expression in its room, as lines after the first are indented. Undefined when it does not fit, however it is broken. */
export function writeCode(code: Code, room: Room): string | undefined {
  if (code.kind === 'text') return room.holds(code.text) ? code.text : undefined;
  let known = written.get(code);
  if (known === undefined) {
    known = new Map();
    written.set(code, known);
  }
  const { key } = room;
  if (!known.has(key)) known.set(key, write(code, room));
  return known.get(key);
}

/** What code is in a room: every list tries its items in several, and so do the lists in them. */
const written = new WeakMap<Code, Map<number, string | undefined>>();

function write(code: Exclude<Code, { kind: 'text' }>, room: Room): string | undefined {
  switch (code.kind) {
    case 'path':
      return writePath(code, room);
    case 'call':
      return writeCall(writeCode(code.callee, room), code.args, room);
    case 'macro':
      return writeList(code.name, code.args.map(valueItem), room, { ...CALL, comma: 'never' });
    case 'chain':
      return writeChain(code, room, (inner) => writeCode(code.root, inner), writeLink);
    case 'tuple': {
      const comma = code.items.length === 1 ? 'always' : 'broken';
      return writeList('', code.items.map(code.isValue ? valueItem : typeItem), room, { ...CALL, comma });
    }
    case 'array':
      return writeList('', code.items.map(valueItem), room, SQUARE);
    case 'repeat':
      return writePair(code.value, code.count, ARRAY, room);
    case 'slice': {
      // rustfmt takes more columns than the brackets have.
      const inner = room.less(4)?.with({ alignment: room.alignment + 1, offset: room.alignment + 1 });
      return around('[', inner && writeCode(code.element, inner), ']');
    }
    case 'block':
      return writeBlock(code.inner, code.text, room);
    case 'parenthesised': {
      const inner = room.after(1)?.less(1);
      return around('(', inner && writeCode(code.inner, inner), ')');
    }
    case 'prefix': {
      const inner = room.after(code.operator.length);
      return around(code.operator, inner && writeCode(code.operand, inner));
    }
    case 'reference': {
      const alignment = room.alignment + code.operator.length;
      const inner = room.less(code.operator.length)?.with({ alignment, offset: alignment });
      return around(code.operator, inner && writeCode(code.target, inner));
    }
    case 'cast':
      return writePair(code.operand, code.type, beforeNext('as'), room);
    case 'binary':
      return writeBinary(code.operands, code.operator, room);
    case 'index': {
      const target = writeCode(code.target, room);
      const inner = target === undefined ? undefined : room.after(lastWidth(target) + 1)?.less(1);
      return around(`${target}[`, inner && writeCode(code.index, inner), ']');
    }
    case 'struct':
      return writeStruct(code.path, code.fields, room);
  }
}

/** `callee(args)`, of a function or, with its point, of a method. */
function writeCall(callee: string | undefined, args: readonly Code[], room: Room): string | undefined {
  return callee === undefined ? undefined : writeList(callee, args.map(valueItem), room, CALL);
}

/** `.name(args)?` or, of a field, `.name?` in a chain. */
function writeLink({ name, args, tries }: Link, room: Room): string | undefined {
  const inner = room.less(tries);
  const text = args === undefined ? name : inner && writeCall(name, args, inner);
  return inner === undefined || text === undefined ? undefined : text + '?'.repeat(tries);
}

function around(before: string, text: string | undefined, behind = ''): string | undefined {
  return text === undefined ? undefined : before + text + behind;
}

function valueItem(code: Code, _: number, { length }: readonly Code[]): Item {
  return {
    write: (room) => writeCode(code, room),
    hugs: length > 1 ? 'no' : isDelimited(code) ? 'always' : 'behind short heads',
    isCall: isCall(code),
    isSimple: isSimple(code),
  };
}

function typeItem(code: Code, _: number, { length }: readonly Code[]): Item {
  const hugs = length === 1 && isTupleType(code) ? 'always' : 'no';
  return { write: (room) => writeCode(code, room), hugs, isCall: false, isSimple: false };
}

function isTupleType(code: Code): boolean {
  if (code.kind === 'reference') return isTupleType(code.target);
  return code.kind === 'prefix' ? isTupleType(code.operand) : code.kind === 'tuple';
}

/** Whether the expression ends with a bracketed list of its own. */
function isDelimited(code: Code): boolean {
  switch (code.kind) {
    case 'call':
    case 'macro':
    case 'array':
    case 'struct':
    case 'tuple':
      return true;
    case 'prefix':
    case 'cast':
      return isDelimited(code.operand);
    case 'chain': {
      const last = code.links.at(-1);
      return last ? last.args !== undefined : isDelimited(code.root);
    }
    default:
      return false;
  }
}

function isCall(code: Code): boolean {
  switch (code.kind) {
    case 'call':
    case 'macro':
      return true;
    case 'prefix':
    case 'cast':
      return isCall(code.operand);
    case 'chain':
      return code.links.length === 0 && isCall(code.root);
    default:
      return false;
  }
}

function isSimple(code: Code): boolean {
  switch (code.kind) {
    case 'text':
      return /^[\w"'.]/.test(code.text);
    case 'path':
      return code.self === undefined && code.segments.length === 1;
    case 'prefix':
    case 'cast':
      return isSimple(code.operand);
    case 'chain':
      return isSimple(code.root) && code.links.every(({ args }) => args === undefined);
    case 'index':
      return isSimple(code.target) && isSimple(code.index);
    case 'repeat':
      return isSimple(code.value) && isSimple(code.count);
    default:
      return false;
  }
}

function writePath({ self, segments, isGlobal, isValue }: Path, room: Room): string | undefined {
  const start = isGlobal ? '::' : '';
  if (self === undefined) return writeSegments(start, segments, isValue, room);
  const type = writeCode(self.type, room);
  const trait = segments.slice(0, self.traitLength);
  const inner = room.less(3);
  const head =
    trait.length === 0 ? around('<', type) : inner && writeSegments(`<${type} as ${start}`, trait, false, inner);
  if (type === undefined || head === undefined) return undefined;
  return writeSegments(`${head}>::`, segments.slice(self.traitLength), isValue, room);
}

/** Segments behind what is written of the path. Lines are aligned to the path's first column. */
function writeSegments(head: string, segments: readonly Segment[], isValue: boolean, room: Room): string | undefined {
  let text = head;
  for (const [index, { name, generics }] of segments.entries()) {
    if (index > 0) text += '::';
    const written = isMultiline(text) ? Math.max(0, lastWidth(text) - room.used) : text.length;
    const inner = room.after(written + name.length);
    if (inner === undefined) return undefined;
    text += name;
    if (generics.length === 0) continue;
    // The colons of a value's arguments are not counted.
    const list = writeList('', generics.map(typeItem), inner.with({ alignment: room.offset + written }), ANGLE);
    if (list === undefined) return undefined;
    text += (isValue ? '::' : '') + list;
  }
  return text;
}

/** Two parts with a separator, which has spaces around it as on one line. */
interface Pair {
  readonly open: string;
  readonly separator: string;
  readonly close: string;
  /** Of two lines, the separator begins the second, or ends the first. */
  readonly isBeforeNext: boolean;
}

const ARRAY: Pair = { open: '[', separator: '; ', close: ']', isBeforeNext: false };

function beforeNext(operator: string): Pair {
  return { open: '', separator: ` ${operator} `, close: '', isBeforeNext: true };
}

/** The first part has the line to its end, whatever room there is. The second goes below it where it does not fit beside. */
function writePair(first: Code, second: Code, pair: Pair, room: Room): string | undefined {
  const { open, separator, close, isBeforeNext } = pair;
  const behind = isBeforeNext ? 0 : open.length + separator.trimEnd().length;
  const left = around(open, writeCode(first, room.with({ width: Math.max(0, MAX_WIDTH - room.used - behind) })));
  if (left === undefined) return undefined;
  const beside = room.after(lastWidth(left) + separator.length)?.less(close.length);
  const right = beside && writeCode(second, beside);
  if (right !== undefined && (!isMultiline(right) || left.length <= TAB)) {
    const width = lastWidth(left) + separator.length + firstWidth(right) + close.length;
    if (width <= room.width) return left + separator + right + close;
  }
  const next = Room.line(room.block + TAB, room.alignment);
  const inner = next.less(room.overhead)?.after(isBeforeNext ? separator.trimStart().length : 0);
  const text = inner && writeCode(second, inner);
  return around(
    left + (isBeforeNext ? next.newline + separator.trimStart() : separator.trimEnd() + next.newline),
    text,
    close,
  );
}

function writeBlock(code: Code, text: string, room: Room): string | undefined {
  const inner = writeCode(code, room);
  const line = `{ ${inner} }`;
  if (inner !== undefined && !isMultiline(inner) && line.length <= room.width) return line;
  const below = Room.line(room.block + TAB, room.alignment);
  return `{${below.newline}${writeCode(code, below) ?? text.slice(2, -2)}${room.newline}}`;
}

/** On one line, or with a line for each operand but those that are no wider than an indentation. */
function writeBinary(operands: readonly Code[], operator: string, room: Room): string | undefined {
  return writeOperands(operands, operator, room) ?? writeLastOperand(operands, operator, room);
}

function writeLastOperand(operands: readonly Code[], operator: string, room: Room): string | undefined {
  const [first, ...others] = operands.slice(0, -1) as [Code, ...Code[]];
  const left: Code = others.length === 0 ? first : { kind: 'binary', operator, operands: [first, ...others] };
  return writePair(left, operands.at(-1) as Code, beforeNext(operator), room);
}

function writeOperands(operands: readonly Code[], operator: string, room: Room): string | undefined {
  const nested = room.indented().less(room.overhead);
  const inner = nested?.after(operator.length + 1);
  const texts = operands.map((operand, index) =>
    index === 0 ? writeCode(operand, room) : inner && writeCode(operand, inner),
  );
  const before = texts.slice(0, -1);
  if (!before.some((text) => text === undefined || isMultiline(text))) {
    const start = before.map((text) => `${text} ${operator} `).join('');
    const last = room.with({ alignment: 0 }).after(start.length);
    const line = around(start, last && writeCode(operands.at(-1) as Code, last));
    const isFine =
      line !== undefined && (!isMultiline(line) || (start.length <= TAB && !line.startsWith('(', start.length)));
    if (isFine && room.holds(line)) return line;
  }
  let [text] = texts;
  if (nested === undefined || text === undefined) return undefined;
  for (const [index, next] of texts.entries()) {
    if (index === 0) continue;
    const column = lastWidth(text) + (isMultiline(text) ? 0 : room.used);
    const beside = column <= nested.used ? room.after(lastWidth(text) + operator.length + 2) : undefined;
    const hugging = beside && writeCode(operands[index] as Code, beside);
    if (hugging === undefined && next === undefined) return undefined;
    text += hugging === undefined ? `${nested.newline}${operator} ${next}` : ` ${operator} ${hugging}`;
  }
  return text;
}

function writeStruct(path: Path, fields: readonly StructField[], room: Room): string | undefined {
  const beside = room.less(' {'.length);
  const head = beside && writePath(path, beside);
  if (head === undefined) return undefined;
  if (fields.length === 0) return `${head} {}`;
  const limit = Math.min(STRUCT_WIDTH, Math.max(0, room.width - head.length - 5));
  const below = room.indented();
  const inner = below.less(1);
  const texts = fields.map((field) => inner && writeStructField(field, inner));
  if (texts.includes(undefined)) return undefined;
  const line = texts.join(', ');
  if (line.length <= limit && !isMultiline(line)) return `${head} { ${line} }`;
  return `${head} {${texts.map((text) => `${below.newline}${text},`).join('')}${room.newline}}`;
}

function writeStructField({ name, value }: StructField, room: Room): string | undefined {
  if (value === undefined) return name;
  const beside = room.after(name.length + 2);
  const text = beside && writeCode(value, beside);
  if (text !== undefined) return `${name}: ${text}`;
  const next = room.indented();
  return around(`${name}:${next.newline}`, writeCode(value, next));
}
