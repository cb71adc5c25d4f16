export { type FirmwareAnswer, isFirmware, MAX_FIRMWARE_BYTES, readFirmware } from './archive.ts';
export * from './dwarf/types.ts';
export type * from './model.ts';
export { FirmwareTypes, type SerdeAssumption, withoutAttributes } from './resolve.ts';
export { countFacts, type Fact, type FactCounts, type FactKind } from './verify/fact.ts';
export { schemaInFirmware } from './verify/held.ts';
export { type ServedInterface, verifyInterface } from './verify/verify.ts';
export { targetOfFirmware } from './wire-types.ts';
