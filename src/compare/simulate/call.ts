import type { InterfaceSchema, OperationSchema } from '../../schema/index.ts';
import type { Target, Value } from '../../wire/index.ts';
import {
  type ArgumentsVerdict,
  argumentsVerdict,
  lengthVerdict,
  refusedArguments,
  worstOfArguments,
} from './arguments.ts';
import { type AnswerBehavior, type CallBehavior, CURRENT } from './behavior.ts';
import { type CallVerdict, fault, ok, panic, silent, unknown, worse } from './call-verdict.ts';
import { directionVerdict } from './direction.ts';
import { type Endpoint, endpointOf, incomingSize } from './endpoint.ts';
import { onceForEqual, type Part } from './equal-parts.ts';
import { errorVerdict, refusalCode } from './error.ts';
import { type LeasesVerdict, leaseCountVerdict, leasesVerdict } from './leases.ts';
import { type ReplyVerdict, replyBufferVerdict, replyVerdict } from './reply.ts';
import { baseArguments, baseValue } from './samples.ts';
import { sentArguments, unseenBetween, unseenVerdict } from './unseen.ts';
import type { Witness } from './witness.ts';

/** A call between two versions of an interface, in one configuration. */
export interface Call {
  /** What people call the client's version and the server's: `old` and `new`, one way or the other. */
  names: { client: string; server: string };
  /** The version that the client was built from, and the operation that it calls. */
  client: InterfaceSchema;
  operation: OperationSchema;
  /** The version that the server was built from. */
  server: InterfaceSchema;
  /** Name of the same operation in the server's version; undefined when it has none. */
  meant: string | undefined;
  /** What both sides are built for; bare-metal Arm where absent. */
  target?: Target;
  /** What the components on both sides do; today's where absent. */
  behavior?: CallBehavior;
}

/** A verdict with the values of a call that shows it. */
export interface WitnessedVerdict extends CallVerdict {
  readonly witness: Witness;
}

/**
 * What a call between two versions comes to: the worst that can happen over the values that may travel.
 *
 * It takes the checks of a server in their order (the first that fails decides). A part whose canonical forms are equal on both sides
 * works, and so does one for which it is proven that each value is read as what was sent. For all else it runs the codecs of both
 * sides on sample values: they show what goes wrong. Where they show nothing, the verdict is unknown.
 */
export function verdictOfCall(call: Call): WitnessedVerdict {
  return verdictsOfCall(call)(call.behavior ?? CURRENT);
}

/** The verdicts of a call under several behaviors: what depends on none of them is worked out once. */
export function verdictsOfCall(call: Call): (behavior: CallBehavior) => WitnessedVerdict {
  if (call.client.messages) {
    const verdict = once(() => verdictOfMessage(call));
    return () => verdict();
  }
  const { names, target } = call;
  const client = endpointOf(call.client, call.operation, names.client, target, `${names.client} client`);
  const hit = call.server.operations[call.operation.number - 1];
  const receiver = `${names.server} server`;
  const hitServer = hit && endpointOf(call.server, hit, names.server, target, receiver);
  const usual = once(() => usualWitness(client, hitServer));
  const withBuffer = oncePer((buffer: Endpoint['buffer']) => {
    const incoming = incomingSize(call.server, client.target, buffer);
    const length = once(() =>
      onceForEqual(`length ${incoming} ${receiver}`, 'args', [client], () => lengthVerdict(client, incoming, receiver)),
    );
    return hitServer
      ? hitVerdicts(client, { ...hitServer, buffer }, hitServer.operation.name === call.meant, length, incoming)
      : (behavior: CallBehavior) => missingVerdict(client, call.server, names.server, length(), behavior);
  });
  return (behavior) => {
    const result = withBuffer(behavior.server.incomingSize)(behavior);
    return { ...result, witness: { ...usual(), ...result.witness } };
  };
}

/** The verdict on the messages of a contract, which have no reply, and no kernel in between. */
function verdictOfMessage({ client, operation, server, meant, names, target }: Call): WitnessedVerdict {
  const hit = server.operations.find(({ name }) => name === meant);
  const direction = client.messages?.directions[operation.number - 1];
  const sender = endpointOf(
    client,
    operation,
    names.client,
    target,
    `${names.client} ${direction?.sender ?? 'sender'}`,
  );
  const usual: Witness = { args: baseArguments(operation, client.types), lengths: [], answer: null };
  if (!hit) {
    const sentence = `The ${names.server} version has no direction \`${operation.name}\`.`;
    return { ...unknown('how the receiver decodes the message', sentence), witness: usual };
  }
  const who = `${names.server} ${direction?.receiver ?? 'receiver'}`;
  const result = directionVerdict(sender, endpointOf(server, hit, names.server, target, who));
  return { ...result, witness: { ...usual, ...result.witness } };
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function oncePer<Key, T>(make: (key: Key) => T): (key: Key) => T {
  const made = new Map<Key, T>();
  return (key) => {
    const value = made.get(key) ?? make(key);
    made.set(key, value);
    return value;
  };
}

function oncePerAnswer<T>(make: (behavior: AnswerBehavior, key: string) => T): (behavior: AnswerBehavior) => T {
  const made = new Map<string, T>();
  return ({ client, kernel }) => {
    const key = JSON.stringify([client, kernel]);
    const value = made.get(key) ?? make({ client, kernel }, key);
    made.set(key, value);
    return value;
  };
}

function usualWitness(client: Endpoint, server: Endpoint | undefined): Witness {
  return {
    args: onceForEqual('usual', 'args', [client], () => baseArguments(client.operation, client.types)),
    lengths: client.operation.leases.map(() => 1),
    answer: server ? onceForEqual('usual', 'reply', [server], () => usualAnswer(server)) : null,
  };
}

function usualAnswer({ operation: { reply, encoding }, types }: Endpoint): Value {
  const value = baseValue(reply.ok.type, types, encoding);
  return reply.kind === 'Simple' ? value : { Ok: value };
}

/** A server looks at the length first, then at the number. */
function missingVerdict(
  client: Endpoint,
  server: InterfaceSchema,
  name: string,
  length: ArgumentsVerdict | undefined,
  behavior: CallBehavior,
): CallVerdict {
  const isChecked = behavior.server.overlongMessage !== 'fault-after-operation';
  const ended = (result: CallVerdict) => refused(client, result, behavior);
  const ofLength = (result: CallVerdict) => ended(isChecked ? overlong(result, name, behavior) : result);
  if (isChecked && length && !length.accepted) return worstOfArguments(length, ofLength);
  const count = server.operations.length;
  const many = count === 1 ? 'one operation' : `${count} operations`;
  const sentence = `The ${name} server has ${many} and no number ${client.operation.number}.`;
  const missing: CallVerdict = {
    ...fault('UndefinedOperation', sentence),
    witness: length?.accepted ? { args: length.accepted } : {},
  };
  // Some messages may be too long for either side.
  if (!length) return ended(missing);
  return worse(ended(missing), worstOfArguments(length, ofLength));
}

/** What some runtimes do about a message that is longer than their buffer. */
function overlong(result: CallVerdict, name: string, { server }: CallBehavior): CallVerdict {
  const { verdict, sentence } = result;
  const isTooLong = verdict.kind === 'fault' && verdict.fault === 'BadMessageSize';
  if (server.overlongMessage !== 'panic' || !isTooLong) return result;
  const why = `${sentence} The ${name} server panics: its runtime does not check the length.`;
  return { ...result, ...panic('server', why) };
}

/**
 * Old runtimes refuse a client with a return code that no client knows, in place of a fault. That may be worse than what else can
 * happen, so it is said of each part before the worst of them is taken.
 */
function refused(client: Endpoint, result: CallVerdict, behavior: CallBehavior): CallVerdict {
  const { verdict, sentence } = result;
  if (!refusesByCode(behavior) || verdict.kind !== 'fault') return result;
  const answer = `${sentence} The server's runtime refuses with a return code in place of a fault: the ${client.name} client`;
  return { ...result, ...refusalCode(client, answer, behavior) };
}

function refusesByCode({ server }: CallBehavior): boolean {
  return server.refusal === 'code';
}

/** What a call comes to at the operation that its number leads to. */
function hitVerdicts(
  client: Endpoint,
  server: Endpoint,
  isMeant: boolean,
  length: () => ArgumentsVerdict | undefined,
  incoming: number | undefined,
): (behavior: CallBehavior) => CallVerdict {
  const of = <R>(what: string, part: Part, make: () => R) =>
    once(() => onceForEqual(what, part, [client, server], make));
  const ofAnswer = <R>(what: string, make: (behavior: AnswerBehavior) => R) =>
    oncePerAnswer((behavior, key) => onceForEqual(`${what} ${key}`, 'reply', [client, server], () => make(behavior)));
  const parts: CallParts = {
    length,
    replyBuffer: of('buffer', 'reply', () => replyBufferVerdict(client, server)),
    args: of(`read ${incoming}`, 'args', () => argumentsVerdict(client, server)),
    refusedArgs: of(`refused ${incoming}`, 'args', () => refusedArguments(client, server)),
    unseenArgs: of('unseen', 'args', () => unseenArguments(client, server)),
    leases: of('taken', 'leases', () => leasesVerdict(client, server)),
    reply: ofAnswer('read', (behavior) => replyVerdict(client, server, behavior)),
    error: ofAnswer('error', (behavior) => errorVerdict(client, server, behavior)),
  };
  return (behavior) => hitVerdict(client, server, isMeant, parts, behavior);
}

/** What becomes of each part of a call, worked out when it is first asked for. */
interface CallParts {
  length(): ArgumentsVerdict | undefined;
  replyBuffer(): CallVerdict | undefined;
  args(): ArgumentsVerdict;
  /** Arguments that are refused, where `args` may hide them behind a silent misread. */
  refusedArgs(): readonly CallVerdict[];
  unseenArgs(): CallVerdict;
  leases(): LeasesVerdict;
  reply(behavior: AnswerBehavior): ReplyVerdict;
  error(behavior: AnswerBehavior): CallVerdict;
}

function hitVerdict(
  client: Endpoint,
  server: Endpoint,
  isMeant: boolean,
  parts: CallParts,
  behavior: CallBehavior,
): CallVerdict {
  const does = `Number ${client.operation.number} is \`${server.operation.name}\` in the ${server.name} server`;
  const ended = (result: CallVerdict) => refused(client, result, behavior);
  const tooLong = (result: CallVerdict) => ended(overlong(result, server.name, behavior));
  const stopped = (result: CallVerdict): CallVerdict =>
    isMeant ? result : { ...result, sentence: `${does}. ${result.sentence}` };

  const length = parts.length();
  if (length && !length.accepted) return stopped(worstOfArguments(length, tooLong));
  const counted = parts.replyBuffer() ?? (behavior.server.countsLeases ? leaseCountVerdict(client, server) : undefined);
  if (counted) {
    const result = ended({ ...counted, witness: length?.accepted ? { args: length.accepted } : {} });
    return stopped(length ? worse(result, worstOfArguments(length, tooLong)) : result);
  }
  const args = parts.args();
  if (!args.accepted) return stopped(worstOfArguments(args, tooLong));
  const leases = parts.leases();
  if (!leases.accepted) {
    const result = [leases.worst, ...(leases.refusals ?? [])]
      .map((one) => ended({ ...one, witness: { args: args.accepted as Value, ...one.witness } }))
      .reduce(worse);
    // What gets past the arguments ends there; what does not may end worse.
    const mayEndWorse = refusesByCode(behavior) || behavior.server.overlongMessage === 'panic';
    const unseen = mayEndWorse ? parts.refusedArgs() : [];
    return stopped([...(args.refusals ?? []), ...unseen].map(tooLong).reduce(worse, result));
  }

  const reply = isMeant ? parts.reply(behavior) : undefined;
  const arrived = {
    args: args.accepted,
    lengths: leases.accepted,
    ...(reply?.answer && { answer: reply.answer.value }),
  };
  if (!reply) {
    const open = [args.worst, leases.worst].find(({ verdict }) => verdict.kind === 'unknown');
    if (open?.verdict.kind === 'unknown') {
      return unknown(open.verdict.about, `${does}; whether it accepts the message is not known. ${open.sentence}`);
    }
    const instead = `${does}, which accepts the message and does that instead of \`${client.operation.name}\`.`;
    return { ...silent(instead), witness: arrived };
  }
  const all = [
    worstOfArguments(args, tooLong),
    parts.unseenArgs(),
    // What a client that never gets past the reply would read of its leases, nobody sees.
    ...(leases.worst.needsReply && reply.isNeverRead ? [] : [ended(leases.worst)]),
    reply.worst,
    parts.error(behavior),
  ];
  const start = ok('same', 'Both sides are the same, so they decode every value correctly.');
  const worst = all.reduce(worse, start);
  const isCut = all.some((part) => part.isCut);
  if (worst.verdict.kind !== 'ok') {
    // What is not known of one part does not say what is not known of another: each has its cause.
    const open = worst.verdict.kind === 'unknown' ? all.filter(({ verdict }) => verdict.kind === 'unknown') : [worst];
    const sentence = [...new Set(open.map((part) => part.sentence))].join(' ');
    return { ...worst, sentence, ...(isCut && { isCut }), witness: { ...arrived, ...worst.witness } };
  }
  if (worst.verdict.argument === 'same') return start;
  return ok('subset', 'Both sides read every value that can be sent as the same value.');
}

/** Arguments that are the same on both sides as far as they are resolved. */
function unseenArguments(client: Endpoint, server: Endpoint): CallVerdict {
  const [sent, expected] = [sentArguments(client.operation), sentArguments(server.operation)];
  const unseen = unseenBetween(sent, client.types, expected, server.types);
  return unseen ? unseenVerdict(unseen) : ok('same', '');
}
