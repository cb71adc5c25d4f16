export type { RustStubCheck } from './check.ts';
export { rustStubChecks } from './checks/index.ts';
export { clientSignature } from './client.ts';
export {
  GENERATIONS,
  type Generation,
  hasNewestStructs,
  incomingSizeIn,
  type LockedRuntime,
  lockedRuntime,
  NEWEST_GENERATION,
} from './generation.ts';
export { DEFAULT_RUST_OPTIONS, type RustOptions, type ServerStyle } from './options.ts';
export { serverSignature } from './server-trait.ts';
export { rustStub } from './stub.ts';
