import { typeName } from '../schema/index.ts';
import type { ArgumentWire, InterfaceWire, Value } from '../wire/index.ts';
import { alignByName } from './align.ts';
import { isRefused, type JudgedSample, judgeSamples } from './judge-samples.ts';
import { misreading } from './meaning.ts';
import { worse } from './model.ts';
import { messageLength, openArgument, withStandIns } from './open-arguments.ts';
import { argumentSamples, baseArguments, type Sample } from './samples.ts';
import { isOpen, isSameArguments } from './shape.ts';
import { bytes, fault, fine, incomingSize, panic, type Side, sentenceOf, silent, unknown } from './side.ts';
import { fieldOf } from './value-parts.ts';
import { type Witnessed, witnessed } from './witness.ts';

/** What becomes of a client's arguments over all samples. */
export interface ArgumentsJudgement {
  worst: Witnessed;
  /** Arguments that get past the checks, rightly read or not; absent when a server refuses every sample. */
  accepted?: Value;
}

/** Whether messages fit the server's buffer: its first check. Undefined when the sizes are not known. */
export function judgeLength(client: Side, server: InterfaceWire, name: string): ArgumentsJudgement | undefined {
  const incoming = incomingSize(server);
  const { args } = client.operation;
  if (incoming === undefined || args.some((arg) => isOpen(arg.type, client.types))) return undefined;
  return ofAll(
    argumentSamples(client.operation, client.types)
      .around()
      .map((sample) => ({ sample, judgement: judgeSampleLength(client, sample, incoming, name) })),
  );
}

function judgeSampleLength(client: Side, sample: Sample, incoming: number, name: string): Witnessed {
  const sent = client.codec.encodeMessage(client.operation, sample.value);
  if ('error' in sent) return unknown(sentenceOf(sample.when, `the message cannot be encoded (${sent.error.message})`));
  const { length } = sent.bytes;
  const own = client.layouts.messageBuffer(client.operation.args, client.operation.encoding)?.max ?? length;
  if (length > own) {
    const text = `the ${client.name} client panics: its message takes ${bytes(length)}, and Ssmarshal gives it a buffer of ${own}`;
    return panic(sentenceOf(sample.when, text));
  }
  if (length <= incoming) return fine('The message fits.');
  return fault(
    'BadMessageSize',
    `The ${client.name} client sends ${bytes(length)}, the ${name} server's buffer holds ${incoming}.`,
  );
}

export function judgeArguments(client: Side, server: Side): ArgumentsJudgement {
  const base = baseArguments(client.operation, client.types);
  if (isSameArguments(client.operation, client.types, server.operation, server.types)) {
    return { worst: fine('The arguments are the same on both sides.'), accepted: base };
  }
  const open = openArgument(client, server);
  return open ? judgeBesideOpen(client, server, open) : judgeKnown(client, server);
}

/** An argument that nobody knows the inside of leaves those around it open only where it has an influence on them. */
function judgeBesideOpen(client: Side, server: Side, { name, text }: ArgumentWire): ArgumentsJudgement {
  const accepted = baseArguments(client.operation, client.types);
  const sides = withStandIns(client, server);
  if (!sides)
    return { worst: unknown(`What argument \`${name}: ${text}\` is made of is not known on both sides.`), accepted };
  const longer = messageLength(sides.client) - messageLength(sides.server);
  if (client.operation.encoding === 'Zerocopy' && longer !== 0) {
    const difference = `${bytes(Math.abs(longer))} ${longer > 0 ? 'more' : 'less'}`;
    const orTooLong = longer > 0 ? ' Where its buffer does not hold that much, the fault is BadMessageSize.' : '';
    const sentence = `The ${client.name} client sends ${difference} than the ${server.name} server takes, whatever \`${text}\` is.${orTooLong}`;
    return { worst: fault('BadMessageContents', sentence) };
  }
  const judged = judgeKnown(sides.client, sides.server);
  if (longer <= 0 || judged.worst.outcome.kind === 'fault') return judged;
  const sentence = `Whether the ${server.name} server's buffer holds a message that is ${bytes(longer)} longer is open: what \`${text}\` is made of is not known.`;
  return { worst: unknown(sentence), accepted };
}

function judgeKnown(client: Side, server: Side): ArgumentsJudgement {
  const base = baseArguments(client.operation, client.types);
  const code = codeBetween(client, server);
  if (code) return { worst: unknown(code), accepted: base };
  return ofAll(
    judgeSamples(argumentSamples(client.operation, client.types), (sample) => judgeSample(client, server, sample)),
  );
}

function ofAll(all: readonly JudgedSample[]): ArgumentsJudgement {
  const accepted = all.find(({ judgement }) => !isRefused(judgement));
  return {
    worst: all.map(({ sample, judgement }) => witnessed(judgement, { args: sample.value })).reduce(worse),
    ...(accepted && { accepted: accepted.sample.value }),
  };
}

/**
 * A conversion by a named function that the client does not have: which values it takes, and for what, nobody can read off.
 * (`From` without one is the trait, which takes every value.)
 */
function codeBetween(client: Side, server: Side): string | undefined {
  const converted = server.operation.args.find((arg) => {
    const sent = client.operation.args.find((one) => one.name === arg.name);
    return arg.recv.kind === 'From' && arg.recv.function && JSON.stringify(sent?.recv) !== JSON.stringify(arg.recv);
  });
  if (converted?.recv.kind !== 'From') return undefined;
  return `The ${server.name} server makes \`${converted.name}\` with \`${converted.recv.function}\`, and what that takes is up to its code.`;
}

function judgeSample(client: Side, server: Side, sample: Sample): Witnessed {
  const incoming = incomingSize(server.interface);
  const fits = judgeSampleLength(client, sample, incoming ?? Number.POSITIVE_INFINITY, server.name);
  if (fits.outcome.kind !== 'ok') return fits;
  const sent = client.codec.encodeMessage(client.operation, sample.value);
  if ('error' in sent) return unknown(sent.error.message);
  if (server.operation.encoding === 'Zerocopy') {
    const exact = server.layouts.messageBuffer(server.operation.args, 'Zerocopy')?.max;
    if (exact !== undefined && exact !== sent.bytes.length) {
      return fault(
        'BadMessageContents',
        `The ${client.name} client sends ${bytes(sent.bytes.length)}, the ${server.name} server takes exactly ${exact}.`,
      );
    }
  }
  const arrived = server.codec.decodeMessage(server.operation, sent.bytes);
  if ('error' in arrived) {
    const { path, message } = arrived.error;
    const converted = server.operation.args.find((arg) => path.startsWith(arg.name) && arg.recv.kind === 'From');
    if (converted)
      return unknown(sentenceOf(sample.when, `what \`From\` makes of \`${converted.name}\` is up to its code`));
    const what = path ? `\`${path}\`` : 'the message';
    const text = `the ${server.name} server cannot decode ${what} (${message})`;
    return fault('BadMessageContents', sentenceOf(sample.when, text));
  }
  const difference = misreadMessage(client, server, sample.value, arrived.value);
  return difference ? silent(sentenceOf(sample.when, difference)) : fine('Every argument is read as what was sent.');
}

function misreadMessage(client: Side, server: Side, sent: Value, arrived: Value): string | undefined {
  const by = `the ${server.name} server`;
  const { pairs, added } = alignByName(client.operation.args, server.operation.args, () => true);
  const unsent = added[0];
  if (unsent) return `${by} reads ${describe(unsent, server)} from bytes that were sent for something else`;
  for (const pair of pairs) {
    const difference = misreading(
      { type: pair.old.type, types: client.types, value: fieldOf(sent, pair.old.name) },
      { type: pair.new.type, types: server.types, value: fieldOf(arrived, pair.new.name), by },
      pair.new.name,
    );
    if (difference) return difference;
  }
  return undefined;
}

function describe({ name, type }: ArgumentWire, { types }: Side): string {
  return `\`${name}: ${typeName(type, types)}\``;
}
