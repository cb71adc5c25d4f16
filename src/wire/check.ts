import type { Encoding, Finding, Interface, Operation, TypeString } from '../idol/index.ts';
import type { Recv, Type } from '../schema/index.ts';
import type { CheckInfo, Diagnostic } from '../text/index.ts';
import { checks } from './checks/index.ts';
import { MemoryImages } from './layout/memory.ts';
import { ARM, type InterfaceWire, type OperationWire, type Target } from './model.ts';

/** A check of one operation that needs to know what its types are. */
export interface WireCheck extends CheckInfo {
  find(subject: CheckedOperation): Iterable<Finding>;
}

export interface CheckedOperation {
  readonly operation: Operation;
  readonly wire: OperationWire;
  readonly positions: readonly Position[];
  /** Memory of the interface's types. */
  readonly images: MemoryImages;
}

/** A place in an operation where a type is written. */
export interface Position {
  /** For people: `argument \`speed\``, `the reply`. */
  readonly what: string;
  readonly role: 'argument' | 'ok' | 'lease' | 'error';
  readonly text: TypeString;
  readonly type: Type;
  readonly recv: Recv;
  /** How the type travels; a lease is memory, and an error code has no encoding. */
  readonly encoding: Encoding | 'memory' | 'code';
}

/** Everything that is wrong with an interface whose types are resolved, as far as that takes types. */
export function checkWire(source: Interface, wire: InterfaceWire, target: Target = ARM): Diagnostic[] {
  const images = new MemoryImages(wire.types, target);
  return source.operations.flatMap((operation, index) => {
    const travelling = wire.operations[index];
    if (!travelling) return [];
    const subject = { operation, wire: travelling, positions: positionsOf(operation, travelling), images };
    return checks.flatMap((check) =>
      Array.from(check.find(subject), (finding) => ({
        source: source.source,
        ...finding,
        check: check.id,
        severity: check.severity,
      })),
    );
  });
}

function positionsOf({ args, leases, reply, encoding }: Operation, wire: OperationWire): Position[] {
  const fromBytes: Recv = { kind: 'FromBytes' };
  const positions: Position[] = [];
  wire.args.forEach(({ name, type, recv }, index) => {
    const text = args[index]?.type;
    if (text) positions.push({ what: `argument \`${name}\``, role: 'argument', text, type, recv, encoding });
  });
  wire.leases.forEach(({ name, type }, index) => {
    const text = leases[index]?.type;
    if (text)
      positions.push({ what: `lease \`${name}\``, role: 'lease', text, type, recv: fromBytes, encoding: 'memory' });
  });
  const { ok } = wire.reply;
  positions.push({ what: 'the reply', role: 'ok', text: reply.ok.type, type: ok.type, recv: ok.recv, encoding });
  if (reply.kind === 'Result' && reply.error.kind !== 'ServerDeath' && wire.reply.kind === 'Result') {
    const { error } = wire.reply;
    if (error.kind !== 'ServerDeath') {
      const how = error.kind === 'Complex' ? 'Hubpack' : 'code';
      positions.push({
        what: 'the error',
        role: 'error',
        text: reply.error.type,
        type: error.type,
        recv: fromBytes,
        encoding: how,
      });
    }
  }
  return positions;
}
