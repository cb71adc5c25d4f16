import { operationName } from './effects.ts';
import type { Cause, InterfaceComparison, OperationPairName } from './result.ts';

type ComparedName = InterfaceComparison['interface'];

/** Causes of several interfaces by the change that they are of: one inside a type is one change for all interfaces that use the type. */
export function byChange<C extends { readonly cause: Cause }>(causes: readonly C[]): [C, ...C[]][] {
  return [...Map.groupBy(causes, ({ cause }) => cause.fingerprint).values()] as [C, ...C[]][];
}

/** What an interface is called beside others that a change touches: by its path where another has its name, or where it has none. */
export function interfaceNameAmong(one: ComparedName, all: readonly ComparedName[]): string {
  const isShared = all.some((other) => other.name === one.name && pathIn(other) !== pathIn(one));
  return isShared || one.name === '' ? pathIn(one) : one.name;
}

/** An operation as a change names it: with its interface where the change touches several. */
export function operationNameAmong(
  operation: OperationPairName,
  one: ComparedName,
  all: readonly ComparedName[],
): string {
  return all.length === 1 ? operationName(operation) : `${interfaceNameAmong(one, all)}.${operationName(operation)}`;
}

function pathIn({ newPath, oldPath }: ComparedName): string {
  return newPath ?? oldPath ?? '';
}
