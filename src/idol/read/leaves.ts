import { parseIdentifier, parseType } from '../../rust/index.ts';
import type { Span } from '../../text/index.ts';
import { reportInvalidName } from '../checks/invalid-name.ts';
import { reportInvalidType } from '../checks/invalid-type.ts';
import { reportMaxLenRange } from '../checks/max-len-range.ts';
import type { Name, TypeString } from '../model.ts';
import type { Value } from '../ron/value.ts';
import { type Context, reportShape } from './context.ts';

const MAX_U32 = 0xffff_ffffn;

/** Reads a string that must be one Rust identifier. A bad one is reported and returned as written. */
export function readName(context: Context, value: Value, what: string): Name | undefined {
  if (value.kind !== 'string') {
    const bare = value.kind === 'name' ? { help: `write it in quotes: \`"${value.name.text}"\`` } : {};
    return reportShape(context, value, `${what} name in quotes`, bare);
  }
  const text = parseIdentifier(value.text);
  if (text === undefined && !value.broken) reportInvalidName(context.findings, value.span, what, value.text);
  if (text === undefined || text === value.text) return { text: value.text, span: value.span };
  return { text, padded: true, span: value.span };
}

/** Reads a string that must be a Rust type. A bad one is reported, and has no `expr`. */
export function readTypeString(context: Context, value: Value, others?: 'character'): TypeString | undefined {
  if (value.kind !== 'string' && !(others === 'character' && value.kind === 'char')) {
    const bare = value.kind === 'name' ? { help: `write it in quotes: \`"${value.name.text}"\`` } : {};
    return reportShape(context, value, 'a Rust type in quotes', bare);
  }
  const { type, error } = parseType(value.text);
  if (error && !(value.kind === 'string' && value.broken)) {
    const span = spanInLiteral(context, value.span, value.text, error.offset);
    reportInvalidType(context.findings, span, value.text, error.message);
  }
  return { text: value.text, expr: type, span: value.span };
}

/** Reads an option. Returns undefined for `None`, and after a report. */
export function readOption(context: Context, value: Value, example: string): Value | undefined {
  if (value.kind === 'name' && value.name.text === 'None' && !value.name.raw) return undefined;
  if (value.kind === 'tuple' && value.name?.text === 'Some' && !value.name.raw && value.items.length === 1) {
    return value.items[0];
  }
  if (context.implicitSome) return value;
  const bare = context.findings.source.slice(value.span);
  const isSimple = value.kind === 'integer' || value.kind === 'string';
  return reportShape(context, value, '`None` or `Some(…)`', {
    help: `write \`${isSimple ? `Some(${bare})` : example}\``,
  });
}

/** Reads the value of `max_len`: elements, 1 to 2^32 - 1. Anything else is reported and left out. */
export function readMaxLen(context: Context, value: Value): number | undefined {
  const length = readOption(context, value, 'Some(64)');
  if (length === undefined) return undefined;
  if (length.kind !== 'integer') return reportShape(context, length, 'a whole number of elements');
  if (length.value === undefined || length.signed || length.value < 1n || length.value > MAX_U32) {
    reportMaxLenRange(context.findings, length.span, length.value === 0n);
    return undefined;
  }
  return Number(length.value);
}

/** The character at `offset` of a literal's text, as a place in the file; the whole literal where escapes hide it. */
function spanInLiteral(context: Context, literal: Span, text: string, offset: number): Span {
  const written = context.findings.source.slice(literal);
  const start = literal.start + written.indexOf('"') + 1;
  if (!written.startsWith(text, start - literal.start)) return literal;
  return { start: start + offset, end: start + offset + 1 };
}
