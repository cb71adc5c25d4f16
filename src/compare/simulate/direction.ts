import type { MessageDirection, TrailingPart } from '../../schema/index.ts';
import { frameSize } from '../../wire/index.ts';
import { argumentsVerdict } from './arguments.ts';
import { bytes, type CallVerdict, ok, rejected, unknown, worse } from './call-verdict.ts';
import type { Endpoint } from './endpoint.ts';
import { baseArguments } from './samples.ts';
import { sentArguments, unseenBetween, unseenVerdict } from './unseen.ts';
import { judgedVariants } from './variants.ts';

/**
 * What becomes of the messages of one direction of a message contract: the worst over all values, and the variants of the body for
 * which it is not ok. There is no kernel in between: a receiver decodes what arrives, or rejects it.
 */
export function directionVerdict(sender: Endpoint, receiver: Endpoint): CallVerdict {
  const usual = { args: baseArguments(sender.operation, sender.types) };
  const outside = [refusedVersion(sender, receiver), changedFrame(sender, receiver)].flatMap((one) => one ?? []);
  const inside = insideVerdict(sender, receiver);
  const worst = [inside, ...outside].reduce(worse);
  const result = worst === inside ? inside : { ...worst, isWhole: true as const };
  return { ...result, witness: { ...usual, ...result.witness } };
}

/** Each message is of one variant: so the worst of them is the worst of all messages. */
function insideVerdict(sender: Endpoint, receiver: Endpoint): CallVerdict {
  const whole = messageVerdict(sender, receiver);
  if (whole.verdict.kind === 'ok') return whole;
  const judged = judgedVariants(sender, receiver, messageVerdict);
  if (!judged) return whole;
  const { failing, isEvery } = judged;
  const [first, ...others] = failing;
  if (!first) return ok('subset', `The ${receiver.who} decodes every message correctly.`);
  const worst = others.reduce((a, b) => (worse(a.result, b.result) === b.result ? b : a), first);
  if (isEvery) return { ...worst.result, isWhole: true };
  const more = others.length === 0 ? '' : ` ${others.length} more ${others.length === 1 ? 'variant' : 'variants'}.`;
  const sentence = `\`${worst.name}\` (variant ${worst.number}): ${worst.sentence}${more && ` Also${more}`}`;
  return { ...worst.result, sentence, variants: failing.map(({ result: _, ...variant }) => variant) };
}

/** What becomes of a message whose frame and version are accepted. */
function messageVerdict(sender: Endpoint, receiver: Endpoint): CallVerdict {
  const { worst, accepted } = argumentsVerdict(sender, receiver);
  const all = [asRejection(worst), unseenVerdictOf(sender, receiver), overLimit(sender, receiver)].flatMap(
    (one) => one ?? [],
  );
  const result = all.reduce(worse);
  if (result.verdict.kind === 'ok') {
    const sentence = `The ${receiver.who} decodes every message correctly.`;
    return { ...result, sentence };
  }
  return accepted !== undefined && !result.witness?.args ? { ...result, witness: { args: accepted } } : result;
}

/** Without a kernel, a message that would be a fault of a call is one that the receiver rejects. */
function asRejection(result: CallVerdict): CallVerdict {
  return result.verdict.kind === 'fault' ? { ...result, ...rejected(result.sentence) } : result;
}

/** What is the same on both sides as far as it is resolved. */
function unseenVerdictOf(sender: Endpoint, receiver: Endpoint): CallVerdict | undefined {
  const unseen = unseenBetween(
    sentArguments(sender.operation),
    sender.types,
    sentArguments(receiver.operation),
    receiver.types,
  );
  return unseen && unseenVerdict(unseen);
}

/** The receiver serves no message of a protocol version before its oldest. */
function refusedVersion(sender: Endpoint, receiver: Endpoint): CallVerdict | undefined {
  const sent = sender.interface.messages?.version;
  const oldest = receiver.interface.messages?.minVersion;
  if (sent === undefined || oldest === undefined || sent >= oldest) return undefined;
  return rejected(
    `The ${sender.who} sends protocol version ${sent}, the ${receiver.who} serves version ${oldest} and later ones.`,
  );
}

function changedFrame(sender: Endpoint, receiver: Endpoint): CallVerdict | undefined {
  const [sent, expected] = [sender, receiver].map((side) => trailingText(directionOf(side)?.after ?? []));
  if (sent === expected) return undefined;
  const sentence = `The ${sender.who} sends ${sent} behind the body, the ${receiver.who} expects ${expected}.`;
  return unknown('how the receiver decodes the parts behind the body', sentence);
}

function trailingText(parts: readonly TrailingPart[]): string {
  if (parts.length === 0) return 'nothing';
  return parts.map((part) => `\`${part.name}: ${part.kind === 'number' ? part.type.name : 'bytes'}\``).join(', ');
}

/** A frame that is longer than the receiver's buffer. The sender's own buffer bounds what it can send. */
function overLimit(sender: Endpoint, receiver: Endpoint): CallVerdict | undefined {
  const [sent, expected] = [directionOf(sender), directionOf(receiver)];
  if (!sent || expected?.limit === undefined) return undefined;
  const size = frameSize(sender.operation, sent, sender.types, sender.target);
  const longest = Math.min(size?.max ?? 0, sent.limit ?? Number.POSITIVE_INFINITY);
  if (longest <= expected.limit) return ok('subset', 'Every frame fits.');
  return rejected(
    `A frame of the ${sender.who} has up to ${bytes(longest)}, the buffer of the ${receiver.who} holds ${expected.limit}.`,
  );
}

export function directionOf({ interface: { messages }, operation }: Endpoint): MessageDirection | undefined {
  return messages?.directions[operation.number - 1];
}
