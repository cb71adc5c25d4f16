import type { InterfaceEntry } from '../registry/index.ts';
import {
  type ErrorCode,
  type ErrorSchema,
  knownCodes,
  type OperationSchema,
  type Type,
  type TypeTable,
} from '../schema/index.ts';
import { type Layout, type OperationLayout, type OperationTargetLayout, operationLayouts } from '../wire/index.ts';

/** An operation with its resolved types and its layouts. */
export interface OperationView {
  readonly schema: OperationSchema;
  readonly error?: ErrorSchema;
  /** Of an error that travels as a return code, as far as they are known; null where none is. */
  readonly codes?: readonly ErrorCode[] | null;
  /** Names of variants whose codes are not known, beside those that are. */
  readonly openCodes?: readonly string[];
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
    ...(error?.kind === 'CLike' && codesOf(error.type, schema.types)),
    layout: first.layout,
    onTargets,
  };
}

function codesOf(type: Type, types: TypeTable): Pick<OperationView, 'codes' | 'openCodes'> {
  const known = knownCodes(type, types);
  return { codes: known?.codes ?? null, ...(known && known.open.length > 0 && { openCodes: known.open }) };
}

/** The layouts that a reply buffer has to hold. */
export function replyLayouts({ reply, error }: OperationLayout): Layout[] {
  return error ? [reply, error] : [reply];
}
