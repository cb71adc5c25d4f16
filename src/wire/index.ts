export type { Holds } from './choose.ts';
export * from './codec.ts';
export * from './contract.ts';
export * from './contract-of.ts';
export type { BytePart, Decoded } from './decode.ts';
export type { Environment, ImageFacts } from './environment.ts';
export { errorCodes } from './error-codes.ts';
export * from './interface-wire.ts';
export * from './layout.ts';
export { isUnknown, MemoryImages } from './memory.ts';
export * from './model.ts';
export { resolveInterface, type StubScope } from './resolve.ts';
export type * from './resolved.ts';
export * from './type-name.ts';

export { RustTypes, type RustTypesOptions } from './type-resolver.ts';
export * from './value.ts';

export * from './zerocopy.ts';
