import type { AttributedType, ErrorKind, Interface, Lease, Operation, RecvStrategy } from '../idol/index.ts';
import { errorCodes } from './error-codes.ts';
import { Layouts } from './layout.ts';
import {
  ARM,
  type ArgumentWire,
  type ErrorWire,
  type InterfaceWire,
  type LeaseWire,
  type OkWire,
  type OperationBuffers,
  type OperationWire,
  type RecvWire,
  type ReplyWire,
  type Size,
  type Target,
  type Type,
} from './model.ts';
import type { ResolvedInterface, ResolvedOperation, ResolvedValue } from './resolved.ts';

/** Everything that travels for an interface whose types are resolved: layouts, error codes and buffer sizes of every operation. */
export function interfaceWire(source: Interface, resolved: ResolvedInterface, target: Target = ARM): InterfaceWire {
  const layouts = new Layouts(resolved.types, target);
  const operations = source.operations.flatMap((operation, index) => {
    const types = resolved.operations[index];
    return types ? [operationWire(operation, types, layouts)] : [];
  });
  const incoming = largestSize(operations.map((operation) => operation.buffers.message));
  return { name: source.name.text, operations, ...(incoming && { incoming }), types: resolved.types };
}

/** One operation of an interface. `layouts` are of the table that the operation's types were resolved into. */
function operationWire(operation: Operation, resolved: ResolvedOperation, layouts: Layouts): OperationWire {
  const { encoding } = operation;
  const args = operation.args.map((arg, index) => {
    const { type, raw } = resolved.args[index] ?? NOT_RESOLVED;
    return { name: arg.name.text, text: arg.type.text, type, recv: recvWire(arg.recv, raw) };
  });
  const reply = replyWire(operation, resolved, layouts);
  return {
    name: operation.name.text,
    number: operation.number,
    encoding,
    idempotent: operation.idempotent,
    args,
    message: layouts.message(args, encoding),
    reply,
    leases: operation.leases.map((lease, index) =>
      leaseWire(lease, resolved.leases[index] ?? NOT_RESOLVED.type, layouts),
    ),
    buffers: operationBuffers(args, reply, encoding, layouts),
  };
}

const NOT_RESOLVED: ResolvedValue = {
  type: { kind: 'unresolved', text: '?', reason: { kind: 'not-found', message: 'The type was not resolved.' } },
};

function recvWire(recv: RecvStrategy, raw: Type = NOT_RESOLVED.type): RecvWire {
  switch (recv.kind) {
    case 'FromBytes':
      return { kind: 'FromBytes' };
    case 'FromPrimitive':
      return { kind: 'FromPrimitive', raw };
    case 'From':
      return recv.function ? { kind: 'From', raw, function: recv.function.text } : { kind: 'From', raw };
  }
}

function replyWire({ reply, encoding }: Operation, resolved: ResolvedOperation, layouts: Layouts): ReplyWire {
  const ok = okWire(reply.ok, resolved.ok, encoding, layouts);
  if (reply.kind === 'Simple') return { kind: 'Simple', ok };
  return { kind: 'Result', ok, error: errorWire(reply.error, resolved.error ?? NOT_RESOLVED.type, layouts) };
}

function okWire(
  ok: AttributedType,
  { type, raw }: ResolvedValue,
  encoding: Operation['encoding'],
  layouts: Layouts,
): OkWire {
  return { text: ok.type.text, type, recv: recvWire(ok.recv, raw), layout: layouts.of(type, encoding, 'reply') };
}

function errorWire(error: ErrorKind, type: Type, layouts: Layouts): ErrorWire {
  switch (error.kind) {
    case 'CLike':
      return { kind: 'CLike', text: error.type.text, type, codes: errorCodes(type, layouts.memory.table) };
    case 'Complex':
      // Whatever the operation's encoding, a complex error travels in Hubpack.
      return { kind: 'Complex', text: error.type.text, type, layout: layouts.of(type, 'Hubpack', 'error') };
    case 'ServerDeath':
      return { kind: 'ServerDeath' };
  }
}

function leaseWire(lease: Lease, type: Type, layouts: Layouts): LeaseWire {
  const slice = type.kind === 'slice';
  const element = slice ? type.element : type;
  return {
    name: lease.name.text,
    index: lease.index,
    text: lease.type.text,
    type: element,
    slice,
    read: lease.read,
    write: lease.write,
    ...(lease.maxLen !== undefined && { maxLen: lease.maxLen }),
    layout: layouts.image(element, slice ? '[]' : lease.name.text),
  };
}

/** The buffers of both sides. The client's holds the ok value or the complex error, whichever is larger; the server asks for the former. */
export function operationBuffers(
  args: readonly ArgumentWire[],
  { ok, ...reply }: ReplyWire,
  encoding: Operation['encoding'],
  layouts: Layouts,
): OperationBuffers {
  const message = layouts.messageBuffer(args, encoding);
  const okSize = layouts.buffer(ok.type, encoding);
  const error = 'error' in reply && reply.error.kind === 'Complex' ? reply.error : undefined;
  const replyCapacity = error ? largestSize([okSize, layouts.buffer(error.type, 'Hubpack')]) : okSize;
  return { ...(message && { message }), ...(okSize && { reply: okSize }), ...(replyCapacity && { replyCapacity }) };
}

/** The largest of some sizes, in each case; undefined when one of them is not known. */
export function largestSize(sizes: readonly (Size | undefined)[]): Size | undefined {
  let result: Size = { min: 0, max: 0 };
  for (const size of sizes) {
    if (!size) return undefined;
    result = { min: Math.max(result.min, size.min), max: Math.max(result.max, size.max) };
  }
  return result;
}
