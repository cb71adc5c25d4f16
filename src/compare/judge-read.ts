import type { Encoding } from '../idol/index.ts';
import type { Type, Value } from '../wire/index.ts';
import { misreading } from './meaning.ts';
import type { Judgement } from './model.ts';
import { fine, panic, type Side, silent } from './side.ts';

/** Bytes that a server answered with, as its client reads them. */
export interface Reading {
  /** `reply` or `error`, for the sentence. */
  what: 'reply' | 'error';
  reader: Side;
  type: Type;
  encoding: Encoding;
  writer: Side;
  written: Type;
  value: Value;
  bytes: Uint8Array;
  when: string;
}

/** A client unwraps what it decodes: an answer that does not decode panics it. */
export function judgeRead({ what, reader, type, encoding, writer, written, value, bytes, when }: Reading): Judgement {
  const read = reader.codec.decode(type, bytes, encoding);
  if ('error' in read)
    return panic(`${when}: the ${reader.name} client panics, it cannot decode the ${what}: ${read.error.message}.`);
  const difference = misreading(
    { type: written, types: writer.types, value },
    { type, types: reader.types, value: read.value },
    what,
  );
  return difference
    ? silent(`${when}: ${difference} by the ${reader.name} client.`)
    : fine('It is read as what was said.');
}
