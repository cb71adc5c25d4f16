import type { RuntimeOperation, RuntimeSchema } from '../wire/index.ts';
import { ValueError, type Values, valuesOf } from './values.ts';

/** A value, and how many bytes it was read from. */
export interface DecodedValue<T> {
  readonly value: T;
  /** In bytes. Those behind are left alone. */
  readonly length: number;
}

/** The bytes of the messages of one direction of a message contract. Generated modules have one for each direction. */
export class MessageCodec<Body, Parts extends { readonly body: Body } = { readonly body: Body }> {
  readonly #args: RuntimeOperation['args'];
  readonly #values: Values;

  /** @throws TypeError when the contract has no direction of that name */
  constructor(schema: RuntimeSchema, direction: string) {
    const operation = schema.operations.find(({ name }) => name === direction);
    if (!operation) throw new TypeError(`${schema.name} has no direction ${direction}`);
    this.#args = operation.args;
    this.#values = valuesOf(schema.types)(operation.encoding);
  }

  /** @throws ValueError when the body does not fit its type */
  encode(body: Body): Uint8Array {
    return this.#values.encode(this.#body.type, body);
  }

  /** @throws ValueError when the bytes are no body */
  decode(bytes: Uint8Array): DecodedValue<Body> {
    const { value, end } = this.#values.decodeAt(this.#body.type, bytes, 0);
    return { value: value as Body, length: end };
  }

  /** The parts before the body, and the body. @throws ValueError when one does not fit its type */
  encodeParts(parts: Parts): Uint8Array {
    return this.#values.message(
      this.#args,
      this.#args.map(({ name }) => (parts as Readonly<Record<string, unknown>>)[name]),
    );
  }

  /** @throws ValueError when the bytes are none of these parts */
  decodeParts(bytes: Uint8Array): DecodedValue<Parts> {
    const parts: Record<string, unknown> = {};
    let length = 0;
    for (const { name, type } of this.#args) {
      const { value, end } = this.#values.decodeAt(type, bytes, length);
      parts[name] = value;
      length = end;
    }
    return { value: parts as unknown as Parts, length };
  }

  get #body(): RuntimeOperation['args'][number] {
    const body = this.#args.at(-1);
    if (!body) throw new ValueError('', 'the direction has no body');
    return body;
  }
}
