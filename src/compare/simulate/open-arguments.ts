import type { ArgumentSchema } from '../../schema/index.ts';
import { isOpen, isSameArguments } from '../canonical-form.ts';
import type { Endpoint } from './endpoint.ts';

/** The first argument of either side of which nobody knows what it is made of. */
export function openArgument(...endpoints: readonly Endpoint[]): ArgumentSchema | undefined {
  return endpoints.flatMap((endpoint) => openOf(endpoint))[0];
}

/**
 * Both sides with a byte in the place of each open argument: for a judgement of the others, on which it has no influence.
 * Undefined where it has: when it is not the same on both sides, or is read from where other bytes were sent.
 */
export function withStandIns(client: Endpoint, server: Endpoint): { client: Endpoint; server: Endpoint } | undefined {
  const [sent, taken] = [openOf(client), openOf(server)];
  const isKept = client.operation.encoding === server.operation.encoding && isSame(client, sent, server, taken);
  if (!isKept) return undefined;
  const endpoints = { client: standIn(client), server: standIn(server) };
  if (client.operation.encoding === 'Zerocopy') {
    // What is longer or shorter as a whole is refused, wherever its parts are.
    const isRefused = messageLength(endpoints.client) !== messageLength(endpoints.server);
    const isInPlace = sent.every(({ name }) => offsetOf(name, endpoints.client) === offsetOf(name, endpoints.server));
    return isRefused || isInPlace ? endpoints : undefined;
  }
  // A serde encoding has no places: what stands before it has to be the same.
  const last = sent.at(-1)?.name ?? '';
  return isSame(client, upTo(last, client), server, upTo(last, server)) ? endpoints : undefined;
}

/** Length in bytes of the longest message. */
export function messageLength({ layouts, operation }: Endpoint): number {
  const ofLayouts = lengths.get(layouts) ?? new WeakMap<Endpoint['operation'], number>();
  lengths.set(layouts, ofLayouts);
  const known = ofLayouts.get(operation);
  if (known !== undefined) return known;
  const length = layouts.messageBuffer(operation.args, operation.encoding)?.max ?? 0;
  ofLayouts.set(operation, length);
  return length;
}

/** Asked for with every value that is tried. */
const lengths = new WeakMap<Endpoint['layouts'], WeakMap<Endpoint['operation'], number>>();

function openOf({ operation, types }: Endpoint): ArgumentSchema[] {
  return operation.args.filter((arg) => isOpen(arg.type, types));
}

function isSame(a: Endpoint, args: readonly ArgumentSchema[], b: Endpoint, others: readonly ArgumentSchema[]): boolean {
  return isSameArguments({ ...a.operation, args: [...args] }, a.types, { ...b.operation, args: [...others] }, b.types);
}

function standIn(endpoint: Endpoint): Endpoint {
  const args = endpoint.operation.args.map((arg): ArgumentSchema => {
    if (!isOpen(arg.type, endpoint.types)) return arg;
    return { ...arg, type: { kind: 'integer', name: 'u8' }, recv: { kind: 'FromBytes' } };
  });
  return { ...endpoint, operation: { ...endpoint.operation, args } };
}

function before(name: string, { operation: { args } }: Endpoint): ArgumentSchema[] {
  return args.slice(
    0,
    args.findIndex((arg) => arg.name === name),
  );
}

function upTo(name: string, endpoint: Endpoint): ArgumentSchema[] {
  return endpoint.operation.args.slice(0, before(name, endpoint).length + 1);
}

function offsetOf(name: string, endpoint: Endpoint): number {
  return messageLength({ ...endpoint, operation: { ...endpoint.operation, args: before(name, endpoint) } });
}
