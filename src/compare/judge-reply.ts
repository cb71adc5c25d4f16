import { judgeRead } from './judge-read.ts';
import { type Judgement, worse } from './model.ts';
import { sampleValues } from './samples.ts';
import { isOpen, isSamePart } from './shape.ts';
import { bytes, fault, fine, type Side, unknown } from './side.ts';

/** The server refuses to work for a client whose reply buffer cannot hold its largest answer. The check covers the ok type only. */
export function judgeReplyBuffer(client: Side, server: Side): Judgement | undefined {
  const buffer = replyBuffer(client);
  const needed = server.layouts.buffer(server.operation.reply.ok.type, server.operation.encoding)?.max;
  if (buffer === undefined || needed === undefined || needed <= buffer) return undefined;
  return fault(
    'ReplyBufferTooSmall',
    `The ${server.name} server's reply takes up to ${bytes(needed)}, the ${client.name} client has a buffer of ${bytes(buffer)}.`,
  );
}

/** Size in bytes of the buffer that a client keeps for the reply; undefined when a type is unresolved. */
export function replyBuffer({ operation, layouts }: Side): number | undefined {
  const ok = layouts.buffer(operation.reply.ok.type, operation.encoding)?.max;
  if (operation.reply.kind !== 'Result' || operation.reply.error.kind !== 'Complex') return ok;
  const error = layouts.buffer(operation.reply.error.type, 'Hubpack')?.max;
  return ok === undefined || error === undefined ? undefined : Math.max(ok, error);
}

/** Whether a successful answer is read as what the server said. */
export function judgeReply(client: Side, server: Side): Judgement {
  const said = server.operation.reply.ok;
  const read = client.operation.reply.ok;
  const isSame =
    client.operation.encoding === server.operation.encoding &&
    isSamePart(said.type, server.types, read.type, client.types) &&
    JSON.stringify(said.recv) === JSON.stringify(read.recv);
  if (isSame) return fine('The reply is the same on both sides.');
  if (isOpen(said.type, server.types) || isOpen(read.type, client.types)) {
    return unknown('What the reply is made of is not known on both sides.');
  }
  const size = client.layouts.image(read.type, 'reply').size?.max ?? 0;
  return sampleValues(said.type, server.types, 'reply')
    .map(({ value, when }) => {
      const sent = server.codec.encode(said.type, value, server.operation.encoding);
      if ('error' in sent) return fine(`${when} cannot be sent.`);
      const arrived = client.operation.encoding === 'Zerocopy' ? withZeroTail(sent.bytes, size) : sent.bytes;
      return judgeRead({
        what: 'reply',
        reader: client,
        type: read.type,
        encoding: client.operation.encoding,
        writer: server,
        written: said.type,
        value,
        bytes: arrived,
        when,
      });
    })
    .reduce(worse, fine('The reply is read as what was said.'));
}

/** A Zerocopy client reads its whole buffer, whatever the length of the answer: what is missing is zero. */
function withZeroTail(sent: Uint8Array, size: number): Uint8Array {
  const arrived = new Uint8Array(size);
  arrived.set(sent.subarray(0, size));
  return arrived;
}
