/**
 * A value of a Rust type as JSON has it, the way serde_json writes it:
 * - integers are numbers, those of 8 and 16 bytes on the wire are bigints (either is accepted when encoding); floats are numbers;
 *   `bool` a boolean; `char` a string of one character; `()` and unit structs null
 * - a struct is an object; a tuple, or a tuple struct of several fields, an array; a tuple struct of one field is that field's value
 * - arrays are arrays; one of `u8` may also be given as a `Uint8Array` or as the string `0x0a0b`
 * - an enum's variant without data is its name; with data `{ "Name": data }`, the data as for structs
 * - `Option` is null or the value, or `{ "Some": value }` where that could be null itself; `Result` is `{ "Ok": … }` or `{ "Err": … }`
 * - `bitflags!` are their integer; names joined by `|` are accepted too: `"READ | WRITE"`
 * - NaN and the infinities are the strings `NaN`, `Infinity` and `-Infinity`, because JSON has no numbers for them
 * - a union is an object of one field when encoding, and of all its fields when decoded
 */
export type Value = null | boolean | number | bigint | string | Uint8Array | readonly Value[] | ValueRecord;

/** A struct's fields, a message's arguments, or a variant's content, by name. */
export interface ValueRecord {
  readonly [field: string]: Value;
}

/** What is wrong with a value or with bytes, and where. */
export interface CodecError {
  /** `args.mode[2].speed`; empty for the whole. */
  readonly path: string;
  /** A sentence without a full stop. */
  readonly message: string;
}

/** What is wrong with a value or with bytes, with its place. */
export function errorText({ path, message }: CodecError): string {
  return path === '' ? message : `\`${path}\`: ${message}`;
}

/** Longest text of a value, in UTF-16 units: a message has at most some thousand bytes. */
const MAX_VALUE_LENGTH = 1_000_000;

/** Reads JSON; integers too large for a number become bigints. */
export function parseValue(text: string): { value: Value } | { error: CodecError } {
  const exact: Reviver = (_key, value, context) =>
    typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(context?.source ?? '')
      ? BigInt(context?.source as string)
      : value;
  if (text.length > MAX_VALUE_LENGTH) {
    const message = `too long: it has ${text.length} characters, and values of more than ${MAX_VALUE_LENGTH} are not read`;
    return { error: { path: '', message } };
  }
  try {
    return { value: (JSON.parse as ParseWithSource)(text, exact) };
  } catch (error) {
    return { error: { path: '', message: `not JSON: ${error instanceof Error ? error.message : String(error)}` } };
  }
}

// The reviver's third argument (the text of a number) is newer than TypeScript's own declaration.
type Reviver = (key: string, value: Value, context?: { source?: string }) => Value;
type ParseWithSource = (text: string, reviver: Reviver) => Value;

/** A value as JSON text: bigints as plain numbers, bytes as an array, what JSON has no number for as a string. */
export function valueText(value: Value, indent = ''): string {
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'number') return Number.isFinite(value) ? numberText(value) : JSON.stringify(String(value));
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (value instanceof Uint8Array) return valueText([...value], indent);
  const deeper = indent && `${indent}  `;
  const join = (open: string, parts: string[], close: string) => {
    if (parts.length === 0) return open + close;
    return indent
      ? `${open}${parts.map((part) => `${deeper}${part}`).join(',')}${indent}${close}`
      : `${open}${parts.join(',')}${close}`;
  };
  if (isList(value)) {
    const plain = value.every((element) => element === null || typeof element !== 'object');
    if (indent && plain) return `[${value.map((element) => valueText(element)).join(', ')}]`;
    return join(
      '[',
      value.map((element) => valueText(element, deeper)),
      ']',
    );
  }
  const colon = indent ? ': ' : ':';
  return join(
    '{',
    Object.entries(value).map(([key, field]) => `${JSON.stringify(key)}${colon}${valueText(field, deeper)}`),
    '}',
  );
}

function numberText(value: number): string {
  return Object.is(value, -0) ? '-0.0' : String(value);
}

/** `Array.isArray` for read-only lists. */
export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

export function isRecord(value: Value): value is ValueRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);
}

/** An array of so many elements, for messages. */
export function arrayOf(count: number): string {
  return count === 0 ? 'an empty array' : `an array of ${count} ${count === 1 ? 'element' : 'elements'}`;
}

/** What a value is, for messages: `a string`, `an array of 3 elements`. */
export function describe(value: Value | undefined): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (value instanceof Uint8Array) return `${value.length} bytes`;
  if (isList(value)) return arrayOf(value.length);
  if (typeof value === 'object') return objectText(Object.keys(value));
  if (typeof value === 'string')
    return `the string ${JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value)}`;
  return String(value);
}

function objectText(keys: readonly string[]): string {
  const shown = keys.slice(0, 3).map((key) => `\`${key.length > 40 ? `${key.slice(0, 40)}…` : key}\``);
  if (shown.length === 0) return 'an empty object';
  return `an object with ${shown.join(', ')}${keys.length > shown.length ? ` and ${keys.length - shown.length} more` : ''}`;
}
