export {
  conditionGroups,
  conditionGroupsByCrate,
  conditionsIn,
  type PlacedCondition,
  predicatesOf,
} from './conditions.ts';
export { errorCodes, type KnownCodes, knownCodes } from './error-codes.ts';
export { fieldPath } from './field-path.ts';
export { mapDefinition, mapFields, mapOperation, mapType } from './map.ts';
export { membersOf } from './members.ts';
export type * from './model.ts';
export { renameTypes } from './rename.ts';
export type { Environment, ImageContents } from './resolve/environment.ts';
export type { Measure } from './resolve/measure.ts';
export { resolveInterface, type StubScope } from './resolve/resolve-interface.ts';
export { RustTypes, type RustTypesOptions } from './resolve/rust-types.ts';
export { schemaOf } from './schema-of.ts';
export { type Holds, heldInCrate, isHeld, specialize, specializeTable, specializeType } from './specialize.ts';
export { type TypeSpelling, typeName, typeText } from './type-name.ts';
export type * from './types.ts';
export { unplaced } from './unplaced.ts';
export { indexCases, type NumberCase, valueCases } from './variant-numbers.ts';
export * from './visit.ts';
export { partsOf, reachableTypes, typesInDefinition, typesInOperation, walk } from './walk.ts';
