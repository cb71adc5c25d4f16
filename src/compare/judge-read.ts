import type { Type } from '../schema/index.ts';
import type { Decoded, Undecodable, Value } from '../wire/index.ts';
import { misreading } from './meaning.ts';
import type { Judgement } from './model.ts';
import { fine, panic, type Side, sentenceOf, silent } from './side.ts';

/** Bytes that a server answered with, as its client reads them. */
export interface Reading {
  /** `reply` or `error`, for the sentence. */
  what: 'reply' | 'error';
  reader: Side;
  type: Type;
  read: Decoded | Undecodable;
  writer: Side;
  written: Type;
  value: Value;
  when: string;
}

/** A client unwraps what it decodes: an answer that does not decode panics it. */
export function judgeRead({ what, reader, type, read, writer, written, value, when }: Reading): Judgement {
  if ('error' in read)
    return panic(
      sentenceOf(when, `the ${reader.name} client panics: it cannot decode the ${what} (${read.error.message})`),
    );
  const difference = misreading(
    { type: written, types: writer.types, value },
    { type, types: reader.types, value: read.value, by: `the ${reader.name} client` },
    what,
  );
  return difference ? silent(sentenceOf(when, difference)) : fine('It is read as what was said.');
}
