import { chooseTable, chooseType, type Holds } from './choose.ts';
import { errorCodes } from './error-codes.ts';
import { largestSize, operationBuffers } from './interface-wire.ts';
import { Layouts } from './layout.ts';
import {
  ARM,
  type ErrorWire,
  type InterfaceWire,
  type LeaseWire,
  type OkWire,
  type OperationWire,
  type RecvWire,
  type ReplyWire,
  type Target,
} from './model.ts';

/**
 * An interface as it is where some conditions hold: alternatives replaced by their case, layouts and sizes worked out anew.
 * What none of the conditions decides stays open.
 */
export function chooseInterface(wire: InterfaceWire, holds: Holds, target: Target = ARM): InterfaceWire {
  const types = chooseTable(wire.types, holds);
  const choice = { holds, layouts: new Layouts(types, target) };
  const operations = wire.operations.map((operation) => chooseOperation(operation, choice));
  const incoming = largestSize(operations.map(({ buffers }) => buffers.message));
  return { name: wire.name, operations, ...(incoming && { incoming }), types };
}

interface Choice {
  readonly holds: Holds;
  readonly layouts: Layouts;
}

function chooseOperation(operation: OperationWire, choice: Choice): OperationWire {
  const { layouts, holds } = choice;
  const { encoding } = operation;
  const args = operation.args.map((arg) => ({
    ...arg,
    type: chooseType(arg.type, holds),
    recv: chooseRecv(arg.recv, holds),
  }));
  const reply = chooseReply(operation.reply, encoding, choice);
  return {
    ...operation,
    args,
    message: layouts.message(args, encoding),
    reply,
    leases: operation.leases.map((lease) => chooseLease(lease, choice)),
    buffers: operationBuffers(args, reply, encoding, layouts),
  };
}

function chooseRecv(recv: RecvWire, holds: Holds): RecvWire {
  return recv.kind === 'FromBytes' ? recv : { ...recv, raw: chooseType(recv.raw, holds) };
}

function chooseReply(reply: ReplyWire, encoding: OperationWire['encoding'], choice: Choice): ReplyWire {
  const { layouts, holds } = choice;
  const type = chooseType(reply.ok.type, holds);
  const layout = layouts.of(type, encoding, 'reply');
  const ok: OkWire = { ...reply.ok, type, recv: chooseRecv(reply.ok.recv, holds), layout };
  return reply.kind === 'Simple'
    ? { kind: 'Simple', ok }
    : { kind: 'Result', ok, error: chooseError(reply.error, choice) };
}

function chooseError(error: ErrorWire, { holds, layouts }: Choice): ErrorWire {
  switch (error.kind) {
    case 'ServerDeath':
      return error;
    case 'CLike': {
      const type = chooseType(error.type, holds);
      return { ...error, type, codes: errorCodes(type, layouts.memory.table) };
    }
    case 'Complex': {
      const type = chooseType(error.type, holds);
      return { ...error, type, layout: layouts.of(type, 'Hubpack', 'error') };
    }
  }
}

function chooseLease(lease: LeaseWire, { holds, layouts }: Choice): LeaseWire {
  const type = chooseType(lease.type, holds);
  return { ...lease, type, layout: layouts.image(type, lease.slice ? '[]' : lease.name) };
}
