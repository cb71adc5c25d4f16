import type { TypeTable } from '../../schema/index.ts';
import { ARM, Codec, type InterfaceWire, Layouts, type OperationWire } from '../../wire/index.ts';

/** One endpoint of a call: the version that it was built from, and the operation there. */
export interface Endpoint {
  /** What people call its version: `old` or `new`. */
  readonly name: string;
  readonly interface: InterfaceWire;
  readonly operation: OperationWire;
  readonly types: TypeTable;
  readonly layouts: Layouts;
  readonly codec: Codec;
}

/** Types are measured once per table: a comparison asks for those of one table many times. */
const known = new WeakMap<TypeTable, Pick<Endpoint, 'layouts' | 'codec'>>();

export function endpointOf(version: InterfaceWire, operation: OperationWire, name: string): Endpoint {
  const { types } = version;
  const measured = known.get(types) ?? { layouts: new Layouts(types, ARM), codec: new Codec(types) };
  known.set(types, measured);
  return { name, interface: version, operation, types, ...measured };
}

/** Size of the buffer that a server receives in, in bytes: its longest message. Undefined when a type is unresolved. */
export function incomingSize(version: InterfaceWire): number | undefined {
  if (!incoming.has(version)) incoming.set(version, largestMessage(version));
  return incoming.get(version);
}

/** Asked for with every value that is tried. */
const incoming = new WeakMap<InterfaceWire, number | undefined>();

function largestMessage(version: InterfaceWire): number | undefined {
  const [first] = version.operations;
  if (!first) return 0;
  const { layouts } = endpointOf(version, first, '');
  const sizes = version.operations.map(({ args, encoding }) => layouts.messageBuffer(args, encoding)?.max);
  return sizes.every((size) => size !== undefined) ? Math.max(...sizes) : undefined;
}
