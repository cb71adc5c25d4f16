import type { Encoding } from '../../idol/index.ts';
import {
  type ErrorSchema,
  type Holds,
  type KnownCodes,
  knownCodes,
  type OperationSchema,
  type ReplySchema,
  specializeTable,
  specializeType,
  type Type,
  type TypeTable,
  typeName,
  type ValueSchema,
} from '../../schema/index.ts';
import { suggest } from '../../text/index.ts';
import { isUnknown, MemoryImages } from '../layout/memory.ts';
import { ARM, type Target } from '../target.ts';
import { type BytePart, type Decoded, decodeValue } from './decode.ts';
import { encodeValue } from './encode.ts';
import { type CodecError, describe, errorText, isRecord, type Value, type ValueRecord } from './value.ts';

/** How a codec chooses between layouts of one schema. */
export interface CodecOptions {
  readonly target?: Target;
  /** Decides between alternatives: the image meant, and the `cfg` predicates that hold. Without it, they cannot be encoded. */
  readonly holds?: Holds;
  /** Name of the interface, for messages: `Power.switch` instead of `switch`. */
  readonly interfaceName?: string;
}

/** A message as the server reads it: the arguments by name, the bytes that were read, and what each of them is. */
export interface DecodedMessage {
  readonly value: ValueRecord;
  readonly length: number;
  readonly parts: readonly BytePart[];
}

/** A reply as the client reads it. */
export type DecodedReply =
  | ({ readonly kind: 'ok' } & Decoded)
  | ({ readonly kind: 'error'; readonly code: number } & Decoded)
  /** The server died or was restarted; `value` is what the client makes of it, where the error type has something for that. */
  | { readonly kind: 'dead'; readonly generation: number; readonly value?: Value };

/** Bytes that stand for nothing, with what could be read of them. */
export interface Undecodable {
  readonly error: CodecError;
  readonly parts: readonly BytePart[];
}

/** Codes from here on say that the server died; the low byte is its new generation. */
const FIRST_DEAD_CODE = 0xffff_ff00;

/**
 * Values to bytes and back, for the types of one table. Values are as {@link Value} says. No method throws, whatever it is given:
 * what is wrong comes back as `error`, with the path of the field. Sources of the encodings: https://docs.rs/zerocopy,
 * https://docs.rs/hubpack and https://docs.rs/ssmarshal, whose bytes the tests compare with.
 */
export class Codec {
  readonly #images: MemoryImages;
  readonly #holds: Holds | undefined;
  readonly #prefix: string;

  constructor(types: TypeTable, { target = ARM, holds, interfaceName }: CodecOptions = {}) {
    this.#prefix = interfaceName === undefined ? '' : `${interfaceName}.`;
    this.#holds = holds;
    this.#images = new MemoryImages(holds ? specializeTable(types, holds) : types, target);
  }

  /** The bytes of a value. */
  encode(type: Type, value: Value, encoding: Encoding): { bytes: Uint8Array } | { error: CodecError } {
    return encodeValue(this.#choose(type), value, encoding, this.#images);
  }

  /** The value at the start of `bytes`. What follows it is left alone: `length` tells where that begins. */
  decode(type: Type, bytes: Uint8Array, encoding: Encoding): Decoded | Undecodable {
    return decodeValue(this.#choose(type), bytes, encoding, this.#images);
  }

  /** An operation's message from its arguments by name, as a client sends it. */
  encodeMessage(operation: OperationSchema, value: Value): { bytes: Uint8Array } | { error: CodecError } {
    const { args, encoding } = operation;
    if (!isRecord(value))
      return { error: { path: '', message: `expected an object of arguments, found ${describe(value)}` } };
    const unknown = Object.keys(value).find((key) => args.every(({ name }) => name !== key));
    if (unknown !== undefined) return { error: { path: unknown, message: this.#noSuchArgument(operation, unknown) } };
    const missing = args.filter(({ name }) => !Object.hasOwn(value, name)).map(({ name }) => name);
    const absent = missing.length > 0 ? this.#areMissing(operation, missing) : undefined;
    const parts: Uint8Array[] = [];
    for (const arg of args) {
      if (missing.includes(arg.name)) continue;
      const given = value[arg.name] as Value;
      const type = this.#travelling(arg, encoding);
      const encoded = 'error' in type ? type : this.encode(type, given, encoding);
      if ('error' in encoded) {
        const error = below(arg.name, encoded.error);
        return { error: absent === undefined ? error : { path: '', message: `${errorText(error)}; ${absent}` } };
      }
      parts.push(encoded.bytes);
    }
    return absent === undefined ? { bytes: concat(parts) } : { error: { path: '', message: absent } };
  }

  /**
   * The arguments of a message, as the server reads it. A Zerocopy message has exactly the size of its arguments; behind those of
   * the other encodings more bytes may follow, which are ignored.
   */
  decodeMessage({ args, encoding }: OperationSchema, bytes: Uint8Array): DecodedMessage | Undecodable {
    const entries: [string, Value][] = [];
    const parts: BytePart[] = [];
    let at = 0;
    for (const arg of args) {
      const type = this.#travelling(arg, encoding);
      const rest = bytes.subarray(at);
      const read =
        'error' in type ? { ...type, parts: [] } : (anyByte(type, rest) ?? this.decode(type, rest, encoding));
      for (const part of read.parts)
        parts.push({ ...part, offset: at + part.offset, path: joinPath(arg.name, part.path) });
      if ('error' in read) return { error: below(arg.name, read.error), parts };
      entries.push([arg.name, read.value]);
      at += read.length;
    }
    if (encoding === 'Zerocopy' && at !== bytes.length) return { error: wrongSize(at, bytes.length), parts };
    return { value: Object.fromEntries(entries), length: at, parts };
  }

  /** A reply as the server sends it: of a `Simple` reply the value, of a `Result` `{ "Ok": … }` or `{ "Err": … }`. */
  encodeReply(
    { reply, encoding }: OperationSchema,
    value: Value,
  ): { code: number; bytes: Uint8Array } | { error: CodecError } {
    if (reply.kind === 'Simple') return this.#encodeOk(reply.ok, value, encoding, '');
    const [variant, content] = isRecord(value) ? (Object.entries(value)[0] ?? []) : [];
    if (content !== undefined && variant === 'Ok') return this.#encodeOk(reply.ok, content, encoding, 'Ok');
    if (content !== undefined && variant === 'Err') return this.#encodeError(reply.error, content);
    return { error: { path: '', message: `expected {"Ok": …} or {"Err": …}, found ${describe(value)}` } };
  }

  /** What the client makes of a return code and the bytes that came with it. */
  decodeReply({ reply, encoding }: OperationSchema, code: number, bytes: Uint8Array): DecodedReply | Undecodable {
    if (code >= FIRST_DEAD_CODE) return { kind: 'dead', generation: code & 0xff, ...this.#deathOf(reply) };
    if (code === 0) {
      const type = this.#travelling(reply.ok, encoding);
      if ('error' in type) return { ...type, parts: [] };
      const read = (encoding === 'Zerocopy' && anyByte(type, bytes)) || this.decode(type, bytes, encoding);
      if ('error' in read) return read;
      if (encoding === 'Zerocopy' && read.length !== bytes.length)
        return { error: wrongSize(read.length, bytes.length), parts: read.parts };
      return { kind: 'ok', ...read };
    }
    const undecodable = (message: string): Undecodable => ({ error: { path: '', message }, parts: [] });
    if (reply.kind === 'Simple') return undecodable(`the operation cannot fail, yet the return code is ${code}`);
    switch (reply.error.kind) {
      case 'ServerDeath':
        return undecodable(`the return code ${code} is neither 0 nor a dead code: the client panics`);
      case 'CLike': {
        const { text } = reply.error;
        const { codes, open } = this.#codes(reply.error);
        const matching = codes.filter((each) => each.code === code);
        const [variant] = matching;
        if (!variant) {
          if (open === 'all') return undecodable(`the codes of \`${text}\` are not known`);
          const known = codes.map((each) => `${each.code} \`${each.name}\``).join(', ');
          return undecodable(
            open.length === 0
              ? `no such code: ${code} is none of \`${text}\` (${known}), so the client panics`
              : `no such code is known: ${code} is none of \`${text}\` (${known}); the codes of ${list(open)} are not known`,
          );
        }
        const names = [...new Set(matching.map(({ name }) => name))];
        if (names.length > 1) return undecodable(`${codeDepends(code, names)}: say what holds`);
        return { kind: 'error', code, value: variant.name, length: 0, parts: [] };
      }
      case 'Complex': {
        // Servers answer with 1, but a client tells from any code that an error has come.
        const read = this.decode(reply.error.type, bytes, 'Hubpack');
        return 'error' in read ? read : { kind: 'error', code, ...read };
      }
    }
  }

  #noSuchArgument({ name, args }: OperationSchema, given: string): string {
    if (args.length === 0) return `no such argument: ${this.#prefix}${name} takes none`;
    const names = args.map((arg) => arg.name);
    const near = suggest(given, names);
    const hint = near === undefined ? '' : `; did you mean \`${near}\`?`;
    return `no such argument: ${this.#prefix}${name} has ${listed(names, ', ')}${hint}`;
  }

  #areMissing({ name, args }: OperationSchema, missing: readonly string[]): string {
    const takes = args.map((arg) => `${arg.name}: ${typeName(arg.type, this.#images.table)}`).join(', ');
    const verb = missing.length === 1 ? 'is' : 'are';
    return `${listed(missing, ' and ')} ${verb} missing: ${this.#prefix}${name} takes ${takes}`;
  }

  #encodeOk(
    ok: ValueSchema,
    value: Value,
    encoding: Encoding,
    path: string,
  ): { code: number; bytes: Uint8Array } | { error: CodecError } {
    const type = this.#travelling(ok, encoding);
    const encoded = 'error' in type ? type : this.encode(type, value, encoding);
    return 'error' in encoded ? { error: below(path, encoded.error) } : { code: 0, bytes: encoded.bytes };
  }

  #encodeError(error: ErrorSchema, value: Value): { code: number; bytes: Uint8Array } | { error: CodecError } {
    switch (error.kind) {
      case 'ServerDeath':
        return { error: { path: 'Err', message: 'the kernel reports the death of a server; no server can send it' } };
      case 'CLike': {
        const { codes, open } = this.#codes(error);
        const [variant, ...others] = codes.filter(({ name }) => name === value);
        if (variant && others.some(({ code }) => code !== variant.code)) {
          const all = [variant, ...others].map(({ code }) => code).join(' or ');
          return { error: { path: 'Err', message: `the code of \`${variant.name}\` is ${all}: say what holds` } };
        }
        if (variant) return { code: variant.code, bytes: new Uint8Array() };
        if (open !== 'all' && open.some((name) => name === value)) {
          return {
            error: { path: 'Err', message: `the code of ${describe(value)} in \`${error.text}\` is not known` },
          };
        }
        const known = open === 'all' ? 'its codes are not known' : list(codes.map(({ name }) => name));
        return {
          error: {
            path: 'Err',
            message: `expected a variant of \`${error.text}\` (${known}), found ${describe(value)}`,
          },
        };
      }
      case 'Complex': {
        const encoded = this.encode(error.type, value, 'Hubpack');
        return 'error' in encoded ? { error: below('Err', encoded.error) } : { code: 1, bytes: encoded.bytes };
      }
    }
  }

  /**
   * The type whose image travels: the declared one, which the sender writes. What reads it takes the bytes for the raw type, so
   * the two must have one size. Where only the raw type is known, a value is of that type. Hubpack and Ssmarshal decode the declared type.
   */
  #travelling({ type, recv }: Pick<ValueSchema, 'type' | 'recv'>, encoding: Encoding): Type | { error: CodecError } {
    if (recv.kind === 'FromBytes' || encoding !== 'Zerocopy') return type;
    const declared = this.#images.of(this.#choose(type));
    const raw = this.#images.of(this.#choose(recv.raw));
    if (isUnknown(declared)) return recv.raw;
    if (!isUnknown(raw) && raw.size.max !== declared.size.max) {
      const message = `the declared type has ${declared.size.max} bytes, the raw type ${raw.size.max}: the message cannot be read`;
      return { error: { path: '', message } };
    }
    return type;
  }

  #choose(type: Type): Type {
    return this.#holds ? specializeType(type, this.#holds) : type;
  }

  /** What the client makes of a dead code, where its error type has something for that. */
  #deathOf(reply: ReplySchema): { value?: Value } {
    if (reply.kind === 'Simple') return {};
    if (reply.error.kind === 'ServerDeath') return { value: 'ServerDeath' };
    const { codes } = reply.error.kind === 'CLike' ? this.#codes(reply.error) : { codes: [] };
    const marked = codes.find(({ serverDeath }) => serverDeath);
    return marked ? { value: marked.name } : {};
  }

  /** The known codes of an error, and the variants that have others; in one configuration, those that it has there. */
  #codes({
    type,
  }: Extract<ErrorSchema, { kind: 'CLike' }>): Omit<KnownCodes, 'open'> & { open: KnownCodes['open'] | 'all' } {
    return knownCodes(this.#choose(type), this.#images.table) ?? { codes: [], open: 'all' };
  }
}

/** Names in backticks: `` `on` and `off` ``, or with commas alone. */
function listed(names: readonly string[], last: ' and ' | ', '): string {
  const quoted = names.map((name) => `\`${name}\``);
  return [...(quoted.length > 1 ? [quoted.slice(0, -1).join(', ')] : []), quoted.at(-1)].join(last);
}

/**
 * A `bool` that is an argument itself, in whatever encoding, or a Zerocopy reply itself: it is read as a byte, and every byte but 0
 * is true. Undefined for any other type.
 */
function anyByte(type: Type, bytes: Uint8Array): Decoded | undefined {
  const first = bytes[0];
  if (type.kind !== 'bool' || first === undefined) return undefined;
  const value = first !== 0;
  return { value, length: 1, parts: [{ offset: 0, length: 1, path: '', type: 'bool', value }] };
}

function list(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ');
}

function codeDepends(code: number, names: readonly string[]): string {
  return `which variant has the return code ${code} depends on the configuration (${names.map((name) => `\`${name}\``).join(' or ')})`;
}

function wrongSize(expected: number, found: number): CodecError {
  return {
    path: '',
    message: `exactly ${expected} ${expected === 1 ? 'byte is' : 'bytes are'} expected, but there are ${found}`,
  };
}

function below(name: string, error: CodecError): CodecError {
  return { path: joinPath(name, error.path), message: error.message };
}

function joinPath(before: string, after: string): string {
  if (before === '' || after === '') return before + after;
  return after.startsWith('[') || after.startsWith('.') ? before + after : `${before}.${after}`;
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
