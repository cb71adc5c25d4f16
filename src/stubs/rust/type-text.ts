import type { TypeString } from '../../idol/index.ts';
import type { ConstExpr, GenericArgument, PathType, TypeExpr } from '../../rust/index.ts';

/** A type as written in the interface, spaced as `rustfmt` prints it. It resolves where the stub is included. */
export function typeText(type: TypeString): string {
  return type.expr === undefined ? type.text.trim() : printType(type.expr, type.text);
}

/** True of `bool` itself, which travels as a byte in a Zerocopy message. */
export function isBool(type: TypeString): boolean {
  return typeText(type) === 'bool';
}

export function isUnit(type: TypeString): boolean {
  return typeText(type) === '()';
}

/** The element type of `[T]`, or undefined when the type is sized. */
export function sliceElement(type: TypeString): string | undefined {
  return type.expr?.kind === 'slice' ? printType(type.expr.element, type.text) : undefined;
}

function printType(type: TypeExpr, text: string): string {
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
      return `[${print(type.element)}; ${printConst(type.length, text)}]`;
    case 'slice':
      return `[${print(type.element)}]`;
    case 'reference': {
      const lifetime = /^&\s*('\w+)/.exec(text.slice(type.span.start))?.[1];
      return `&${lifetime ? `${lifetime} ` : ''}${type.mutable ? 'mut ' : ''}${print(type.target)}`;
    }
    case 'pointer':
      return `*${type.mutable ? 'mut' : 'const'} ${print(type.target)}`;
    case 'never':
      return '!';
    case 'traitObject':
    case 'other':
      return slice(type, text);
  }
}

function printPath(path: PathType, text: string): string {
  if (path.qualifiedSelf !== undefined) return slice(path, text);
  const segments = path.segments.map(({ name, generics }) => {
    if (generics.length === 0) return name;
    return `${name}<${generics.map((argument) => printGeneric(argument, text)).join(', ')}>`;
  });
  return `${path.global ? '::' : ''}${segments.join('::')}`;
}

function printGeneric(argument: GenericArgument, text: string): string {
  switch (argument.kind) {
    case 'type':
      return printType(argument.type, text);
    case 'lifetime':
      return argument.name.startsWith("'") ? argument.name : `'${argument.name}`;
    case 'const': {
      const value = printConst(argument.value, text);
      const isLiteral =
        argument.value.kind === 'integer' || argument.value.kind === 'bool' || argument.value.kind === 'unary';
      return isLiteral || value.startsWith('{') ? value : `{ ${value} }`;
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
      return slice(value, text);
    case 'path':
      return slice(value.path, text);
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

function slice({ span }: { readonly span: { readonly start: number; readonly end: number } }, text: string): string {
  return text.slice(span.start, span.end).trim().replace(/\s+/g, ' ');
}
