import type { InterfaceSchema, OperationSchema } from '../../schema/index.ts';
import type { NamedTarget, Target } from '../target.ts';
import { Layouts } from './layouts.ts';
import type { InterfaceLayout, OperationBuffers, OperationLayout, Size } from './model.ts';

/** The layouts of an interface, and the targets that it has them on. */
export interface TargetLayout extends InterfaceLayout {
  /** Names of targets, as manifests of images have them. */
  readonly targets: readonly string[];
}

/** The layouts of a schema on each of some targets, at least one. Targets on which all layouts are equal share an entry. */
export function layOutForEach(schema: InterfaceSchema, targets: readonly NamedTarget[]): TargetLayout[] {
  const byTarget = new Map<string, { target: Target; names: string[] }>();
  for (const { name, target } of targets) {
    const same = byTarget.get(JSON.stringify(target)) ?? { target, names: [] };
    byTarget.set(JSON.stringify(target), { target, names: [...same.names, name] });
  }
  const all = [...byTarget.values()].map(({ target, names }) => ({ names, layout: layOut(schema, target) }));
  const [only] = all;
  if (only && all.length === 1) return [{ targets: only.names, ...only.layout }];
  const byLayout = new Map<string, TargetLayout>();
  for (const { names, layout } of all) {
    const key = JSON.stringify(layout);
    const same = byLayout.get(key);
    byLayout.set(key, { targets: [...(same?.targets ?? []), ...names], ...layout });
  }
  return [...byLayout.values()];
}

/** The layouts of one operation, by its position in the schema, that differ between targets; one where they do not. */
export function operationLayouts(layouts: readonly TargetLayout[], position: number): OperationTargetLayout[] {
  const distinct = new Map<string, OperationTargetLayout>();
  for (const { targets, operations } of layouts) {
    const layout = operations[position];
    if (!layout) continue;
    const key = layouts.length === 1 ? '' : JSON.stringify(layout);
    distinct.set(key, { targets: [...(distinct.get(key)?.targets ?? []), ...targets], layout });
  }
  return [...distinct.values()];
}

/** The layouts of one operation, and the targets that it has them on. */
export interface OperationTargetLayout {
  readonly targets: readonly string[];
  readonly layout: OperationLayout;
}

/** The layouts of a schema on a target. */
export function layOut({ operations, types }: InterfaceSchema, target: Target): InterfaceLayout {
  const layouts = new Layouts(types, target);
  const laidOut = operations.map((operation) => layOutOperation(operation, layouts));
  const incoming = largestSize(laidOut.map(({ buffers }) => buffers.message));
  return { operations: laidOut, ...(incoming && { incoming }) };
}

/** The layouts of one operation. `layouts` are of the table that its types are in. */
export function layOutOperation(operation: OperationSchema, layouts: Layouts): OperationLayout {
  const { args, reply, encoding, leases } = operation;
  const error = reply.kind === 'Result' && reply.error.kind === 'Complex' ? reply.error : undefined;
  return {
    message: layouts.message(args, encoding),
    reply: layouts.of(reply.ok.type, encoding, 'reply'),
    // Whatever the operation's encoding, a complex error travels in Hubpack.
    ...(error && { error: layouts.of(error.type, 'Hubpack', 'error') }),
    leases: leases.map(({ name, type, slice }) => layouts.image(type, slice ? '[]' : name)),
    buffers: operationBuffers(operation, layouts),
  };
}

/** The buffers of both sides. The client's holds the ok value or the complex error, whichever is larger; the server asks for the former. */
export function operationBuffers({ args, reply, encoding }: OperationSchema, layouts: Layouts): OperationBuffers {
  const message = layouts.messageBuffer(args, encoding);
  const okSize = layouts.buffer(reply.ok.type, encoding);
  const error = reply.kind === 'Result' && reply.error.kind === 'Complex' ? reply.error : undefined;
  const replyCapacity = error ? largestSize([okSize, layouts.buffer(error.type, 'Hubpack')]) : okSize;
  return { ...(message && { message }), ...(okSize && { reply: okSize }), ...(replyCapacity && { replyCapacity }) };
}

/** The largest of some sizes, in each case; undefined when one of them is not known. */
function largestSize(sizes: readonly (Size | undefined)[]): Size | undefined {
  let result: Size = { min: 0, max: 0 };
  for (const size of sizes) {
    if (!size) return undefined;
    result = { min: Math.max(result.min, size.min), max: Math.max(result.max, size.max) };
  }
  return result;
}
