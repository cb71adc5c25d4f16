import type { Interface, TypeString } from '../../src/idol/index.ts';
import { type InterfaceSchema, schemaOf, type Type, type TypeTable } from '../../src/schema/index.ts';

/** What the type strings of an operation stand for, in a test that has no Rust sources. */
export interface GivenTypes {
  readonly args: readonly GivenValue[];
  readonly leases: readonly Type[];
  readonly ok: GivenValue;
  readonly error?: Type;
}

export interface GivenValue {
  readonly type: Type;
  readonly raw?: Type;
}

/** The schema of an interface whose types are given by hand, operation by operation. */
export function givenSchema(
  source: Interface,
  operations: readonly GivenTypes[],
  types: TypeTable = {},
): InterfaceSchema {
  const given = new Map<TypeString, Type>();
  source.operations.forEach(({ args, leases, reply }, index) => {
    const operation = operations[index];
    if (!operation) return;
    [...args, reply.ok].forEach(({ type, recv }, position) => {
      const value = [...operation.args, operation.ok][position];
      if (value) given.set(type, value.type);
      if (value?.raw && recv.kind !== 'FromBytes') given.set(recv.raw, value.raw);
    });
    leases.forEach(({ type }, position) => {
      const lease = operation.leases[position];
      if (lease) given.set(type, lease);
    });
    if (operation.error && reply.kind === 'Result' && reply.error.kind !== 'ServerDeath') {
      given.set(reply.error.type, operation.error);
    }
  });
  const resolve = (type: TypeString): Type => {
    const found = given.get(type);
    if (!found) throw new Error(`the test gives no type for \`${type.text}\``);
    return found;
  };
  return schemaOf(source, resolve, () => types);
}
