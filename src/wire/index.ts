export type { BuiltWith, CheckedOperation, Position, WireCheck } from './check.ts';
export { checkWire } from './check-wire.ts';
export { checks as wireChecks } from './checks/index.ts';
export * from './codec/codec.ts';
export type { BytePart, Decoded } from './codec/decode.ts';
export { mayBeNull } from './codec/fields-form.ts';
export * from './codec/value.ts';
export * from './layout/frame.ts';
export {
  layOut,
  layOutForEach,
  type OperationTargetLayout,
  operationLayouts,
  type TargetLayout,
} from './layout/lay-out.ts';
export * from './layout/layouts.ts';
export { measureOf } from './layout/measure.ts';
export { isUnknown, MemoryImages } from './layout/memory.ts';
export type * from './layout/model.ts';
export * from './layout/zerocopy.ts';
export * from './runtime-schema.ts';
export * from './runtime-schema-of.ts';
export * from './target.ts';
