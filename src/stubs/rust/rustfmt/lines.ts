import { writeAssigned } from './assignment.ts';
import { writeCode } from './code.ts';
import {
  braceBehind,
  writeAttribute,
  writeBound,
  writeField,
  writeImpl,
  writeSignature,
  writeTrait,
  writeTuple,
} from './items.ts';
import { parseExpression, parseType } from './parser.ts';
import { isMultiline, MAX_WIDTH, Room, TAB } from './room.ts';

/** No rule breaks a line of up to this width, unless it has a struct literal. */
const SHORT = 60;

/**
 * One logical line of a template as the lines that `rustfmt` makes of it.
 * @param indent in characters, of the line
 */
export function breakLine(indent: number, text: string): readonly string[] {
  const isShort = indent + text.length <= SHORT && !text.includes('{ ');
  if (isShort || text.startsWith('//')) return [' '.repeat(indent) + text];
  const key = `${indent} ${text}`;
  const known = broken.get(key);
  if (known) return known;
  const lines = (' '.repeat(indent) + (write(text, Room.line(indent)) ?? text)).split('\n');
  if (broken.size >= MOST_KEPT) broken.clear();
  broken.set(key, lines);
  return lines;
}

/** Stubs share most of their long lines: the attributes, the derives, the arms of a `match`. */
const broken = new Map<string, readonly string[]>();
const MOST_KEPT = 5000;

function write(text: string, room: Room): string | undefined {
  const attribute = /^#\[(\w+)\((.*)\)\]$/.exec(text);
  if (attribute) return writeAttribute(attribute[1] as string, attribute[2] as string, room);
  const [body, suffix] = splitSuffix(text);
  if (/^(pub )?fn /.test(text)) return writeFunction(body, suffix, room);
  const less = room.less(1);
  if (less === undefined) return undefined;
  const implementation = /^impl(<.*?>)? (.*) for (.*)$/.exec(body);
  if (implementation && suffix === ' {') {
    const [, generics = '', trait, type] = implementation as unknown as [string, string | undefined, string, string];
    return writeImpl(generics, trait, type, room);
  }
  const trait = /^(pub trait \w+): (.*)$/.exec(body);
  if (trait) return writeTrait(trait[1] as string, trait[2] as string, room);
  if (suffix === ' {') {
    // The indentation is not counted.
    const isWide = /^(pub )?(struct|enum) \w+$/.test(body) && text.length > MAX_WIDTH;
    return isWide ? `${body}${room.newline}{` : undefined;
  }

  const assigned = /^((?:pub )?(?:let|const|static) [^=]*=) (.*)$/.exec(body);
  if (assigned) return end(writeVariable(assigned[1] as string, assigned[2] as string, room, less), suffix);
  const arm = /^(.+?) => (.*)$/.exec(body);
  if (arm && suffix === ',') return writeArm(arm[1] as string, arm[2] as string, room);
  const tuple = /^((?:pub struct )?\w+)\((pub|#\[\w+\(\w+\)\]) (.*)\)$/.exec(body);
  if (tuple) return end(writeTuple(tuple[1] as string, tuple[2] as string, tuple[3] as string, less), suffix);
  const field = /^((?:pub )?\w+): (.*)$/.exec(body);
  if (field && suffix === ',') return end(writeField(field[1] as string, field[2] as string, less), suffix);
  const bound = suffix === ';' ? /^(.*[\w>)\]]): (.*)$/.exec(body) : null;
  if (bound) return end(writeBound(bound[1] as string, bound[2] as string, less), suffix);
  return writeStatement(body, suffix, room);
}

function splitSuffix(text: string): [body: string, suffix: string] {
  for (const suffix of [' {}', ' {', ';', ',']) {
    if (text.endsWith(suffix)) return [text.slice(0, -suffix.length), suffix];
  }
  return [text, ''];
}

function end(text: string | undefined, suffix: string): string | undefined {
  return text === undefined ? undefined : text + suffix;
}

function writeFunction(text: string, suffix: string, room: Room): string | undefined {
  const isBody = suffix === ' {' || suffix === ' {}';
  const signature = writeSignature(text, isBody ? 'body' : suffix === ';' ? 'semicolon' : 'where', room);
  // A head that is left as it was loses the space before its brace.
  if (signature === undefined) return text + suffix.trim();
  return signature + (isBody ? braceBehind(signature, room) + suffix.slice(2) : suffix);
}

/** `let`, `const` and `static`, up to the semicolon. */
function writeVariable(head: string, value: string, room: Room, less: Room): string | undefined {
  const code = parseExpression(value);
  if (code === undefined) return undefined;
  const typed = /^([^:]*): (.*) =$/.exec(head);
  const pattern = /^let (.* \{ .* \}) =$/.exec(head);
  let start: string | undefined = head;
  if (typed) start = writeTyped(typed[1] as string, typed[2] as string, room);
  if (pattern) start = writePattern(pattern[1] as string, less);
  return start === undefined ? undefined : writeAssigned(start, (inner) => writeCode(code, inner), less);
}

/** A pattern is laid out as the expression that makes what it takes apart. */
function writePattern(text: string, room: Room): string | undefined {
  const code = parseExpression(text);
  const inner = room.after('let '.length);
  const pattern = code && inner && writeCode(code, inner);
  return pattern && `let ${pattern} =`;
}

function writeTyped(name: string, type: string, room: Room): string | undefined {
  const code = parseType(type);
  if (code === undefined) return undefined;
  const beside = room.after(`${name}: `.length)?.less(' ='.length);
  const same = beside && writeCode(code, beside);
  if (same !== undefined) return `${name}: ${same} =`;
  const below = Room.line(room.block + TAB);
  return end(end(writeCode(code, below), ' =') && `${name}:${below.newline}${writeCode(code, below)}`, ' =');
}

function writeArm(pattern: string, body: string, room: Room): string | undefined {
  const code = parseExpression(body);
  if (code === undefined) return undefined;
  const beside = room.after(pattern.length + ' => '.length)?.less(1);
  const same = beside && writeCode(code, beside);
  if (same !== undefined && !isMultiline(same)) return `${pattern} => ${same},`;
  const below = Room.line(room.block + TAB);
  const text = writeCode(code, below);
  return text === undefined ? undefined : `${pattern} => {${below.newline}${text}${room.newline}}`;
}

function writeStatement(text: string, suffix: string, room: Room): string | undefined {
  const code = parseExpression(text);
  const isJump = /^(return|break) /.test(text);
  const inner = room.less(suffix.length + (suffix !== '' && isJump ? 1 : 0));
  return end(code && inner && writeCode(code, inner), suffix);
}
