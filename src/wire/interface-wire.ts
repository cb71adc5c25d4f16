import type {
  ArgumentSchema,
  ErrorCode,
  InterfaceSchema,
  LeaseSchema,
  OperationSchema,
  Type,
  ValueSchema,
} from '../schema/index.ts';
import { knownCodes } from '../schema/index.ts';
import { layOut } from './layout/lay-out.ts';
import type { Layout, OperationBuffers, OperationLayout, Size } from './layout/model.ts';
import { ARM, type Target } from './target.ts';

/** Everything that travels for one operation, with the layouts for one target. */
export interface OperationWire extends OperationSchema {
  readonly message: Layout;
  readonly reply: ReplyWire;
  readonly leases: readonly LeaseWire[];
  readonly buffers: OperationBuffers;
}

export type ArgumentWire = ArgumentSchema;

export type ReplyWire =
  | { readonly kind: 'Simple'; readonly ok: OkWire }
  | { readonly kind: 'Result'; readonly ok: OkWire; readonly error: ErrorWire };

export interface OkWire extends ValueSchema {
  readonly layout: Layout;
}

export type ErrorWire =
  | {
      readonly kind: 'CLike';
      readonly text: string;
      readonly type: Type;
      /** What the return code can be, as far as it is known; null when nothing is. */
      readonly codes: readonly ErrorCode[] | null;
      /** Names of variants whose codes are not known, if there are some beside those that are. */
      readonly openCodes?: readonly string[];
    }
  | { readonly kind: 'Complex'; readonly text: string; readonly type: Type; readonly layout: Layout }
  | { readonly kind: 'ServerDeath' };

export interface LeaseWire extends LeaseSchema {
  /** Layout of the sized type or of one element. */
  readonly layout: Layout;
}

/** An interface with the layouts of its operations for one target. */
export interface InterfaceWire extends InterfaceSchema {
  readonly operations: readonly OperationWire[];
  readonly incoming?: Size;
}

/** A schema and its layouts in one. */
export function interfaceWire(schema: InterfaceSchema, target: Target = ARM): InterfaceWire {
  const { name, operations, types, messages } = schema;
  const layout = layOut(schema, target);
  return {
    name,
    operations: operations.map((operation, index) =>
      operationWire(operation, layout.operations[index] as OperationLayout, schema),
    ),
    ...(layout.incoming && { incoming: layout.incoming }),
    types,
    ...(messages && { messages }),
  };
}

function operationWire(
  { name, number, encoding, idempotent, args, reply, leases }: OperationSchema,
  layout: OperationLayout,
  { types }: InterfaceSchema,
): OperationWire {
  const { text, type, recv } = reply.ok;
  const ok: OkWire = { text, type, recv, layout: layout.reply };
  const error = (): ErrorWire => {
    if (reply.kind === 'Simple' || reply.error.kind === 'ServerDeath') return { kind: 'ServerDeath' };
    const { text, type } = reply.error;
    if (reply.error.kind === 'Complex') return { kind: 'Complex', text, type, layout: layout.error as Layout };
    const { codes, open } = knownCodes(type, types) ?? { codes: null, open: [] };
    return { kind: 'CLike', text, type, codes, ...(open.length > 0 && { openCodes: open }) };
  };
  return {
    name,
    number,
    encoding,
    idempotent,
    args,
    message: layout.message,
    reply: reply.kind === 'Simple' ? { kind: 'Simple', ok } : { kind: 'Result', ok, error: error() },
    leases: leases.map((lease, index) => ({ ...lease, layout: layout.leases[index] as Layout })),
    buffers: layout.buffers,
  };
}
