import type { AttributedType, Doc, Operation, RecvStrategy } from '../idol/index.ts';
import { clientSignature, DEFAULT_RUST_OPTIONS, serverSignature } from '../stubs/index.ts';
import type { Source } from '../text/index.ts';
import type { InterfaceEntry, OperationEntry } from './model.ts';

/** An operation as the interface file says it, with the signatures that its stubs have; a direction of a message contract has none. */
export function operationEntry(operation: Operation, source: Source, kind: InterfaceEntry['kind']): OperationEntry {
  const { reply } = operation;
  return {
    name: operation.name.text,
    number: operation.number,
    ...docOf(operation),
    encoding: operation.encoding,
    idempotent: operation.idempotent,
    args: operation.args.map((arg) => ({ name: arg.name.text, ...typeEntry(arg), ...docOf(arg) })),
    leases: operation.leases.map((lease) => ({
      name: lease.name.text,
      index: lease.index,
      type: lease.type.text,
      read: lease.read,
      write: lease.write,
      ...(lease.maxLen !== undefined && { maxLen: lease.maxLen }),
      ...docOf(lease),
    })),
    reply: {
      ok: reply.ok.type.text,
      ...(reply.ok.recv.kind !== 'FromBytes' && { okRecv: recvText(reply.ok.recv) }),
      ...(reply.kind === 'Result' && {
        error: {
          kind: reply.error.kind,
          ...(reply.error.kind !== 'ServerDeath' && { type: reply.error.type.text }),
        },
      }),
    },
    clientSignature: kind === 'messages' ? '' : clientSignature(operation),
    serverSignature: kind === 'messages' ? '' : serverSignature(operation, DEFAULT_RUST_OPTIONS),
    place: { path: source.path, ...source.position(operation.name.span.start) },
  };
}

function docOf({ doc }: { doc?: Doc }): { doc?: string } {
  return doc ? { doc: doc.text } : {};
}

function typeEntry({ type, recv }: AttributedType): { type: string; recv?: string } {
  return { type: type.text, ...(recv.kind !== 'FromBytes' && { recv: recvText(recv) }) };
}

/** A strategy as the interface file writes it. */
function recvText(recv: RecvStrategy): string {
  switch (recv.kind) {
    case 'FromBytes':
      return 'FromBytes';
    case 'FromPrimitive':
      return `FromPrimitive("${recv.raw.text}")`;
    case 'From':
      return `From("${recv.raw.text}", ${recv.function ? `Some("${recv.function.text}")` : 'None'})`;
  }
}
