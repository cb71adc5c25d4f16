import type { Decoded, OkWire, Undecodable } from '../wire/index.ts';
import { judgeRead } from './judge-read.ts';
import { judgeSamples } from './judge-samples.ts';
import { type Judgement, worse } from './model.ts';
import { valueSamples } from './samples.ts';
import { isOpen, isSamePart } from './shape.ts';
import { bytes, fault, fine, panic, type Side, sentenceOf, unknown } from './side.ts';
import { type Witnessed, witnessed } from './witness.ts';

/** The server refuses to work for a client whose reply buffer cannot hold its largest answer. The check covers the ok type only. */
export function judgeReplyBuffer(client: Side, server: Side): Judgement | undefined {
  const buffer = replyBuffer(client);
  const needed = server.layouts.buffer(server.operation.reply.ok.type, server.operation.encoding)?.max;
  if (buffer === undefined || needed === undefined || needed <= buffer) return undefined;
  return fault(
    'ReplyBufferTooSmall',
    `The ${server.name} server's reply takes up to ${bytes(needed)}, the ${client.name} client's buffer holds ${buffer}.`,
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
export function judgeReply(client: Side, server: Side): Witnessed {
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
  if (isConverted(read) && JSON.stringify(said.recv) !== JSON.stringify(read.recv)) {
    return unknown(`The ${client.name} client converts the reply, and what that makes of it is up to its code.`);
  }
  return judgeSamples(valueSamples(said.type, server.types, server.operation.encoding, 'reply'), ({ value, when }) => {
    const answer = server.operation.reply.kind === 'Simple' ? value : { Ok: value };
    const sent = server.codec.encode(said.type, value, server.operation.encoding);
    if ('error' in sent) return unknown(sentenceOf(when, `the reply cannot be encoded (${sent.error.message})`));
    const own = server.layouts.buffer(said.type, server.operation.encoding)?.max ?? sent.bytes.length;
    if (sent.bytes.length > own) {
      const text = `the ${server.name} server panics: its reply takes ${bytes(sent.bytes.length)}, and Ssmarshal gives it a buffer of ${own}`;
      return witnessed(panic(sentenceOf(when, text)), { answer });
    }
    const reading = { what: 'reply', reader: client, type: read.type, writer: server, written: said.type } as const;
    return witnessed(judgeRead({ ...reading, value, when, read: readOk(client, sent.bytes) }), { answer });
  })
    .map(({ judgement }) => judgement)
    .reduce(worse, fine('The reply is read as what was said.'));
}

function isConverted({ recv }: OkWire): boolean {
  return recv.kind === 'From' && recv.function !== undefined;
}

/** What a client makes of bytes that come with the return code 0. */
export function readOk({ codec, operation, layouts }: Side, sent: Uint8Array): Decoded | Undecodable {
  if (operation.encoding !== 'Zerocopy') return codec.decode(operation.reply.ok.type, sent, operation.encoding);
  // It reads its whole buffer, whatever the length of the answer: what is missing is zero.
  const arrived = new Uint8Array(layouts.buffer(operation.reply.ok.type, 'Zerocopy')?.max ?? 0);
  arrived.set(sent.subarray(0, arrived.length));
  const read = codec.decodeReply(operation, 0, arrived);
  return 'error' in read ? read : { value: read.value ?? null, length: arrived.length, parts: [] };
}
