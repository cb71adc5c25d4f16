import { type ArgumentSchema, type TrailingPart, typeName } from '../../schema/index.ts';
import { isUnknown, type Value } from '../../wire/index.ts';
import { isOpen, isSameArguments } from '../canonical-form.ts';
import { alignByName } from '../match/align.ts';
import { bytes, type CallVerdict, fault, ok, panic, sentenceOf, silent, unknown, worse } from './call-verdict.ts';
import { type CodecPlan, codecPlan, type PlannedPart, type RecordPlan } from './codec-plan.ts';
import { commonBytes } from './common-bytes.ts';
import { type Endpoint, incomingSize } from './endpoint.ts';
import { messageLength, openArgument, withStandIns } from './open-arguments.ts';
import { longest, provenReading, sequential } from './proof.ts';
import type { Sample } from './sampler.ts';
import { argumentSamples, baseArguments } from './samples.ts';
import { misreading } from './semantic-diff.ts';
import { isRefused, type TriedSample, trySamples } from './try-samples.ts';
import { fieldOf } from './value-parts.ts';

/** What becomes of a client's arguments over all values. */
export interface ArgumentsVerdict {
  worst: CallVerdict;
  /** Arguments that get past the checks, rightly read or not; absent when a server refuses every sample. */
  accepted?: Value;
  /** One example of each way in which samples are refused: which of them is the worst depends on the runtime of the server. */
  refusals?: readonly CallVerdict[];
}

/** The worst of what becomes of arguments, after `end` has said what the server's runtime does about each. */
export function worstOfArguments(
  { worst, refusals = [] }: ArgumentsVerdict,
  end: (result: CallVerdict) => CallVerdict,
): CallVerdict {
  return [worst, ...refusals].map(end).reduce(worse);
}

/**
 * Whether messages fit the server's buffer: its first check. Undefined when the sizes are not known.
 * @param incoming size of that buffer, in bytes
 * @param who the server, as sentences call it
 */
export function lengthVerdict(
  client: Endpoint,
  incoming: number | undefined,
  who: string,
): ArgumentsVerdict | undefined {
  const { args } = client.operation;
  if (incoming === undefined || args.some((arg) => isOpen(arg.type, client.types))) return undefined;
  if (fitsAlways(client, incoming)) {
    return { worst: ok('subset', 'The message fits.'), accepted: baseArguments(client.operation, client.types) };
  }
  return ofAll(
    argumentSamples(client.operation, client.types)
      .around()
      .map((sample) => {
        const sent = client.codec.encodeMessage(client.operation, sample.value);
        return { sample, result: tryLength(client, sample, sent, incoming, who) };
      }),
  );
}

/** Whether the longest message is no longer than the server's buffer, and than the client's own. */
function fitsAlways(client: Endpoint, incoming: number): boolean {
  const own = ownBuffer(client);
  const most = client.operation.encoding === 'Zerocopy' ? own : longest(planOf(client));
  return most <= incoming && most <= own;
}

/** Size in bytes of the buffer that a stub encodes into. Code that sends the messages of a contract has one of its own. */
function ownBuffer(client: Endpoint): number {
  return client.interface.messages ? Number.POSITIVE_INFINITY : messageLength(client);
}

function tryLength(
  client: Endpoint,
  sample: Sample,
  sent: ReturnType<Endpoint['codec']['encodeMessage']>,
  incoming: number,
  who: string,
): CallVerdict {
  if ('error' in sent) return notEncoded(sample.when, sent.error.message);
  const { length } = sent.bytes;
  const own = ownBuffer(client);
  if (length > own) {
    const text = `the ${client.who} panics: its message takes ${bytes(length)}, and Ssmarshal gives it a buffer of ${own}`;
    return panic('client', sentenceOf(sample.when, text));
  }
  if (length <= incoming) return ok('subset', 'The message fits.');
  return fault('BadMessageSize', `The ${client.who} sends ${bytes(length)}, the ${who}'s buffer holds ${incoming}.`);
}

function notEncoded(when: string, message: string): CallVerdict {
  const sentence = sentenceOf(when, `the message cannot be encoded (${message})`);
  return unknown(`how the arguments are encoded (${message})`, sentence);
}

export function argumentsVerdict(client: Endpoint, server: Endpoint): ArgumentsVerdict {
  const base = baseArguments(client.operation, client.types);
  if (isSameArguments(client.operation, client.types, server.operation, server.types)) {
    return { worst: ok('same', 'The arguments are the same on both sides.'), accepted: base };
  }
  if (client.interface.messages && isProven(client, server)) {
    return { worst: ok('subset', 'The server decodes every message correctly.'), accepted: base };
  }
  const open = openArgument(client, server);
  return open ? besideOpen(client, server, open) : knownVerdict(client, server);
}

/** An argument that nobody knows the inside of leaves those around it open only where it has an influence on them. */
function besideOpen(client: Endpoint, server: Endpoint, { name, text }: ArgumentSchema): ArgumentsVerdict {
  const accepted = baseArguments(client.operation, client.types);
  const ends = withStandIns(client, server);
  const about = `the type of argument \`${name}: ${text}\``;
  if (!ends) return { worst: unknown(about, `The type of argument \`${name}: ${text}\` is not known.`), accepted };
  const longer = messageLength(ends.client) - messageLength(ends.server);
  if (client.operation.encoding === 'Zerocopy' && longer !== 0) {
    const difference = `${bytes(Math.abs(longer))} ${longer > 0 ? 'more' : 'less'}`;
    const orTooLong = longer > 0 ? ' Where its buffer does not hold that much, the fault is BadMessageSize.' : '';
    const sentence = `The ${client.who} sends ${difference} than the ${server.who} takes, whatever \`${text}\` is.${orTooLong}`;
    return { worst: fault('BadMessageContents', sentence) };
  }
  const result = knownVerdict(ends.client, ends.server);
  if (longer <= 0 || result.worst.verdict.kind === 'fault') return result;
  const sentence = `The type \`${text}\` is not known, nor whether the buffer of the ${server.who} holds a message that is ${bytes(longer)} longer.`;
  return { worst: unknown(about, sentence), accepted };
}

function knownVerdict(client: Endpoint, server: Endpoint): ArgumentsVerdict {
  const base = baseArguments(client.operation, client.types);
  const converted = conversionBetween(client, server);
  if (converted) return { worst: converted, accepted: base };
  if (isProven(client, server)) {
    return { worst: ok('subset', 'The server decodes every argument correctly.'), accepted: base };
  }
  if (isRefusedByLength(client, server)) {
    const sample = { value: base, when: '' };
    return ofAll([{ sample, result: trySample(client, server, sample) }]);
  }
  const samples = argumentSamples(client.operation, client.types);
  const tried = trySamples(
    samples,
    (sample) => trySample(client, server, sample),
    () => acceptedMessages(client, server),
  );
  const all = ofAll(tried);
  if (samples.isCut()) all.worst = { ...all.worst, isCut: true };
  if (all.worst.verdict.kind !== 'ok') return all;
  const sentence = `The ${server.who} decodes ${tried.length} tried messages correctly. This is not proven for every message.`;
  return { ...all, worst: unknown('whether every message is decoded correctly', sentence) };
}

/** One example of each way in which arguments are refused. A silent misread ends no search here. */
export function refusedArguments(client: Endpoint, server: Endpoint): readonly CallVerdict[] {
  if (openArgument(client, server) || isSameArguments(client.operation, client.types, server.operation, server.types)) {
    return [];
  }
  const samples = argumentSamples(client.operation, client.types);
  const all = [...samples.around(), ...samples.mixed()];
  return ofAll(all.map((sample) => ({ sample, result: trySample(client, server, sample) }))).refusals ?? [];
}

/** Whether every message has one length, and that is not the one that the server accepts: then any message shows what happens. */
function isRefusedByLength(client: Endpoint, server: Endpoint): boolean {
  const areFixed = client.operation.encoding === 'Zerocopy' && server.operation.encoding === 'Zerocopy';
  return areFixed && messageLength(client) !== messageLength(server);
}

/** Messages that get past the checks of the server. */
function acceptedMessages(client: Endpoint, server: Endpoint): Sample[] {
  const isFixed = (endpoint: Endpoint) => endpoint.operation.encoding === 'Zerocopy';
  const messages = commonBytes(planOf(client), withLooseBools(planOf(server)), {
    ...(isFixed(client) && { length: messageLength(client) }),
    accepts: (end, length) => (isFixed(server) ? length === messageLength(server) : end <= length),
    behind: 'nothing',
  });
  return messages.flatMap((message) => {
    const read = client.codec.decodeMessage(client.operation, message);
    return 'error' in read ? [] : [{ value: read.value, when: 'With some values' }];
  });
}

/** A `bool` that is an argument itself is true for each byte but 0. */
function withLooseBools(message: RecordPlan): RecordPlan {
  const parts = message.parts.map((part): PlannedPart => {
    const { plan } = part;
    return plan.kind === 'scalar' && plan.form === 'bool' ? { ...part, plan: { ...plan, form: 'unsigned' } } : part;
  });
  return { ...message, parts };
}

/** Whether every message is accepted, and every argument read as what was sent. */
function isProven(client: Endpoint, server: Endpoint): boolean {
  const incoming = incomingSize(server.interface, server.target, server.buffer);
  if (incoming === undefined || !fitsAlways(client, incoming)) return false;
  const [sent, read] = comparable(client, server);
  const proof = sent && read && provenReading(sent, read);
  if (server.operation.encoding !== 'Zerocopy')
    return proof === 'exact' || (proof === 'prefix' && partBehind(server) === undefined);
  // A struct may end in padding, which a serde encoding does not send.
  const length = client.operation.encoding === 'Zerocopy' ? messageLength(client) : longest(planOf(client));
  return proof === 'exact' && length === messageLength(server);
}

/** Plans of both messages: without offsets where one of the encodings has none. */
function comparable(client: Endpoint, server: Endpoint): (CodecPlan | undefined)[] {
  const plans = [client, server].map(planOf);
  if (client.operation.encoding === server.operation.encoding) return plans;
  const isInMemory = [client, server].map(({ operation }) => operation.encoding === 'Zerocopy');
  return plans.map((plan, index) => (isInMemory[index] ? sequential(plan) : plan));
}

/** Arguments travel one behind the other, without padding, in every encoding. */
function planOf({ operation: { args, encoding }, layouts: { memory } }: Endpoint): RecordPlan {
  const parts: PlannedPart[] = [];
  let offset = 0;
  for (const { name, type } of args) {
    const plan = codecPlan(type, encoding, memory);
    const size = memory.of(type);
    parts.push({ name, plan, ...(encoding === 'Zerocopy' && { offset }) });
    offset += isUnknown(size) ? 0 : size.size.max;
  }
  return { kind: 'record', isTuple: false, parts };
}

function ofAll(all: readonly TriedSample[]): ArgumentsVerdict {
  const accepted = all.find(({ result }) => !isRefused(result));
  const witnessed = all.map(({ sample, result }): CallVerdict => ({ ...result, witness: { args: sample.value } }));
  // The first of each kind is the most ordinary value.
  const refused = witnessed.filter(isRefused).toReversed();
  const refusals = new Map(refused.map((one) => [JSON.stringify(one.verdict), one] as const));
  return {
    worst: witnessed.reduce(worse),
    ...(accepted && { accepted: accepted.sample.value }),
    ...(refusals.size > 0 && { refusals: [...refusals.values()] }),
  };
}

/**
 * A conversion by a named function that the client does not have: which values it takes, and for what, nobody can read off.
 * (`From` without one is the trait, which takes every value.)
 */
function conversionBetween(client: Endpoint, server: Endpoint): CallVerdict | undefined {
  const converted = server.operation.args.find((arg) => {
    const sent = client.operation.args.find((one) => one.name === arg.name);
    return arg.recv.kind === 'From' && arg.recv.function && JSON.stringify(sent?.recv) !== JSON.stringify(arg.recv);
  });
  if (converted?.recv.kind !== 'From') return undefined;
  const name = `\`${converted.recv.function}\``;
  return unknown(
    `what ${name} accepts`,
    `The ${server.who} converts \`${converted.name}\` with ${name}, and the values that it accepts are not known.`,
  );
}

function trySample(client: Endpoint, server: Endpoint, sample: Sample): CallVerdict {
  const incoming = incomingSize(server.interface, server.target, server.buffer);
  const sent = client.codec.encodeMessage(client.operation, sample.value);
  const fits = tryLength(client, sample, sent, incoming ?? Number.POSITIVE_INFINITY, server.who);
  if ('error' in sent || fits.verdict.kind !== 'ok') return fits;
  if (server.operation.encoding === 'Zerocopy') {
    const exact = messageLength(server);
    if (exact !== sent.bytes.length) {
      return fault(
        'BadMessageContents',
        `The ${client.who} sends ${bytes(sent.bytes.length)}, the ${server.who} takes exactly ${exact}.`,
      );
    }
  }
  const arrived = server.codec.decodeMessage(server.operation, sent.bytes);
  if ('error' in arrived) {
    const { path, message } = arrived.error;
    const converted = server.operation.args.find((arg) => path.startsWith(arg.name) && arg.recv.kind === 'From');
    if (converted) {
      const what = `the result of \`From\` for \`${converted.name}\``;
      return unknown(what, sentenceOf(sample.when, `${what} is not known`));
    }
    const what = path ? `\`${path}\`` : 'the message';
    const text = `the ${server.who} cannot decode ${what} (${message})`;
    return fault('BadMessageContents', sentenceOf(sample.when, text));
  }
  const part = arrived.length < sent.bytes.length ? partBehind(server) : undefined;
  if (part) {
    const text = `the ${server.who} reads ${bytes(arrived.length)} of the message and takes the rest, ${bytes(sent.bytes.length - arrived.length)}, for \`${part.name}\``;
    return silent(sentenceOf(sample.when, text));
  }
  const difference = misreadMessage(client, server, sample.value, arrived.value);
  return difference
    ? silent(sentenceOf(sample.when, difference))
    : ok('subset', 'The server decodes every argument correctly.');
}

/** The part of a frame that begins where a receiver is through with the message body. */
function partBehind({ interface: { messages }, operation }: Endpoint): TrailingPart | undefined {
  return messages?.directions[operation.number - 1]?.after[0];
}

function misreadMessage(client: Endpoint, server: Endpoint, sent: Value, arrived: Value): string | undefined {
  const by = `the ${server.who}`;
  const { pairs, added } = alignByName(client.operation.args, server.operation.args, () => true);
  const unsent = added[0];
  if (unsent) return `${by} reads ${describe(unsent, server)} from bytes that the client wrote for another argument`;
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

function describe({ name, type }: ArgumentSchema, { types }: Endpoint): string {
  return `\`${name}: ${typeName(type, types)}\``;
}
