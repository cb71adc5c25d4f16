import type { AttributedType, Interface, Lease, Operation, RecvStrategy, TypeString } from '../idol/index.ts';
import type { InterfaceSchema, LeaseSchema, OperationSchema, Recv, ReplySchema, ValueSchema } from './model.ts';
import type { Type, TypeTable } from './types.ts';
import { reachableTypes, typesInOperation } from './walk.ts';

/**
 * The schema of an interface, whoever knows its types: the sources of a tree, or the debug information of a build. `table` is asked
 * for after all types were resolved, and what they do not reach of it is left out.
 */
export function schemaOf(source: Interface, resolve: Resolve, table: () => TypeTable): InterfaceSchema {
  const operations = source.operations.map((operation) => operationSchema(operation, resolve));
  return { name: source.name.text, operations, types: reachableTypes(operations.flatMap(typesInOperation), table()) };
}

type Resolve = (type: TypeString) => Type;

function operationSchema(operation: Operation, resolve: Resolve): OperationSchema {
  return {
    name: operation.name.text,
    number: operation.number,
    encoding: operation.encoding,
    idempotent: operation.idempotent,
    args: operation.args.map((arg) => ({ name: arg.name.text, ...valueSchema(arg, resolve) })),
    reply: replySchema(operation.reply, resolve),
    leases: operation.leases.map((lease) => leaseSchema(lease, resolve)),
  };
}

function valueSchema({ type, recv }: AttributedType, resolve: Resolve): ValueSchema {
  return { text: type.text, type: resolve(type), recv: recvOf(recv, resolve) };
}

function recvOf(recv: RecvStrategy, resolve: Resolve): Recv {
  switch (recv.kind) {
    case 'FromBytes':
      return { kind: 'FromBytes' };
    case 'FromPrimitive':
      return { kind: 'FromPrimitive', raw: resolve(recv.raw) };
    case 'From':
      return {
        kind: 'From',
        raw: resolve(recv.raw),
        ...(recv.function && { function: recv.function.text }),
      };
  }
}

function replySchema(reply: Operation['reply'], resolve: Resolve): ReplySchema {
  const ok = valueSchema(reply.ok, resolve);
  if (reply.kind === 'Simple') return { kind: 'Simple', ok };
  const { error } = reply;
  if (error.kind === 'ServerDeath') return { kind: 'Result', ok, error: { kind: 'ServerDeath' } };
  return { kind: 'Result', ok, error: { kind: error.kind, text: error.type.text, type: resolve(error.type) } };
}

function leaseSchema(lease: Lease, resolve: Resolve): LeaseSchema {
  const type = resolve(lease.type);
  const slice = type.kind === 'slice';
  return {
    name: lease.name.text,
    index: lease.index,
    text: lease.type.text,
    type: slice ? type.element : type,
    slice,
    read: lease.read,
    write: lease.write,
    ...(lease.maxLen !== undefined && { maxLen: lease.maxLen }),
  };
}
