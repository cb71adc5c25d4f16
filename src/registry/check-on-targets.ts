import type { Interface } from '../idol/index.ts';
import type { InterfaceSchema } from '../schema/index.ts';
import type { Diagnostic } from '../text/index.ts';
import { type BuiltWith, checkWire, type NamedTarget } from '../wire/index.ts';
import { withoutNames } from './targets.ts';

/** What is wrong with an interface now that its types are known, on any of its targets: each finding once. */
export function checkOnTargets(
  source: Interface,
  schema: InterfaceSchema,
  targets: readonly NamedTarget[],
  built?: BuiltWith,
): Diagnostic[] {
  const found = new Map<string, Diagnostic>();
  for (const target of withoutNames(targets)) {
    for (const diagnostic of checkWire(source, schema, target, built)) {
      const { check, span, message } = diagnostic;
      found.set(JSON.stringify([check, span, message]), diagnostic);
    }
  }
  return [...found.values()];
}
