import { specialize } from '../schema/index.ts';
import { layOutForEach, type OperationTargetLayout, operationLayouts } from '../wire/index.ts';
import { holdsNamed, targetsIn } from './configuration.ts';
import { operationNamed } from './named.ts';
import { attempt, given, type Outcome } from './outcome.ts';
import { originOf, type TreeInterface } from './read-interface.ts';

/** Which configuration is meant. */
export interface ConfigurationOptions {
  /** An image, or `cfg` predicates that hold such as `feature = "vlan"`; needed only where types differ between configurations. */
  readonly when?: readonly string[];
}

/**
 * Lays an operation out: message, reply, error and leases as trees with offsets and sizes in bytes, and the buffers of both sides.
 *
 * @returns one entry for each layout that differs between the targets that images build the interface for; in most trees one alone.
 * Without `when`, parts that exist in some configurations only have a `condition`.
 */
export function layoutOf(
  iface: TreeInterface,
  operation: string,
  { when = [] }: ConfigurationOptions = {},
): Outcome<readonly OperationTargetLayout[]> {
  return attempt(() => {
    const { project, file, targets } = originOf(iface);
    const named = operationNamed(iface.schema, operation);
    if (!named.ok) return named;
    const holds = holdsNamed(when, { file, schema: iface.schema }, project.workspace);
    if (!holds.ok) return holds;
    const schema = when.length === 0 ? iface.schema : specialize(iface.schema, holds.value);
    const layouts = layOutForEach(schema, targetsIn({ targets }, project.workspace, when));
    return given(operationLayouts(layouts, iface.schema.operations.indexOf(named.value)));
  });
}
