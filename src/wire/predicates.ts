import type { Condition } from '../rust/index.ts';
import type { InterfaceWire } from './model.ts';

/** The `cfg` predicates that something in an interface depends on, as {@link Holds} names them, each once and sorted. */
export function predicatesOf({ types, operations }: InterfaceWire): string[] {
  const found = new Set<string>();
  gather([types, operations], found);
  return [...found].sort();
}

function gather(part: unknown, found: Set<string>): void {
  if (typeof part !== 'object' || part === null) return;
  if ('condition' in part) {
    const condition = part.condition as Condition | undefined;
    if (condition?.kind === 'cfg') found.add(condition.predicate);
  }
  for (const inner of Object.values(part)) gather(inner, found);
}
