import { isRecord, type Value, valueText } from '../../wire/index.ts';
import type { CallWitness, NamedValue, Verdict } from '../result.ts';
import { CURRENT } from './behavior.ts';
import type { Call } from './call.ts';
import { endpointOf } from './endpoint.ts';
import { readOk } from './reply.ts';
import { fieldOf } from './value-parts.ts';
import type { Witness } from './witness.ts';

/**
 * A call in full: what the client sends, what the server reads and answers, and what the client reads of that. Where the client is
 * faulted, the server runs nothing: it neither reads nor answers. A server that crashes does not answer.
 */
export function callWitness(call: Call, { args, lengths, answer }: Witness, verdict: Verdict): CallWitness | undefined {
  const client = endpointOf(call.client, call.operation, call.names.client, call.target);
  const { operation } = client;
  const message = client.codec.encodeMessage(operation, args);
  if ('error' in message) return undefined;
  const sent = {
    values: operation.args.map(({ name }) => named(name, fieldOf(args, name))),
    bytes: hex(message.bytes),
  };
  const leases = operation.leases.map((lease, index): NamedValue => {
    const size = client.layouts.memory.of(lease.type);
    const length = lengths[index] ?? 1;
    const total = 'unresolved' in size ? '' : `, ${count(length * size.size.max, 'byte')}`;
    return { name: lease.name, value: `${lease.slice ? count(length, 'element') : 'one value'}${total}` };
  });
  const lent = leases.length > 0 ? { leases } : {};
  if (verdict.kind === 'fault') return { sent, ...lent };
  const isContract = call.client.messages !== undefined;
  const hit = isContract
    ? call.server.operations.find(({ name }) => name === call.meant)
    : call.server.operations[operation.number - 1];
  if (!hit) return { sent, ...lent };
  const server = endpointOf(call.server, hit, call.names.server, call.target);
  const exact = hit.encoding === 'Zerocopy' ? server.layouts.messageBuffer(hit.args, 'Zerocopy')?.max : undefined;
  const arrived = server.codec.decodeMessage(hit, message.bytes);
  if ('error' in arrived || (exact !== undefined && exact !== message.bytes.length)) return { sent, ...lent };
  const received = hit.args.map(({ name }) => named(name, fieldOf(arrived.value, name)));
  if (isContract) return { sent, received };
  if (verdict.kind === 'panic' && verdict.who === 'server') return { sent, ...lent, received };
  const encoded = server.codec.encodeReply(hit, answer);
  if ('error' in encoded) return { sent, ...lent, received };
  const { code, bytes } = encoded;
  const reply = { value: text(answer), code, bytes: hex(bytes) };
  const { reply: expected } = operation;
  const read =
    code === 0 || expected.kind === 'Simple'
      ? readOk(client, bytes, call.behavior ?? CURRENT)
      : client.codec.decodeReply(operation, code, bytes);
  const value = 'value' in read ? read.value : undefined;
  return { sent, ...lent, received, reply: { ...reply, ...(value !== undefined && { read: text(value) }) } };
}

function named(name: string, value: Value): NamedValue {
  return { name, value: text(value) };
}

/** Numbers with hexadecimal digits where bytes may have moved inside them. */
function text(value: Value): string {
  if ((typeof value === 'number' && Number.isInteger(value)) || typeof value === 'bigint') {
    return value > 255 ? `0x${value.toString(16).padStart(4, '0')}` : `${value}`;
  }
  if (isRecord(value) && Object.keys(value).length === 1) {
    const [[name, inner]] = Object.entries(value) as [[string, Value]];
    return `${name}(${text(inner)})`;
  }
  const whole = valueText(value);
  return whole.length > MOST ? `${whole.slice(0, MOST)}…` : whole;
}

/** Characters of one value. */
const MOST = 400;

/** `01 02 03`; long messages are cut. */
function hex(bytes: Uint8Array): string {
  const pairs = [...bytes.subarray(0, MOST_BYTES)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
  return bytes.length > MOST_BYTES ? `${pairs} … (${bytes.length} bytes)` : pairs;
}

const MOST_BYTES = 256;

function count(number: number, what: string): string {
  return number === 1 ? `1 ${what}` : `${number} ${what}s`;
}
