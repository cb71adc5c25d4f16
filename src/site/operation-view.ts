import type { InterfaceEntry } from '../registry/index.ts';
import { type ErrorCode, type ErrorSchema, errorCodes, type OperationSchema } from '../schema/index.ts';
import { type Layout, type OperationLayout, type OperationTargetLayout, operationLayouts } from '../wire/index.ts';

/** An operation with its resolved types and its layouts. */
export interface OperationView {
  readonly schema: OperationSchema;
  readonly error?: ErrorSchema;
  /** Of an error that travels as a return code; null where they are not known. */
  readonly codes?: readonly ErrorCode[] | null;
  /** On the first of its targets. */
  readonly layout: OperationLayout;
  /** Several where the layouts differ between the targets that images build the interface for. */
  readonly onTargets: readonly OperationTargetLayout[];
}

/** Undefined where the interface has errors that leave open what it means. */
export function operationView({ schema, layouts }: InterfaceEntry, number: number): OperationView | undefined {
  const position = schema?.operations.findIndex((operation) => operation.number === number) ?? -1;
  const operation = schema?.operations[position];
  const onTargets = operationLayouts(layouts, position);
  const [first] = onTargets;
  if (!schema || !operation || !first) return undefined;
  const error = operation.reply.kind === 'Result' ? operation.reply.error : undefined;
  return {
    schema: operation,
    ...(error && { error }),
    ...(error?.kind === 'CLike' && { codes: errorCodes(error.type, schema.types) }),
    layout: first.layout,
    onTargets,
  };
}

/** The layouts that a reply buffer has to hold. */
export function replyLayouts({ reply, error }: OperationLayout): Layout[] {
  return error ? [reply, error] : [reply];
}
