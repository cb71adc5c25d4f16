import type { Encoding, Finding, Interface, Operation, TypeString } from '../idol/index.ts';
import type { InterfaceSchema, OperationSchema, Recv, Type } from '../schema/index.ts';
import type { CheckInfo, Diagnostic } from '../text/index.ts';
import { checks } from './checks/index.ts';
import { layOutOperation } from './layout/lay-out.ts';
import { Layouts } from './layout/layouts.ts';
import type { MemoryImages } from './layout/memory.ts';
import type { OperationLayout } from './layout/model.ts';
import type { Target } from './target.ts';

/** A check of one operation that needs to know what its types are. */
export interface WireCheck extends CheckInfo {
  find(subject: CheckedOperation): Iterable<Finding>;
}

export interface CheckedOperation {
  readonly operation: Operation;
  readonly schema: OperationSchema;
  readonly layout: OperationLayout;
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

/** Everything that is wrong with an interface whose types are resolved, as far as that takes types and their layouts on a target. */
export function checkWire(source: Interface, { operations, types }: InterfaceSchema, target: Target): Diagnostic[] {
  const layouts = new Layouts(types, target);
  return source.operations.flatMap((operation, index) => {
    const schema = operations[index];
    if (!schema) return [];
    const layout = layOutOperation(schema, layouts);
    const subject = { operation, schema, layout, positions: positionsOf(operation, schema), images: layouts.memory };
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

function positionsOf({ args, leases, reply, encoding }: Operation, schema: OperationSchema): Position[] {
  const fromBytes: Recv = { kind: 'FromBytes' };
  const positions: Position[] = [];
  schema.args.forEach(({ name, type, recv }, index) => {
    const text = args[index]?.type;
    if (text) positions.push({ what: `argument \`${name}\``, role: 'argument', text, type, recv, encoding });
  });
  schema.leases.forEach(({ name, type }, index) => {
    const text = leases[index]?.type;
    if (text)
      positions.push({ what: `lease \`${name}\``, role: 'lease', text, type, recv: fromBytes, encoding: 'memory' });
  });
  const { ok } = schema.reply;
  positions.push({ what: 'the reply', role: 'ok', text: reply.ok.type, type: ok.type, recv: ok.recv, encoding });
  if (reply.kind === 'Result' && reply.error.kind !== 'ServerDeath' && schema.reply.kind === 'Result') {
    const { error } = schema.reply;
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
