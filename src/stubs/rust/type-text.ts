import type { TypeString } from '../../idol/index.ts';
import { type ConstExpr, type GenericArgument, lexFragment, type PathType, type TypeExpr } from '../../rust/index.ts';
import type { Span } from '../../text/index.ts';

/** A type with the tokens that the interface has, spaced as `rustfmt` prints it. It resolves where the stub is included. */
export function typeText(type: TypeString): string {
  return type.expr === undefined ? type.text.trim() : printType(type.expr, type.text);
}

/** The same behind `&`, where several bounds need brackets. */
export function referencedText(type: TypeString): string {
  const text = typeText(type);
  const { expr } = type;
  const isBounds = (expr?.kind === 'traitObject' || expr?.kind === 'other') && !expr.brackets;
  return isBounds && /^(?:dyn|impl)\b.* \+ /.test(text) ? `(${text})` : text;
}

export function isUnit(type: TypeString): boolean {
  return typeText(type) === '()';
}

function printType(type: TypeExpr, text: string): string {
  const { brackets = 0 } = type;
  return `${'('.repeat(brackets)}${printWithoutBrackets(type, text)}${')'.repeat(brackets)}`;
}

function printWithoutBrackets(type: TypeExpr, text: string): string {
  const print = (inner: TypeExpr) => printType(inner, text);
  switch (type.kind) {
    case 'path':
      return printPath(type, text);
    case 'tuple': {
      const [only, ...rest] = type.elements;
      if (only !== undefined && rest.length === 0) return `(${print(only)},)`;
      return `(${type.elements.map(print).join(', ')})`;
    }
    case 'array':
      return `[${print(type.element)}; ${printLength(type, text)}]`;
    case 'slice':
      return `[${print(type.element)}]`;
    case 'reference': {
      const [, second] = lexFragment(text.slice(type.span.start, type.target.span.start));
      const lifetime = second?.kind === 'lifetime' ? `${second.text} ` : '';
      return `&${lifetime}${type.mutable ? 'mut ' : ''}${print(type.target)}`;
    }
    case 'pointer':
      return `*${type.mutable ? 'mut' : 'const'} ${print(type.target)}`;
    case 'never':
      return '!';
    case 'traitObject': {
      // Since edition 2021 the language wants the keyword, which it does not take before `(?Sized)`.
      const written = asWritten(type.span, text);
      return /^dyn\b|\?/.test(written) ? written : `dyn ${written}`;
    }
    case 'other':
      return asWritten(type.span, text);
  }
}

function printPath(path: PathType, text: string): string {
  if (path.qualifiedSelf !== undefined) return asWritten(path.span, text);
  const segments = path.segments.map(({ name, raw, generics, brackets }) => {
    const word = raw ? `r#${name}` : name;
    if (brackets === undefined) return word;
    const isLifetime = ({ kind }: GenericArgument) => kind === 'lifetime';
    // Lifetimes come first wherever they are written: the reference compiler moves them there, as the language wants it.
    const sorted = [...generics.filter(isLifetime), ...generics.filter((argument) => !isLifetime(argument))];
    return `${word}<${sorted.map((argument) => printGeneric(argument, text)).join(', ')}>`;
  });
  return `${path.global ? '::' : ''}${segments.join('::')}`;
}

function printGeneric(argument: GenericArgument, text: string): string {
  switch (argument.kind) {
    case 'type':
      return printType(argument.type, text);
    case 'lifetime':
      return argument.name;
    case 'constraint':
      return asWritten(argument.span, text);
    case 'const': {
      const printed = printConst(argument.value, text);
      const isBlock = text[argument.span.start] === '{' && argument.value.kind !== 'other';
      return spacedAs(isBlock ? `{ ${printed} }` : printed, asWritten(argument.span, text));
    }
  }
}

const PRECEDENCE = { '*': 6, '/': 6, '%': 6, '+': 5, '-': 5, '<<': 4, '>>': 4, '&': 3, '^': 2, '|': 1 } as const;

function printConst(value: ConstExpr, text: string, precedence = 0): string {
  switch (value.kind) {
    case 'integer':
    case 'bool':
    case 'sizeOf':
    case 'other':
      return asWritten(value.span, text);
    case 'path':
      return asWritten(value.path.span, text);
    case 'unary':
      return `${value.operator}${printConst(value.operand, text, 8)}`;
    case 'cast':
      return parenthesise(`${printConst(value.operand, text, 7)} as ${printType(value.type, text)}`, precedence > 7);
    case 'binary': {
      const own = PRECEDENCE[value.operator];
      const left = printConst(value.left, text, own);
      const right = printConst(value.right, text, own + 1);
      return parenthesise(`${left} ${value.operator} ${right}`, precedence > own);
    }
  }
}

function parenthesise(text: string, needed: boolean): string {
  return needed ? `(${text})` : text;
}

/** The length of an array, between the `;` and the bracket at the end. */
function printLength({ element, length, span }: TypeExpr & { kind: 'array' }, text: string): string {
  const tokens = lexFragment(text.slice(element.span.end, span.end));
  const from = tokens.find((token) => token.text === ';')?.end ?? 0;
  const written = asWritten({ start: element.span.end + from, end: span.end - 1 }, text).trim();
  return spacedAs(printConst(length, text), written);
}

/** `spaced` if it has the tokens that are written, else those as they are: brackets that change nothing, for instance. */
function spacedAs(spaced: string, written: string): string {
  return spaced.replace(/\s/g, '') === written.replace(/\s/g, '') ? spaced : written;
}

/** The tokens of a part of the text, with one space where there was space or a comment between them. */
function asWritten({ start, end }: Span, text: string): string {
  let written = '';
  let last = 0;
  for (const token of lexFragment(text.slice(start, end))) {
    if (written !== '' && token.start > last && token.kind !== 'end') written += ' ';
    written += token.text;
    last = token.end;
  }
  return written;
}
