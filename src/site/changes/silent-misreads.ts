import type { InterfaceComparison, OperationVerdict } from '../../compare/index.ts';
import type { OperationSchema } from '../../schema/index.ts';
import { type BytePart, Codec, valueText } from '../../wire/index.ts';
import { type Misread, type MisreadField, misreadSvg } from '../figures/index.ts';
import { type Html, html } from './html.ts';
import type { SideVersion } from './sides.ts';

/** Figures that are open; the others are folded. */
const MAX_OPEN = 3;

/** A figure for each call that goes wrong unnoticed: the bytes of its witness, as one side wrote them and as the other reads them. */
export function silentMisreads(
  oldVersion: SideVersion,
  newVersion: SideVersion,
  { verdicts }: InterfaceComparison,
): Html[] {
  const drawn = new Map<string, Html>();
  for (const verdict of verdicts) {
    if (verdict.verdict.kind !== 'silent' || !verdict.witness) continue;
    const isOld = verdict.direction === 'old-client';
    const name = (isOld ? verdict.operation.old : verdict.operation.new)?.name;
    const key = `${verdict.direction} ${name}`;
    if (name === undefined || drawn.has(key)) continue;
    const figure = isOld
      ? misreadOf(oldVersion, newVersion, name, verdict)
      : misreadOf(newVersion, oldVersion, name, verdict);
    if (figure)
      drawn.set(
        key,
        html`<figure class="misread-figure"><figcaption><code>${name}</code>, ${isOld ? 'old client and new server' : 'new client and old server'}</figcaption><div class="scroll" tabindex="0">${misreadSvg(figure)}</div></figure>`,
      );
  }
  const figures = [...drawn.values()];
  const rest = figures.slice(MAX_OPEN);
  if (rest.length === 0) return figures;
  return [...figures.slice(0, MAX_OPEN), html`<details><summary>${rest.length} more</summary>${rest}</details>`];
}

/** Undefined where both sides read the bytes as the same, or where a configuration decides what they are. */
function misreadOf(
  client: SideVersion,
  server: SideVersion,
  name: string,
  { witness }: OperationVerdict,
): Misread | undefined {
  const sender = client.object.schema.operations.find((one) => one.name === name);
  const receiver = sender && server.object.schema.operations.find(({ number }) => number === sender.number);
  if (!sender || !receiver || !witness) return undefined;
  const [ofClient, ofServer] = [client, server].map(({ object }) => new Codec(object.schema.types)) as [Codec, Codec];
  const message = between(witness.sent.bytes, (bytes) => [
    { label: `${client.label} client sends ${sender.name}`, parts: ofClient.decodeMessage(sender, bytes).parts },
    { label: `${server.label} server reads ${receiver.name}`, parts: ofServer.decodeMessage(receiver, bytes).parts },
  ]);
  const { reply } = witness;
  if (message || !reply) return message;
  return between(reply.bytes, (bytes) => [
    {
      label: `${server.label} server answers ${receiver.name}`,
      parts: replyParts(ofServer, receiver, reply.code, bytes),
    },
    { label: `${client.label} client reads ${sender.name}`, parts: replyParts(ofClient, sender, reply.code, bytes) },
  ]);
}

function replyParts(codec: Codec, operation: OperationSchema, code: number, bytes: Uint8Array): readonly BytePart[] {
  const decoded = codec.decodeReply(operation, code, bytes);
  return 'parts' in decoded ? decoded.parts : [];
}

type Reading = { readonly label: string; readonly parts: readonly BytePart[] };

function between(hex: string, read: (bytes: Uint8Array) => [written: Reading, read: Reading]): Misread | undefined {
  const bytes = hex.split(' ').filter((pair) => pair !== '');
  if (bytes.length === 0) return undefined;
  const sides = read(Uint8Array.from(bytes, (pair) => Number.parseInt(pair, 16)));
  const [written, now] = sides.map(({ label, parts }) => ({ label, fields: parts.map(fieldOf) }));
  if (!written || !now || written.fields.length === 0) return undefined;
  const isSame = JSON.stringify(written.fields) === JSON.stringify(now.fields);
  return isSame && sides[0].label.split(' ').at(-1) === sides[1].label.split(' ').at(-1)
    ? undefined
    : { bytes, written, read: now };
}

function fieldOf({ offset, length, path, value }: BytePart): MisreadField {
  return {
    offset,
    length,
    name: path.split('.').slice(-2).join('.'),
    ...(value !== undefined && { value: valueText(value) }),
  };
}
