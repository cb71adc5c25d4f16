import { readdirSync } from 'node:fs';
import process from 'node:process';
import { describe, expect, test } from 'vitest';
import { runtimeSchemaOf } from '../../src/runtime/index.ts';
import type { TypeTable } from '../../src/schema/index.ts';
import type { RuntimeOperation, Value } from '../../src/wire/index.ts';
import { treeInterfaces } from '../stubs/tree-interfaces.ts';
import { bench } from './fan.ts';
import { sample, seeded } from './sample.ts';

const NEWEST = `idl/${readdirSync('idl')
  .filter((name) => /^\d/.test(name))
  .sort()
  .at(-1)}`;
const trees = [NEWEST, process.env.HUBRIS_TREE].filter((tree) => tree !== undefined);
const ROUNDS = 3;

describe.each(trees)('each operation of %s', (tree) => {
  test.each(treeInterfaces(tree).map(({ path, wire }) => ({ path, wire })))(
    '$path carries its values',
    async ({ wire }) => {
      const next = seeded(20_26);
      const { runtime } = runtimeSchemaOf(wire);
      let answer: Value = null;
      let received: unknown[] = [];
      const implementation = Object.fromEntries(
        runtime.operations.map((operation) => [
          operation.name,
          (_caller: unknown, ...values: unknown[]) => {
            received = values.slice(0, operation.args.length);
            return answer;
          },
        ]),
      );
      const { client } = bench(wire, () => implementation);
      for (const operation of runtime.operations) {
        for (let round = 0; round < ROUNDS; round++) {
          const args = operation.args.map(({ type }) =>
            sample(type, runtime.types, next, operation.encoding !== 'Zerocopy'),
          );
          answer = anAnswer(operation, runtime.errorCodes, runtime.types, next);
          expect(
            await client.call(operation.name, args, leasesOf(operation, runtime.types, next)),
            operation.name,
          ).toEqual(answer);
          expect(received, operation.name).toEqual(args);
        }
      }
    },
  );
});

function anAnswer(
  { ok, error, encoding }: RuntimeOperation,
  errorCodes: Readonly<Record<string, readonly { name: string; code: number }[]>>,
  types: TypeTable,
  next: (limit: number) => number,
): Value {
  const value = () => sample(ok.type, types, next, encoding !== 'Zerocopy');
  if (error.kind === 'none') return value();
  const fails = next(3) === 0;
  if (fails && error.kind === 'Complex') return { Err: sample(error.type, types, next, true) };
  if (fails && error.kind === 'CLike' && error.codes !== null) {
    // A code of 0 would say that all is well.
    const codes = (errorCodes[error.codes] ?? []).filter(({ code }) => code !== 0);
    const code = codes[next(codes.length)];
    if (code) return { Err: code.name };
  }
  return { Ok: value() };
}

function leasesOf({ leases }: RuntimeOperation, types: TypeTable, next: (limit: number) => number): unknown[] {
  return leases.map(({ type, slice, write }) => {
    if (slice && type.kind === 'integer' && type.name === 'u8') return new Uint8Array(next(3));
    const value = () => sample(type, types, next, false);
    if (slice) return Array.from({ length: next(3) }, value);
    return write ? { value: value() } : value();
  });
}
