import { type ServerBehavior, TODAY } from '../../runtime/index.ts';
import type { InterfaceSchema, OperationSchema, TypeTable } from '../../schema/index.ts';
import { ARM, Codec, Layouts, type Target } from '../../wire/index.ts';

/** One endpoint of a call: the version that it was built from, and the operation there. */
export interface Endpoint {
  /** What people call its version: `old` or `new`. */
  readonly name: string;
  /** What sentences call it: `old client`, `new server`, `old RoT`. */
  readonly who: string;
  readonly interface: InterfaceSchema;
  readonly operation: OperationSchema;
  readonly types: TypeTable;
  readonly target: Target;
  readonly layouts: Layouts;
  readonly codec: Codec;
  /** How large its buffer for messages is, if it is a server. */
  readonly buffer: IncomingSize;
}

type IncomingSize = ServerBehavior['incomingSize'];

/** Types are measured once per table and target: a comparison asks for those of one table many times. */
const known = new WeakMap<TypeTable, Map<Target, Pick<Endpoint, 'layouts' | 'codec'>>>();

export function endpointOf(
  version: InterfaceSchema,
  operation: OperationSchema,
  name: string,
  target: Target = ARM,
  who: string = name,
  buffer: IncomingSize = TODAY.server.incomingSize,
): Endpoint {
  const { types } = version;
  const ofTable = known.get(types) ?? new Map<Target, Pick<Endpoint, 'layouts' | 'codec'>>();
  known.set(types, ofTable);
  const measured = ofTable.get(target) ?? { layouts: new Layouts(types, target), codec: new Codec(types, { target }) };
  ofTable.set(target, measured);
  return { name, who, interface: version, operation, types, target, buffer, ...measured };
}

/**
 * Size of the buffer that a server receives in, in bytes. Undefined when a type is unresolved.
 * @param of what of the sizes of all messages it is
 */
export function incomingSize(version: InterfaceSchema, target: Target, of: IncomingSize): number | undefined {
  // What a buffer of a message contract holds is a frame, with what surrounds the message.
  if (version.messages) return Number.POSITIVE_INFINITY;
  const ofVersion = incoming.get(version) ?? new Map<Target, Record<IncomingSize, number> | undefined>();
  incoming.set(version, ofVersion);
  if (!ofVersion.has(target)) ofVersion.set(target, incomingSizes(version, target));
  return ofVersion.get(target)?.[of];
}

/** Asked for with every value that is tried. */
const incoming = new WeakMap<InterfaceSchema, Map<Target, Record<IncomingSize, number> | undefined>>();

function incomingSizes(version: InterfaceSchema, target: Target): Record<IncomingSize, number> | undefined {
  const [first] = version.operations;
  if (!first) return { largest: 0, sum: 0 };
  const { layouts } = endpointOf(version, first, '', target);
  const sizes = version.operations.map(({ args, encoding }) => layouts.messageBuffer(args, encoding)?.max);
  if (!sizes.every((size) => size !== undefined)) return undefined;
  return { largest: Math.max(...sizes), sum: sizes.reduce((a, b) => a + b) };
}
