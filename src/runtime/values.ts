import type { Type, TypeTable } from '../schema/index.ts';
import { Codec, type RuntimeOperation, type RuntimeValue, type Value } from '../wire/index.ts';

type Encoding = RuntimeOperation['encoding'];

/** A value does not fit its type, or bytes are no value of theirs. */
export class ValueError extends TypeError {
  constructor(path: string, message: string) {
    super(path === '' ? message : `${path}: ${message}`);
    this.name = 'ValueError';
  }
}

/** A value, and the offset in bytes behind it. */
interface Read {
  readonly value: unknown;
  readonly end: number;
}

/** Values of an interface's types in one encoding. All methods throw {@link ValueError}. */
export class Values {
  readonly #encoding: Encoding;
  readonly #types: TypeTable;
  readonly #codec: Codec;

  constructor(encoding: Encoding, types: TypeTable, codec: Codec) {
    this.#encoding = encoding;
    this.#types = types;
    this.#codec = codec;
  }

  encode(type: Type, value: unknown, path = ''): Uint8Array {
    const encoded = this.#codec.encode(type, value as Value, this.#encoding);
    if ('bytes' in encoded) return encoded.bytes;
    throw new ValueError(path + encoded.error.path, encoded.error.message);
  }

  /** The message of some arguments: one after the other without padding. */
  message(args: RuntimeOperation['args'], values: readonly unknown[]): Uint8Array {
    const parts = args.map(({ name, type }, index) => this.encode(type, values[index], name));
    const message = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
    let offset = 0;
    for (const part of parts) {
      message.set(part, offset);
      offset += part.length;
    }
    return message;
  }

  decodeAt(type: Type, bytes: Uint8Array, offset: number): Read {
    const decoded = this.#codec.decode(type, bytes.subarray(offset), this.#encoding);
    if ('error' in decoded) throw new ValueError(decoded.error.path, decoded.error.message);
    return { value: decoded.value, end: offset + decoded.length };
  }

  /** An argument, as a server takes it. A `bool` by itself is any byte in every encoding; inside another value it is 0 or 1. */
  argument(argument: RuntimeValue, bytes: Uint8Array, offset: number): Read {
    return argument.recv === undefined && argument.type.kind === 'bool'
      ? this.#anyByte(bytes, offset)
      : this.#received(argument, bytes, offset);
  }

  /** The value of a reply at the start of `bytes`, as a client takes it. A `bool` by itself is any byte in Zerocopy alone. */
  reply(ok: RuntimeValue, bytes: Uint8Array): unknown {
    const isAnyByte = ok.recv === undefined && ok.type.kind === 'bool' && this.#encoding === 'Zerocopy';
    return (isAnyByte ? this.#anyByte(bytes, 0) : this.#received(ok, bytes, 0)).value;
  }

  #anyByte(bytes: Uint8Array, offset: number): Read {
    const { value, end } = this.decodeAt({ kind: 'integer', name: 'u8' }, bytes, offset);
    return { value: value !== 0, end };
  }

  /** A value made with `From` is the raw one where the bytes are none of the declared type: the conversion itself is Rust code. */
  #received({ type, recv }: RuntimeValue, bytes: Uint8Array, offset: number): Read {
    switch (recv?.kind) {
      case undefined:
        return this.decodeAt(type, bytes, offset);
      case 'FromPrimitive': {
        const raw = this.decodeAt(recv.raw, bytes, offset);
        return { value: this.#variant(type, raw.value), end: raw.end };
      }
      case 'From': {
        const raw = this.decodeAt(recv.raw, bytes, offset);
        const declared = this.#codec.decode(type, bytes.subarray(offset, raw.end), this.#encoding);
        return 'error' in declared || offset + declared.length !== raw.end
          ? raw
          : { value: declared.value, end: raw.end };
      }
    }
  }

  #variant(type: Type, raw: unknown): unknown {
    const definition = type.kind === 'named' ? this.#types[type.id] : undefined;
    if (definition?.kind !== 'enum') return raw;
    const variant = definition.variants.find(({ value }) => value === String(raw));
    if (variant) return variant.name;
    throw new ValueError('', `${String(raw)} is the value of no variant of ${definition.name}`);
  }
}

/** The values of one interface's types, by encoding. */
export function valuesOf(types: TypeTable): (encoding: Encoding) => Values {
  const codec = new Codec(types);
  const values = {
    Zerocopy: new Values('Zerocopy', types, codec),
    Hubpack: new Values('Hubpack', types, codec),
    Ssmarshal: new Values('Ssmarshal', types, codec),
  };
  return (encoding) => values[encoding];
}
