import type { InterfaceWire, OperationWire } from '../wire/index.ts';
import { judgeArguments } from './judge-arguments.ts';
import { judgeError } from './judge-error.ts';
import { judgeLeaseCount, judgeLeases } from './judge-leases.ts';
import { judgeReply, judgeReplyBuffer } from './judge-reply.ts';
import { type Judgement, worse } from './model.ts';
import { fault, fine, type Side, sideOf, unknown } from './side.ts';

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
 * What a call between two versions comes to: the worst that can happen over the values that may travel.
 *
 * It takes the checks of a server in their order (the first that fails decides), runs the codecs of both sides on sample
 * values that cover every variant and every limit, and asks of each whether it arrived as what was meant. A part that is the
 * same on both sides is not run: so a type that nobody could resolve makes nothing unknown where it did not change.
 */
export function judgeCall(call: Call): Judgement {
  const client = sideOf(call.client, call.operation, call.names.client);
  const hit = call.server.operations[call.operation.number - 1];
  const count = call.server.operations.length;
  if (!hit) {
    const many = count === 1 ? 'one operation' : `${count} operations`;
    return fault(
      'UndefinedOperation',
      `The ${call.names.server} server has ${many} and no number ${call.operation.number}.`,
    );
  }
  const server = sideOf(call.server, hit, call.names.server);
  const stopped = judgeReplyBuffer(client, server) ?? judgeLeaseCount(client, server);
  if (stopped) return stopped;
  return hit.name === call.meant ? judgeSame(client, server) : judgeOther(client, server);
}

function judgeSame(client: Side, server: Side): Judgement {
  return [
    judgeArguments(client, server).worst,
    judgeLeases(client, server),
    judgeReply(client, server),
    judgeError(client, server),
  ].reduce(worse, fine('Every message and reply is read as what was sent.'));
}

/** The number belongs to another operation on the other side: either one of its checks refuses the message, or nobody notices. */
function judgeOther(client: Side, server: Side): Judgement {
  const leases = judgeLeases(client, server);
  const { best } = judgeArguments(client, server);
  const obstacle = [best, leases].find(({ outcome }) => outcome.kind === 'fault');
  const does = `Number ${client.operation.number} is \`${server.operation.name}\` in the ${server.name} server`;
  if (obstacle) return { outcome: obstacle.outcome, sentence: `${does}. ${obstacle.sentence}` };
  const open = [best, leases].find(({ outcome }) => outcome.kind === 'unknown');
  if (open) return unknown(`${does}; whether it takes the message is open. ${open.sentence}`);
  return {
    outcome: { kind: 'silent' },
    sentence: `${does}, which takes the message and does that instead of \`${client.operation.name}\`.`,
  };
}
