import { typeName } from '../wire/index.ts';
import { alignByName } from './align.ts';
import { misreading } from './meaning.ts';
import { type Judgement, worse } from './model.ts';
import { fieldOf, type Sample, sampleArguments } from './samples.ts';
import { isOpen, isSameArguments } from './shape.ts';
import { bytes, fault, fine, type Side, silent, unknown } from './side.ts';

/** What becomes of a client's arguments over all samples. */
export interface ArgumentsJudgement {
  worst: Judgement;
  /** A server that refuses every sample has no better one. */
  best: Judgement;
}

export function judgeArguments(client: Side, server: Side): ArgumentsJudgement {
  const always = (judgement: Judgement) => ({ worst: judgement, best: judgement });
  if (isSameArguments(client.operation, client.types, server.operation, server.types)) {
    return always(fine('The arguments are the same on both sides.'));
  }
  const open = [client, server].flatMap((side) => side.operation.args.filter((arg) => isOpen(arg.type, side.types)))[0];
  if (open)
    return always(unknown(`What argument \`${open.name}: ${open.text}\` is made of is not known on both sides.`));
  const code = codeBetween(client, server);
  if (code) return always(unknown(code));
  const all = sampleArguments(client.operation.args, client.types).map((sample) => judgeSample(client, server, sample));
  return { worst: all.reduce(worse), best: all.reduce((a, b) => (worse(b, a) === a ? b : a)) };
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

function judgeSample(client: Side, server: Side, sample: Sample): Judgement {
  const sent = client.codec.encodeMessage(client.operation, sample.value);
  if ('error' in sent) return fine(`${sample.when}: cannot be sent (${sent.error.message}).`);
  const buffer = server.interface.operations.map((one) => server.layouts.messageBuffer(one.args, one.encoding)?.max);
  const incoming = buffer.every((size) => size !== undefined) ? Math.max(...buffer) : undefined;
  const length = sent.bytes.length;
  if (incoming !== undefined && length > incoming) {
    return fault(
      'BadMessageSize',
      `The ${client.name} client sends ${bytes(length)}, the ${server.name} server's buffer holds ${bytes(incoming)}.`,
    );
  }
  if (server.operation.encoding === 'Zerocopy') {
    const exact = server.layouts.message(server.operation.args, 'Zerocopy').size?.max;
    if (exact !== undefined && exact !== length) {
      return fault(
        'BadMessageContents',
        `The ${client.name} client sends ${bytes(length)}, the ${server.name} server takes exactly ${bytes(exact)}.`,
      );
    }
  }
  const arrived = server.codec.decodeMessage(server.operation, sent.bytes);
  if ('error' in arrived) {
    const where = arrived.error.path ? `\`${arrived.error.path}\`: ` : '';
    return fault(
      'BadMessageContents',
      `${sample.when}: the ${server.name} server cannot decode ${where}${arrived.error.message}.`,
    );
  }
  const difference = misreadMessage(client, server, sample.value, arrived.value);
  return difference
    ? silent(`${difference} by the ${server.name} server.`)
    : fine('Every argument is read as what was sent.');
}

function misreadMessage(
  client: Side,
  server: Side,
  sent: Sample['value'],
  arrived: Sample['value'],
): string | undefined {
  const { pairs, added } = alignByName(client.operation.args, server.operation.args, () => true);
  const unsent = added[0];
  if (unsent)
    return `\`${unsent.name}: ${typeName(unsent.type, server.types)}\` is read from bytes that were sent for something else`;
  for (const pair of pairs) {
    const difference = misreading(
      { type: pair.old.type, types: client.types, value: fieldOf(sent, pair.old.name) },
      { type: pair.new.type, types: server.types, value: fieldOf(arrived, pair.new.name) },
      pair.new.name,
    );
    if (difference) return difference;
  }
  return undefined;
}
