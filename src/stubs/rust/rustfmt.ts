/**
 * Breaks the lines that templates write as `rustfmt` (edition 2021, default settings) breaks them. It knows the constructs
 * that occur in a stub and no others: attributes, signatures, `impl` and trait headers, items and statements with `=`, match
 * arms, fields, calls and short method chains.
 */

export const MAX_WIDTH = 100;
const TAB = 4;
/** `rustfmt` breaks a list that is wider than this, even where it would fit on the line. */
const CALL_WIDTH = 60;
const ARRAY_WIDTH = 60;
const CHAIN_WIDTH = 60;
const ATTRIBUTE_WIDTH = 70;
/** Behind broken parameters, rustfmt lets a result be a little longer than anything else. */
const RESULT_WIDTH = 102;
const STRUCT_LITERAL_WIDTH = 18;
/** Simple expressions up to this width share lines where a list of nothing else is broken. */
const SHORT_ELEMENT_WIDTH = 10;
const SIMPLE = /^[&*!-]*(mut )?\w+(\.\w+)*$/;

/** A bracketed list inside a line. */
interface List {
  readonly open: '(' | '[' | '{' | '<';
  readonly items: readonly Code[];
}

/** Code of one line: text and the lists in it. */
type Code = readonly (string | List)[];

const CLOSE = { '(': ')', '[': ']', '{': '}', '<': '>' } as const;

/**
 * One logical line as the lines that `rustfmt` makes of it.
 * @param indent in characters, of the line
 */
export function breakLine(indent: number, text: string): string[] {
  const pad = ' '.repeat(indent);
  const isShort = indent + text.length <= CALL_WIDTH && !text.includes('{ ');
  if (isShort || text.startsWith('//')) return [pad + text];
  if (text.startsWith('#[')) return attribute(indent, text);
  if (/^(pub )?(const )?fn /.test(text)) return signature(indent, text);
  const [body, suffix] = splitSuffix(text);
  const variant = /^(\w+)\((#\[.*\]) (.*)\)$/.exec(body);
  if (variant) return fits(indent, text) ? [pad + text] : attributedVariant(indent, variant);
  if (/^impl\b/.test(text)) return implHeader(indent, body, suffix);
  if (/^(pub )?trait /.test(text) && !fits(indent, text)) {
    const colon = body.indexOf(': ');
    return colon < 0 ? [pad + text] : [pad + body.slice(0, colon + 1), `${pad}    ${body.slice(colon + 2)}`, `${pad}{`];
  }
  const arrow = body.indexOf(' => ');
  if (arrow > 0 && suffix === ',') return arm(indent, body.slice(0, arrow), body.slice(arrow + 4));
  const equals = /^(pub )?(let|const|static) /.test(text) ? body.indexOf(' = ') : -1;
  if (equals > 0) return assignment(indent, body.slice(0, equals + 2), body.slice(equals + 3), suffix);
  const bound =
    suffix === ';' || suffix === ',' ? /^(.*[\w>)\]]): (idol_runtime::IHave\w+|From<.*>)$/.exec(body) : null;
  if (bound && !fits(indent, text)) return [`${pad}${bound[1]}:`, `${pad}    ${bound[2]}${suffix}`];
  const field = /^((?:pub )?\w+: )(.*)$/.exec(body);
  if (field && suffix === ',') return structField(indent, field[1] as string, field[2] as string);
  return expression(indent, '', parse(body), suffix) ?? [pad + text];
}

function splitSuffix(text: string): [body: string, suffix: string] {
  for (const suffix of [' {', ';', ',']) {
    if (text.endsWith(suffix)) return [text.slice(0, -suffix.length), suffix];
  }
  return [text, ''];
}

function fits(indent: number, text: string): boolean {
  return indent + text.length <= MAX_WIDTH;
}

function attribute(indent: number, text: string): string[] {
  const pad = ' '.repeat(indent);
  const match = /^#\[(\w+)\((.*)\)\]$/.exec(text);
  if (!match) return [pad + text];
  const [, name, list] = match as unknown as [string, string, string];
  const isDerive = name === 'derive';
  if (fits(indent + (isDerive ? TAB : 0), text) && (isDerive || list.length <= ATTRIBUTE_WIDTH)) return [pad + text];
  const inner = `${pad}    `;
  if (isDerive && fits(indent + TAB, list)) return [`${pad}#[derive(`, `${inner}${list},`, `${pad})]`];
  const items = list.split(', ');
  return [
    `${pad}#[${name}(`,
    ...items.map((item, index) => `${inner}${item}${isDerive || index < items.length - 1 ? ',' : ''}`),
    `${pad})]`,
  ];
}

/** A variant with one field that has an attribute. */
function attributedVariant(indent: number, [, name, attributes, field]: RegExpExecArray): string[] {
  const pad = ' '.repeat(indent);
  const inner = `${attributes} ${field},`;
  const lines = fits(indent + TAB, inner)
    ? [`${pad}    ${inner}`]
    : [`${pad}    ${attributes}`, ...type(indent + TAB, '', parse(field as string), ',')];
  return [`${pad}${name}(`, ...lines, `${pad}),`];
}

/** A type that is too wide beside the field's name goes below it, if it fits there. */
function structField(indent: number, head: string, text: string): string[] {
  const code = parse(text);
  const [line, ...others] = type(indent, head, code, ',') as [string, ...string[]];
  const below = type(indent + TAB, '', code, ',');
  if (others.length > 0 && below.length === 1) return [' '.repeat(indent) + head.trimEnd(), ...below];
  return [line, ...others];
}

function signature(indent: number, text: string): string[] {
  const pad = ' '.repeat(indent);
  const [body, suffix] = splitSuffix(text);
  const code = parse(body);
  const at = code.findIndex((part) => typeof part === 'object' && part.open === '(');
  const isNarrow = [...(code[at] as List).items, code.slice(at + 1)].every(hasNarrowTuples);
  if (fits(indent, text) && isNarrow) return [pad + text];
  const head = flat(code.slice(0, at));
  const parameters = (code[at] as List).items.flatMap((item) => {
    const colon = flat(item).indexOf(': ');
    const name = colon < 0 ? '' : flat(item).slice(0, colon + 2);
    return type(indent + TAB, name, parse(flat(item).slice(name.length)), ',');
  });
  const result = code.slice(at + 1);
  const open = parameters.length === 0 ? [`${pad}${head}()`] : [`${pad}${head}(`, ...parameters];
  const close = parameters.length === 0 ? '' : ')';
  if (result.length === 0) return [...open, `${pad}${close}${suffix}`];
  const resultText = `${close}${flat(result)}`;
  const width = indent + resultText.length;
  if (width <= RESULT_WIDTH && hasNarrowTuples(result)) {
    // Here rustfmt counts the indentation twice.
    const isBraceMoved = suffix === ' {' && indent + width + suffix.length > MAX_WIDTH;
    return isBraceMoved ? [...open, pad + resultText, `${pad}{`] : [...open, pad + resultText + suffix];
  }
  return [...open, ...type(indent, `${close} -> `, parse(resultText.slice(close.length + 4)), suffix)];
}

function implHeader(indent: number, body: string, suffix: string): string[] {
  const pad = ' '.repeat(indent);
  const inner = `${pad}    `;
  const forAt = body.indexOf(' for ');
  if (fits(indent, body + suffix)) return [pad + body + suffix];
  if (forAt < 0) return [pad + body + suffix];
  const head = body.slice(0, forAt);
  const subject = parse(body.slice(forAt + 5));
  const lines: string[] = [];
  if (fits(indent, head)) lines.push(pad + head);
  else {
    const generics = /^impl<[^>]*>/.exec(head)?.[0] ?? 'impl';
    lines.push(pad + generics, inner + head.slice(generics.length + 1));
  }
  const list = subject[0];
  const wide =
    typeof list === 'object' && (itemsWidth(list) > CALL_WIDTH || !fits(indent + TAB, `for ${flat(subject)}`));
  if (wide) lines.push(`${inner}for (`, ...list.items.map((item) => `${inner}    ${flat(item)},`), `${inner})`);
  else lines.push(`${inner}for ${flat(subject)}`);
  return [...lines, `${pad}{`];
}

function arm(indent: number, pattern: string, body: string): string[] {
  const pad = ' '.repeat(indent);
  if (body.endsWith('{}') || fits(indent, `${pattern} => ${body},`)) return [`${pad}${pattern} => ${body},`];
  const inner = expression(indent + TAB, '', parse(body), '') ?? [`${pad}    ${body}`];
  return [`${pad}${pattern} => {`, ...inner, `${pad}}`];
}

/** `head` ends with the `=`. */
function assignment(indent: number, head: string, value: string, suffix: string): string[] {
  const pad = ' '.repeat(indent);
  const code = parse(value);
  const same = expression(indent, `${head} `, code, suffix);
  if (same !== undefined && same.length === 1) return same;
  const next = expression(indent + TAB, '', code, suffix);
  // rustfmt moves the value to a line of its own when that spares breaking it.
  if (next !== undefined && fits(indent, head) && (next.length === 1 || same === undefined))
    return [pad + head, ...next];
  if (same !== undefined) return same;
  const colon = head.indexOf(': ') + 2;
  if (!fits(indent, head) && colon > 1) {
    return type(indent, head.slice(0, colon), parse(head.slice(colon, -2)), ` = ${value}${suffix}`);
  }
  return type(indent, `${head} `, code, suffix);
}

/** An expression behind `head`, or undefined when it cannot be broken so that it fits. */
function expression(indent: number, head: string, code: Code, suffix: string): string[] | undefined {
  const pad = ' '.repeat(indent);
  const whole = pad + head + flat(code) + suffix;
  const links = chain(code);
  const isShort = links.length < 3 || flat(code).length <= CHAIN_WIDTH;
  // A chain behind `let x =` leaves a column, and its `?` another.
  const room = links.length > 1 && head !== '' ? MAX_WIDTH - (flat(code).endsWith('?') ? 2 : 1) : MAX_WIDTH;
  if (whole.length <= room && isShort && isCompact(code)) return [whole];
  if (links.length > 1) {
    const [root, ...calls] = links as [Code, ...Code[]];
    const first = expression(indent, head, root, '');
    if (first === undefined || first.length > 1) return undefined;
    return [
      ...first,
      ...calls.map((call, index) => `${pad}    ${flat(call)}${index === calls.length - 1 ? suffix : ''}`),
    ];
  }
  const last = code.at(-1);
  if (typeof last !== 'object' || last.open === '<' || isRepeat(last)) return undefined;
  const callee = pad + head + flat(code.slice(0, -1)) + last.open;
  if (callee.length > MAX_WIDTH) return undefined;
  return [callee, ...listLines(indent + TAB, last), pad + CLOSE[last.open] + suffix];
}

function listLines(indent: number, list: List): string[] {
  const isCall = list.open !== '{';
  const sharesLines =
    isCall && list.items.map(flat).every((item) => item.length <= SHORT_ELEMENT_WIDTH && SIMPLE.test(item));
  if (!sharesLines) {
    return list.items.flatMap((item) => {
      const text = flat(item);
      return expression(indent, '', item, ',') ?? [`${' '.repeat(indent)}${text},`];
    });
  }
  const lines: string[] = [];
  let line = '';
  for (const item of list.items) {
    const next = line === '' ? `${flat(item)},` : `${line} ${flat(item)},`;
    if (indent + next.length >= MAX_WIDTH && line !== '') {
      lines.push(' '.repeat(indent) + line);
      line = `${flat(item)},`;
    } else line = next;
  }
  return [...lines, ' '.repeat(indent) + line];
}

/** A type behind `head`; what is too wide is broken at its outermost list. */
function type(indent: number, head: string, code: Code, suffix: string): string[] {
  const pad = ' '.repeat(indent);
  const whole = head + flat(code) + suffix;
  const isWhole = fits(indent, whole) && hasNarrowTuples(code);
  const beside = code.findIndex((part) => typeof part === 'object' && (part.open === '[' || isQualifiedSelf(part)));
  if (beside >= 0 && !isWhole) {
    // What is between square brackets, or the `T` of `<T as Trait>`, stays beside its brackets.
    const { open, items } = code[beside] as List;
    const inside = items.flatMap((item, index) => (index === 0 ? item : [', ', ...item]));
    const joined = [...code.slice(0, beside), open, ...inside, CLOSE[open], ...code.slice(beside + 1)];
    return type(indent, head, joined, suffix);
  }
  const at = code.findIndex((part) => typeof part === 'object' && part.items.length > 0);
  if (isWhole || at < 0) return [pad + whole];
  const list = code[at] as List;
  return [
    pad + head + flat(code.slice(0, at)) + list.open,
    ...list.items.flatMap((item) => type(indent + TAB, '', item, ',')),
    pad + CLOSE[list.open] + flat(code.slice(at + 1)) + suffix,
  ];
}

/** Whether no list in the code is wider than `rustfmt` leaves on one line. */
function isCompact(code: Code): boolean {
  return code.every((part) => {
    if (typeof part === 'string') return true;
    const limit = { '(': CALL_WIDTH, '[': ARRAY_WIDTH, '{': STRUCT_LITERAL_WIDTH, '<': MAX_WIDTH }[part.open];
    return (itemsWidth(part) <= limit || isRepeat(part)) && part.items.every(isCompact);
  });
}

/** Whether every tuple type is narrow enough for one line. */
function hasNarrowTuples(code: Code): boolean {
  return code.every(
    (part) =>
      typeof part === 'string' ||
      ((part.open !== '(' || itemsWidth(part) <= CALL_WIDTH) && part.items.every(hasNarrowTuples)),
  );
}

/** The brackets of `<T as Trait>::NAME`. */
function isQualifiedSelf({ open, items }: List): boolean {
  return open === '<' && items.some((item) => item.some((part) => typeof part === 'string' && part.includes(' as ')));
}

/** `[value; count]`, which has no width of its own. */
function isRepeat(list: List): boolean {
  const [only, ...others] = list.items;
  return (
    list.open === '[' &&
    others.length === 0 &&
    only?.some((part) => typeof part === 'string' && /;( |$)/.test(part)) === true
  );
}

/** `a::b(x).c(y)?` as `a::b(x)`, `.c(y)?`. A chain begins at a call: field accesses stay with their root. */
function chain(code: Code): Code[] {
  const links: (string | List)[][] = [[]];
  const [first, ...others] = code;
  // A variable that is longer than an indentation: a shorter one keeps the first call beside it.
  const start = typeof first === 'string' && others.length > 0 ? /^(\w{5,})(\.\w+)$/.exec(first) : null;
  for (const part of start ? [start[1] as string, start[2] as string, ...others] : code) {
    const isLink = typeof part === 'string' && /^\??\.\w/.test(part) && (links.at(-1) as Code).length > 0;
    if (isLink) links.push([part]);
    else (links.at(-1) as (string | List)[]).push(part);
  }
  return links;
}

function flat(code: Code): string {
  return code
    .map((part) => {
      if (typeof part === 'string') return part;
      const items = part.items.map(flat).join(', ');
      if (part.open === '{') return items === '' ? '{}' : `{ ${items} }`;
      return `${part.open}${items}${CLOSE[part.open]}`;
    })
    .join('');
}

function itemsWidth(list: List): number {
  return list.items.reduce((width, item) => width + flat(item).length + 2, -2);
}

/** Reads a line into text and lists. Angle brackets are lists when no space follows the opening one. */
function parse(text: string): Code {
  const stack: { open: List['open']; items: (string | List)[][] }[] = [{ open: '(', items: [[]] }];
  let word = '';
  const top = () => stack.at(-1) as (typeof stack)[number];
  const flush = () => {
    if (word !== '') (top().items.at(-1) as (string | List)[]).push(word);
    word = '';
  };
  for (let at = 0; at < text.length; at++) {
    const character = text[at] as string;
    const opens = '([{'.includes(character) || (character === '<' && !/[\s=<]/.test(text[at + 1] ?? ' '));
    const closes =
      stack.length > 1 &&
      character === CLOSE[top().open] &&
      !/[-=]/.test(character === '>' ? (text[at - 1] ?? '') : '');
    if (opens) {
      flush();
      stack.push({ open: character as List['open'], items: [[]] });
    } else if (closes) {
      if (character === '}') word = word.trimEnd();
      flush();
      const { open, items } = stack.pop() as (typeof stack)[number];
      (top().items.at(-1) as (string | List)[]).push({ open, items: items.filter((item) => item.length > 0) });
    } else if (character === ',' && stack.length > 1) {
      flush();
      top().items.push([]);
      if (text[at + 1] === ' ') at++;
    } else if (character === ' ' && word === '' && (top().items.at(-1) as Code).length === 0 && stack.length > 1) {
      // The space behind an opening brace.
    } else word += character;
  }
  flush();
  return (stack[0] as (typeof stack)[number]).items[0] as Code;
}
