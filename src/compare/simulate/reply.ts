import type { Encoding } from '../../idol/index.ts';
import type { Type, ValueSchema } from '../../schema/index.ts';
import type { Decoded, Undecodable, Value } from '../../wire/index.ts';
import { isOpen, isSamePart } from '../canonical-form.ts';
import type { AnswerBehavior } from './behavior.ts';
import { bytes, type CallVerdict, fault, ok, panic, sentenceOf, silent, unknown, worse } from './call-verdict.ts';
import { codecPlan } from './codec-plan.ts';
import { commonBytes } from './common-bytes.ts';
import type { Endpoint } from './endpoint.ts';
import { longest, provenReading, sequential } from './proof.ts';
import type { Sample } from './sampler.ts';
import { valueSamples } from './samples.ts';
import { misreading } from './semantic-diff.ts';
import { isRefused, type TriedSample, trySamples } from './try-samples.ts';
import { unseenBetween, unseenVerdict } from './unseen.ts';

/** The server refuses to work for a client whose reply buffer cannot hold its largest reply. The check covers the ok type only. */
export function replyBufferVerdict(client: Endpoint, server: Endpoint): CallVerdict | undefined {
  const buffer = replyBuffer(client);
  const needed = server.layouts.buffer(server.operation.reply.ok.type, server.operation.encoding)?.max;
  if (buffer === undefined || needed === undefined || needed <= buffer) return undefined;
  return fault(
    'ReplyBufferTooSmall',
    `The ${server.name} server's reply takes up to ${bytes(needed)}, the ${client.name} client's buffer holds ${buffer}.`,
  );
}

/** Size in bytes of the buffer that a client keeps for the reply; undefined when a type is unresolved. */
export function replyBuffer({ operation, layouts }: Endpoint): number | undefined {
  const okSize = layouts.buffer(operation.reply.ok.type, operation.encoding)?.max;
  if (operation.reply.kind !== 'Result' || operation.reply.error.kind !== 'Complex') return okSize;
  const error = layouts.buffer(operation.reply.error.type, 'Hubpack')?.max;
  return okSize === undefined || error === undefined ? undefined : Math.max(okSize, error);
}

/** What becomes of successful replies over all values. */
export interface ReplyVerdict {
  worst: CallVerdict;
  /** An answer that the client can read, rightly or not. Absent when no particular one is known, and when there is none. */
  answer?: { readonly value: Value };
  /** Every answer that was tried panics the client. */
  isNeverRead?: true;
}

/** Whether a successful reply is read as what the server answered. */
export function replyVerdict(client: Endpoint, server: Endpoint, behavior: AnswerBehavior): ReplyVerdict {
  const { verdict, tried } = verdictOfReply(client, server, behavior);
  if (!tried) return { worst: verdict };
  const read = tried.find(({ result }) => !isRefused(result));
  if (!read) return { worst: verdict, isNeverRead: true };
  return { worst: verdict, answer: { value: read.result.witness?.answer ?? null } };
}

function verdictOfReply(
  client: Endpoint,
  server: Endpoint,
  behavior: AnswerBehavior,
): { verdict: CallVerdict; tried?: TriedSample[] } {
  const sent = server.operation.reply.ok;
  const read = client.operation.reply.ok;
  const { encoding } = server.operation;
  const isSame =
    client.operation.encoding === encoding &&
    isSamePart(sent.type, server.types, read.type, client.types) &&
    JSON.stringify(sent.recv) === JSON.stringify(read.recv);
  if (isSame) {
    const isSerde = encoding !== 'Zerocopy';
    const unseen = unseenBetween(
      [{ type: sent.type, isSerde }],
      server.types,
      [{ type: read.type, isSerde }],
      client.types,
    );
    return { verdict: unseen ? unseenVerdict(unseen) : ok('same', 'The reply is the same on both sides.') };
  }
  if (isOpen(sent.type, server.types) || isOpen(read.type, client.types)) {
    const about = `the type of the reply \`${sent.text}\``;
    return { verdict: unknown(about, 'The type of the reply is not known on both sides.') };
  }
  if (isConverted(read) && JSON.stringify(sent.recv) !== JSON.stringify(read.recv)) {
    const sentence = `The ${client.name} client converts the reply with code of its own, and the result is not known.`;
    return { verdict: unknown('how the client converts the reply', sentence) };
  }
  if (isProven(client, server)) {
    return { verdict: ok('subset', 'The client decodes every reply correctly.') };
  }
  const samples = valueSamples(sent.type, server.types, encoding, 'reply');
  const attempt = ({ value, when }: Sample): CallVerdict => {
    const answer = server.operation.reply.kind === 'Simple' ? value : { Ok: value };
    const encoded = server.codec.encode(sent.type, value, encoding);
    if ('error' in encoded) return notEncoded('reply', when, encoded.error.message);
    const own = server.layouts.buffer(sent.type, encoding)?.max ?? encoded.bytes.length;
    if (encoded.bytes.length > own) {
      const text = `the ${server.name} server panics: its reply takes ${bytes(encoded.bytes.length)}, and Ssmarshal gives it a buffer of ${own}`;
      return { ...panic('server', sentenceOf(when, text)), witness: { answer } };
    }
    const result = readVerdict(client, server, {
      what: 'reply',
      type: read.type,
      sent: sent.type,
      value,
      when,
      read: readOk(client, encoded.bytes, behavior),
    });
    return { ...result, witness: { answer } };
  };
  const tried = trySamples(samples, attempt, () =>
    readableValues(server, sent.type, encoding, client, read.type, client.operation.encoding),
  );
  const results = tried.map(({ result }) => result);
  const verdict = settled(results, client, 'reply');
  return { verdict: samples.isCut() ? { ...verdict, isCut: true } : verdict, tried };
}

/** Values of a reply or an error that get past the checks of the client. */
export function readableValues(
  server: Endpoint,
  sent: Type,
  encoding: Encoding,
  client: Endpoint,
  read: Type,
  readEncoding: Encoding,
): Sample[] {
  const [answer, taken] = [
    codecPlan(sent, encoding, server.layouts.memory),
    codecPlan(read, readEncoding, client.layouts.memory),
  ];
  const length = encoding === 'Zerocopy' ? server.layouts.buffer(sent, encoding)?.max : undefined;
  const isFixed = readEncoding === 'Zerocopy';
  const answers = commonBytes(answer, taken, {
    ...(length !== undefined && { length }),
    accepts: (end, sentLength) => isFixed || end <= sentLength,
    behind: isFixed ? 'zeros' : 'nothing',
  });
  return answers.flatMap((answered) => {
    const value = server.codec.decode(sent, answered, encoding);
    return 'error' in value ? [] : [{ value: value.value, when: 'With some values' }];
  });
}

/** The worst of what was tried; unknown where nothing bad was found, since nothing shows that there is none. */
export function settled(tried: readonly CallVerdict[], client: Endpoint, what: 'reply' | 'error'): CallVerdict {
  const worst = tried.reduce(worse, ok('subset', ''));
  if (worst.verdict.kind !== 'ok') return worst;
  const sentence = `The ${client.name} client decodes ${tried.length} tried values of the ${what} correctly. This is not proven for every value.`;
  return unknown(`whether every ${what} is decoded correctly`, sentence);
}

export function notEncoded(what: 'reply' | 'error', when: string, message: string): CallVerdict {
  const sentence = sentenceOf(when, `the ${what} cannot be encoded (${message})`);
  return unknown(`how the ${what} is encoded (${message})`, sentence);
}

function isProven(client: Endpoint, server: Endpoint): boolean {
  const [sent, read] = [server, client].map(({ operation, layouts }) => {
    const plan = codecPlan(operation.reply.ok.type, operation.encoding, layouts.memory);
    const isAlone = operation.encoding === 'Zerocopy' && client.operation.encoding !== server.operation.encoding;
    return isAlone ? sequential(plan) : plan;
  });
  if (!sent || !read) return false;
  const { encoding, reply } = server.operation;
  const own = server.layouts.buffer(reply.ok.type, encoding)?.max;
  if (encoding !== 'Zerocopy' && (own === undefined || longest(sent) > own)) return false;
  if (client.operation.encoding !== 'Zerocopy') return provenReading(sent, read) !== undefined;
  // A client reads its whole buffer: what did not come is zero.
  const isShorter = own !== undefined && own < (replyImage(client) ?? 0);
  return provenReading(sent, read, encoding === 'Zerocopy' && isShorter ? 'zeros' : 'bytes') === 'exact';
}

function replyImage({ layouts, operation }: Endpoint): number | undefined {
  return layouts.buffer(operation.reply.ok.type, 'Zerocopy')?.max;
}

function isConverted({ recv }: ValueSchema): boolean {
  return recv.kind === 'From' && recv.function !== undefined;
}

/** What a client makes of bytes that come with the return code 0. */
export function readOk(
  { codec, operation, layouts }: Endpoint,
  sent: Uint8Array,
  { client: { boolReply } }: AnswerBehavior,
): Decoded | Undecodable {
  if (operation.encoding !== 'Zerocopy') {
    const { type } = operation.reply.ok;
    const isLoose = type.kind === 'bool' && boolReply === 'any-byte' && sent.length > 0;
    return isLoose ? { value: sent[0] !== 0, length: 1, parts: [] } : codec.decode(type, sent, operation.encoding);
  }
  // It reads its whole buffer, whatever the length of the answer: what is missing is zero.
  const arrived = new Uint8Array(layouts.buffer(operation.reply.ok.type, 'Zerocopy')?.max ?? 0);
  arrived.set(sent.subarray(0, arrived.length));
  const read = codec.decodeReply(operation, 0, arrived);
  return 'error' in read ? read : { value: read.value ?? null, length: arrived.length, parts: [] };
}

/** Bytes that a server answered with, as its client reads them. */
export interface Reading {
  what: 'reply' | 'error';
  /** The reader's type, and that of what was sent. */
  type: Type;
  sent: Type;
  value: Value;
  when: string;
  read: Decoded | Undecodable;
}

/** A client unwraps what it decodes: an answer that does not decode panics it. */
export function readVerdict(
  client: Endpoint,
  server: Endpoint,
  { what, type, sent, value, when, read }: Reading,
): CallVerdict {
  if ('error' in read) {
    const text = `the ${client.name} client panics: it cannot decode the ${what} (${read.error.message})`;
    return panic('client', sentenceOf(when, text));
  }
  const difference = misreading(
    { type: sent, types: server.types, value },
    { type, types: client.types, value: read.value, by: `the ${client.name} client` },
    what,
  );
  return difference ? silent(sentenceOf(when, difference)) : ok('subset', 'It is decoded correctly.');
}
