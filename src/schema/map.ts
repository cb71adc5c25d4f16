import type { ErrorSchema, LeaseSchema, OperationSchema, Recv, ReplySchema, ValueSchema } from './model.ts';
import type { Field, Type, TypeDefinition } from './types.ts';

type Change = (type: Type) => Type;

/** A type with the types that it is directly made of replaced; the same object where none of them changes. */
export function mapType(type: Type, change: Change): Type {
  switch (type.kind) {
    case 'tuple': {
      const elements = mapAll(type.elements, change);
      return elements === type.elements ? type : { ...type, elements };
    }
    case 'array':
    case 'slice': {
      const element = change(type.element);
      return element === type.element ? type : { ...type, element };
    }
    case 'option': {
      const some = change(type.some);
      return some === type.some ? type : { ...type, some };
    }
    case 'result': {
      const ok = change(type.ok);
      const err = change(type.err);
      return ok === type.ok && err === type.err ? type : { ...type, ok, err };
    }
    case 'alternatives': {
      const cases = mapAll(type.cases, (one) => withType(one, change));
      return cases === type.cases ? type : { ...type, cases };
    }
    case 'integer':
    case 'float':
    case 'bool':
    case 'char':
    case 'unit':
    case 'never':
    case 'named':
    case 'unresolved':
      return type;
  }
}

/** A definition with the types of its fields replaced; the same object where none of them changes. */
export function mapDefinition(definition: TypeDefinition, change: Change): TypeDefinition {
  switch (definition.kind) {
    case 'struct':
    case 'union': {
      const fields = mapFields(definition.fields, change);
      return fields === definition.fields ? definition : { ...definition, fields };
    }
    case 'enum': {
      const variants = mapAll(definition.variants, (variant) => {
        const fields = mapFields(variant.fields, change);
        return fields === variant.fields ? variant : { ...variant, fields };
      });
      return variants === definition.variants ? definition : { ...definition, variants };
    }
    case 'flags': {
      const bits = change(definition.bits);
      return bits === definition.bits ? definition : { ...definition, bits };
    }
  }
}

export function mapFields(fields: readonly Field[], change: Change): readonly Field[] {
  return mapAll(fields, (field) => withType(field, change));
}

/** An operation with every type that it mentions replaced; the same object where none of them changes. */
export function mapOperation(operation: OperationSchema, change: Change): OperationSchema {
  const args = mapAll(operation.args, (arg) => mapValue(arg, change));
  const reply = mapReply(operation.reply, change);
  const leases = mapAll(operation.leases, (lease): LeaseSchema => withType(lease, change));
  const isSame = args === operation.args && reply === operation.reply && leases === operation.leases;
  return isSame ? operation : { ...operation, args, reply, leases };
}

function mapReply(reply: ReplySchema, change: Change): ReplySchema {
  const ok = mapValue(reply.ok, change);
  if (reply.kind === 'Simple') return ok === reply.ok ? reply : { ...reply, ok };
  const error = mapError(reply.error, change);
  return ok === reply.ok && error === reply.error ? reply : { ...reply, ok, error };
}

function mapError(error: ErrorSchema, change: Change): ErrorSchema {
  return error.kind === 'ServerDeath' ? error : withType(error, change);
}

function mapValue<V extends ValueSchema>(value: V, change: Change): V {
  const typed = withType(value, change);
  const recv = mapRecv(value.recv, change);
  return recv === value.recv ? typed : { ...typed, recv };
}

function mapRecv(recv: Recv, change: Change): Recv {
  if (recv.kind === 'FromBytes') return recv;
  const raw = change(recv.raw);
  return raw === recv.raw ? recv : { ...recv, raw };
}

function withType<T extends { readonly type: Type }>(part: T, change: Change): T {
  const type = change(part.type);
  return type === part.type ? part : { ...part, type };
}

/** The same list where nothing changes: what most configurations share is then shared in memory, and measured once. */
function mapAll<T>(list: readonly T[], change: (one: T) => T): readonly T[] {
  const changed = list.map(change);
  return changed.every((one, index) => one === list[index]) ? list : changed;
}
