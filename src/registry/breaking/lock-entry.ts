import { z } from 'zod';
import type { ErrorSchema, InterfaceSchema, OperationSchema, ReplySchema } from '../../schema/index.ts';
import { list } from '../documents/bounded.ts';
import { MessageContractSchema, RecvSchema, TypeSchema, TypeTableSchema } from '../documents/wire.ts';

const part = { name: z.string(), text: z.string(), type: TypeSchema };

/** An interface in a lock file: its schema without what follows from the order of things. */
export const LockedInterfaceSchema = z.object({
  name: z.string(),
  operations: list(
    z.object({
      name: z.string(),
      encoding: z.enum(['Zerocopy', 'Ssmarshal', 'Hubpack']),
      idempotent: z.boolean(),
      args: list(z.object({ ...part, recv: RecvSchema })),
      leases: list(
        z.object({
          ...part,
          slice: z.boolean(),
          read: z.boolean(),
          write: z.boolean(),
          maxLen: z.int().optional(),
        }),
      ),
      ok: z.object({ text: z.string(), type: TypeSchema, recv: RecvSchema }),
      error: z
        .discriminatedUnion('kind', [
          z.object({ kind: z.enum(['CLike', 'Complex']), text: z.string(), type: TypeSchema }),
          z.object({ kind: z.literal('ServerDeath') }),
        ])
        .optional(),
    }),
  ),
  types: TypeTableSchema,
  messages: MessageContractSchema.optional(),
});

export type LockedInterface = z.output<typeof LockedInterfaceSchema>;
type LockedOperation = LockedInterface['operations'][number];

export function lockedInterface({ name, operations, types, messages }: InterfaceSchema): LockedInterface {
  return { name, operations: operations.map(lockedOperation), types, ...(messages && { messages }) };
}

function lockedOperation({ name, encoding, idempotent, args, leases, reply }: OperationSchema): LockedOperation {
  const { text, type, recv } = reply.ok;
  return {
    name,
    encoding,
    idempotent,
    args: args.map((arg) => ({ name: arg.name, text: arg.text, type: arg.type, recv: arg.recv })),
    leases: leases.map((lease) => ({
      name: lease.name,
      text: lease.text,
      type: lease.type,
      slice: lease.slice,
      read: lease.read,
      write: lease.write,
      ...(lease.maxLen !== undefined && { maxLen: lease.maxLen }),
    })),
    ok: { text, type, recv },
    ...(reply.kind === 'Result' && { error: lockedError(reply.error) }),
  };
}

function lockedError(error: ErrorSchema): NonNullable<LockedOperation['error']> {
  return error.kind === 'ServerDeath' ? error : { kind: error.kind, text: error.text, type: error.type };
}

/** Numbers operations and leases again. */
export function schemaOfLocked({ name, operations, types, messages }: LockedInterface): InterfaceSchema {
  return {
    name,
    operations: operations.map(({ ok, error, leases, ...operation }, index) => ({
      ...operation,
      number: index + 1,
      reply: replyOf(ok, error),
      leases: leases.map((lease, position) => ({ ...lease, index: position })),
    })),
    types,
    ...(messages && { messages }),
  };
}

function replyOf(ok: LockedOperation['ok'], error: LockedOperation['error']): ReplySchema {
  return error ? { kind: 'Result', ok, error } : { kind: 'Simple', ok };
}
