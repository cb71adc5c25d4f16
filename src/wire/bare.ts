import { errorCodes } from './error-codes.ts';
import { largestSize, operationBuffers } from './interface-wire.ts';
import { Layouts } from './layout.ts';
import {
  ARM,
  type ArgumentWire,
  type ErrorWire,
  type InterfaceWire,
  type LeaseWire,
  type OkWire,
  type OperationWire,
  type ReplyWire,
  type Target,
} from './model.ts';

/** What of an {@link InterfaceWire} cannot be worked out from the rest: no layouts, sizes and codes. */
export interface BareInterface extends Pick<InterfaceWire, 'name' | 'types'> {
  operations: BareOperation[];
}

export interface BareOperation extends Pick<OperationWire, 'name' | 'encoding' | 'idempotent'> {
  args: ArgumentWire[];
  leases: Omit<LeaseWire, 'layout' | 'index'>[];
  ok: Omit<OkWire, 'layout'>;
  /** Absent of a `Simple` reply. */
  error?: BareError;
}

export type BareError =
  | { kind: 'CLike' | 'Complex'; text: string; type: Extract<ErrorWire, { kind: 'Complex' }>['type'] }
  | { kind: 'ServerDeath' };

/** Leaves away what {@link measured} works out again. */
export function bareInterface({ name, operations, types }: InterfaceWire): BareInterface {
  return {
    name,
    operations: operations.map(({ name: operation, encoding, idempotent, args, leases, reply }) => ({
      name: operation,
      encoding,
      idempotent,
      args,
      leases: leases.map(({ layout: _, index: __, ...lease }) => lease),
      ok: { text: reply.ok.text, type: reply.ok.type, recv: reply.ok.recv },
      ...(reply.kind === 'Result' && { error: bareError(reply.error) }),
    })),
    types,
  };
}

function bareError(error: ErrorWire): BareError {
  return error.kind === 'ServerDeath' ? error : { kind: error.kind, text: error.text, type: error.type };
}

/** The whole of a bare interface: layouts, buffer sizes, error codes. */
export function measured({ name, operations, types }: BareInterface, target: Target = ARM): InterfaceWire {
  const layouts = new Layouts(types, target);
  const whole = operations.map((operation, index) => measuredOperation(operation, index + 1, layouts));
  const incoming = largestSize(whole.map(({ buffers }) => buffers.message));
  return { name, operations: whole, ...(incoming && { incoming }), types };
}

function measuredOperation(operation: BareOperation, number: number, layouts: Layouts): OperationWire {
  const { name, encoding, idempotent, args } = operation;
  const reply = measuredReply(operation, layouts);
  return {
    name,
    number,
    encoding,
    idempotent,
    args,
    message: layouts.message(args, encoding),
    reply,
    leases: operation.leases.map((lease, index) => ({
      ...lease,
      index,
      layout: layouts.image(lease.type, lease.slice ? '[]' : lease.name),
    })),
    buffers: operationBuffers(args, reply, encoding, layouts),
  };
}

function measuredReply({ ok: bare, error, encoding }: BareOperation, layouts: Layouts): ReplyWire {
  const ok = { ...bare, layout: layouts.of(bare.type, encoding, 'reply') };
  if (!error) return { kind: 'Simple', ok };
  switch (error.kind) {
    case 'ServerDeath':
      return { kind: 'Result', ok, error };
    case 'CLike': {
      const codes = errorCodes(error.type, layouts.memory.table);
      return { kind: 'Result', ok, error: { kind: 'CLike', text: error.text, type: error.type, codes } };
    }
    case 'Complex': {
      const layout = layouts.of(error.type, 'Hubpack', 'error');
      return { kind: 'Result', ok, error: { kind: 'Complex', text: error.text, type: error.type, layout } };
    }
  }
}
