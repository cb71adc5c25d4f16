import {
  type ErrorSchema,
  errorCodes,
  type InterfaceSchema,
  type LeaseSchema,
  type OperationSchema,
} from '../../schema/index.ts';
import {
  ARM,
  type ErrorWire,
  type InterfaceWire,
  type LeaseWire,
  type OkWire,
  type OperationBuffers,
  type OperationWire,
  type ReplyWire,
  type Size,
  type Target,
} from '../model.ts';
import { Layouts } from './layouts.ts';

/** A schema with what follows from it on a target: layouts and buffer sizes of every operation, return codes. */
export function layOut({ name, operations, types }: InterfaceSchema, target: Target = ARM): InterfaceWire {
  const layouts = new Layouts(types, target);
  const laidOut = operations.map((operation) => layOutOperation(operation, layouts));
  const incoming = largestSize(laidOut.map(({ buffers }) => buffers.message));
  return { name, operations: laidOut, ...(incoming && { incoming }), types };
}

function layOutOperation(operation: OperationSchema, layouts: Layouts): OperationWire {
  const { name, number, encoding, idempotent, args } = operation;
  return {
    name,
    number,
    encoding,
    idempotent,
    args,
    message: layouts.message(args, encoding),
    reply: replyWire(operation, layouts),
    leases: operation.leases.map((lease) => leaseWire(lease, layouts)),
    buffers: operationBuffers(operation, layouts),
  };
}

function replyWire({ reply, encoding }: OperationSchema, layouts: Layouts): ReplyWire {
  const { text, type, recv } = reply.ok;
  const ok: OkWire = { text, type, recv, layout: layouts.of(type, encoding, 'reply') };
  return reply.kind === 'Simple'
    ? { kind: 'Simple', ok }
    : { kind: 'Result', ok, error: errorWire(reply.error, layouts) };
}

function errorWire(error: ErrorSchema, layouts: Layouts): ErrorWire {
  switch (error.kind) {
    case 'CLike': {
      const { kind, text, type } = error;
      return { kind, text, type, codes: errorCodes(type, layouts.memory.table) };
    }
    case 'Complex': {
      const { kind, text, type } = error;
      // Whatever the operation's encoding, a complex error travels in Hubpack.
      return { kind, text, type, layout: layouts.of(type, 'Hubpack', 'error') };
    }
    case 'ServerDeath':
      return error;
  }
}

function leaseWire(lease: LeaseSchema, layouts: Layouts): LeaseWire {
  return { ...lease, layout: layouts.image(lease.type, lease.slice ? '[]' : lease.name) };
}

/** The buffers of both sides. The client's holds the ok value or the complex error, whichever is larger; the server asks for the former. */
export function operationBuffers({ args, reply, encoding }: OperationSchema, layouts: Layouts): OperationBuffers {
  const message = layouts.messageBuffer(args, encoding);
  const okSize = layouts.buffer(reply.ok.type, encoding);
  const error = reply.kind === 'Result' && reply.error.kind === 'Complex' ? reply.error : undefined;
  const replyCapacity = error ? largestSize([okSize, layouts.buffer(error.type, 'Hubpack')]) : okSize;
  return { ...(message && { message }), ...(okSize && { reply: okSize }), ...(replyCapacity && { replyCapacity }) };
}

/** The largest of some sizes, in each case; undefined when one of them is not known. */
function largestSize(sizes: readonly (Size | undefined)[]): Size | undefined {
  let result: Size = { min: 0, max: 0 };
  for (const size of sizes) {
    if (!size) return undefined;
    result = { min: Math.max(result.min, size.min), max: Math.max(result.max, size.max) };
  }
  return result;
}
