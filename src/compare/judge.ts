import type { InterfaceWire, OperationWire, Value } from '../wire/index.ts';
import { inEachConfiguration } from './configurations.ts';
import { judgeArguments, judgeLength } from './judge-arguments.ts';
import { judgeError } from './judge-error.ts';
import { judgeLeaseCount, judgeLeases } from './judge-leases.ts';
import { judgeReply, judgeReplyBuffer } from './judge-reply.ts';
import { worse } from './model.ts';
import { baseArguments, baseValue } from './samples.ts';
import { fault, fine, type Side, sideOf, silent, unknown } from './side.ts';
import { type Witness, type Witnessed, witnessed } from './witness.ts';

/** A call between two versions of an interface. */
export interface Call {
  /** What people call the client's version and the server's: `old` and `new`, one way or the other. */
  names: { client: string; server: string };
  /** The version that the client was built from, and the operation that it calls. */
  client: InterfaceWire;
  operation: OperationWire;
  /** The version that the server was built from. */
  server: InterfaceWire;
  /** Name of the same operation in the server's version; undefined when it has none. */
  meant: string | undefined;
}

/**
 * What a call between two versions comes to: the worst that can happen over the values that may travel, with a witness.
 *
 * It takes the checks of a server in their order (the first that fails decides), runs the codecs of both sides on sample
 * values that cover every variant and every limit, and asks of each whether it arrived as what was meant. A part that is the
 * same on both sides is not run: so a type that nobody could resolve makes nothing unknown where it did not change.
 */
export function judgeCall(call: Call): Witnessed & { witness: Witness } {
  return inEachConfiguration(call, judge);
}

function judge(call: Call): Witnessed & { witness: Witness } {
  const client = sideOf(call.client, call.operation, call.names.client);
  const hit = call.server.operations[call.operation.number - 1];
  const judgement = hit
    ? judgeHit(client, sideOf(call.server, hit, call.names.server), hit.name === call.meant)
    : judgeMissing(client, call.server, call.names.server);
  return { ...judgement, witness: { ...usualWitness(client, call.server, hit), ...judgement.witness } };
}

function usualWitness(client: Side, server: InterfaceWire, hit: OperationWire | undefined): Witness {
  return {
    args: baseArguments(client.operation, client.types),
    lengths: client.operation.leases.map(() => 1),
    answer: hit ? usualAnswer(hit, server) : null,
  };
}

function usualAnswer({ reply, encoding }: OperationWire, server: InterfaceWire): Value {
  const value = baseValue(reply.ok.type, server.types, encoding);
  return reply.kind === 'Simple' ? value : { Ok: value };
}

/** A server looks at the length first, then at the number. */
function judgeMissing(client: Side, server: InterfaceWire, name: string): Witnessed {
  const length = judgeLength(client, server, name);
  if (length && !length.accepted) return length.worst;
  const count = server.operations.length;
  const many = count === 1 ? 'one operation' : `${count} operations`;
  const sentence = `The ${name} server has ${many} and no number ${client.operation.number}.`;
  return witnessed(fault('UndefinedOperation', sentence), { ...(length?.accepted && { args: length.accepted }) });
}

function judgeHit(client: Side, server: Side, isMeant: boolean): Witnessed {
  const does = `Number ${client.operation.number} is \`${server.operation.name}\` in the ${server.name} server`;
  const stopped = (judgement: Witnessed): Witnessed =>
    isMeant ? judgement : { ...judgement, sentence: `${does}. ${judgement.sentence}` };

  const length = judgeLength(client, server.interface, server.name);
  if (length && !length.accepted) return stopped(length.worst);
  const counted = judgeReplyBuffer(client, server) ?? judgeLeaseCount(client, server);
  if (counted) return stopped(witnessed(counted, { ...(length?.accepted && { args: length.accepted }) }));
  const args = judgeArguments(client, server);
  if (!args.accepted) return stopped(args.worst);
  const leases = judgeLeases(client, server);
  if (!leases.accepted) return stopped({ ...leases.worst, witness: { args: args.accepted, ...leases.worst.witness } });

  const arrived = { args: args.accepted, lengths: leases.accepted };
  if (!isMeant) {
    const open = [args.worst, leases.worst].find(({ outcome }) => outcome.kind === 'unknown');
    if (open) return { ...unknown(`${does}; whether it takes the message is open. ${open.sentence}`) };
    const instead = `${does}, which takes the message and does that instead of \`${client.operation.name}\`.`;
    return witnessed(silent(instead), arrived);
  }
  const all = [args.worst, leases.worst, judgeReply(client, server), judgeError(client, server)];
  const worst = all.reduce<Witnessed>(worse, fine('Every message and reply is read as what was sent.'));
  return { ...worst, witness: { ...arrived, ...worst.witness } };
}
