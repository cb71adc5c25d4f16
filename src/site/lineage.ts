import type { CarriedVersion, InterfaceDocument } from '../registry/index.ts';

/** The numbers of all operations of a version, by name. */
export function numbersOf({ history, version }: CarriedVersion): Map<string, number> {
  const numbers = new Map<string, number>();
  for (const { name, numbers: since } of history.operations) {
    const number = since.findLast((one) => one.version <= version)?.number;
    if (typeof number === 'number') numbers.set(name, number);
  }
  return numbers;
}

/** Pairs of names of operations that were renamed anywhere in the lineage. */
export function renamesIn(lineage: readonly InterfaceDocument[]): { from: string; to: string }[] {
  const renames = new Map<string, { from: string; to: string }>();
  const causes = lineage.flatMap(({ versions }) => versions.flatMap(({ comparison }) => comparison?.causes ?? []));
  for (const { rule, operations } of causes) {
    if (rule !== 'op-renamed') continue;
    for (const { old, new: now } of operations) {
      if (old && now && old.name !== now.name) renames.set(`${old.name} ${now.name}`, { from: old.name, to: now.name });
    }
  }
  return [...renames.values()];
}

/** The name of an operation, then every name that it ever had. */
export function namesOf(operation: string, renames: readonly { from: string; to: string }[]): string[] {
  const names = [operation];
  for (const name of names) {
    for (const { from, to } of renames) {
      const other = name === from ? to : name === to ? from : undefined;
      if (other !== undefined && !names.includes(other)) names.push(other);
    }
  }
  return names;
}
