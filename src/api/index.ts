export { checkTree } from './check-tree.ts';
export { decode, decodeReply, encode, encodeReply, type ReplyBytes } from './codec.ts';
export { type CompareOptions, compareTrees } from './compare-trees.ts';
export {
  type ChosenInterface,
  conditionsNamed,
  conditionsOf,
  holdsNamed,
  targetNamedBy,
  targetsIn,
} from './configuration.ts';
export { generator } from './generator.ts';
export { type ConfigurationOptions, layoutOf } from './layout-of.ts';
export { contractFiles, interfaceNamed, operationNamed } from './named.ts';
export type { TreeOptions } from './open-project.ts';
export { type Outcome, orThrow, type Problem } from './outcome.ts';
export { readInterface, readInterfaces, type TreeInterface, type TreeInterfaces } from './read-interface.ts';
export {
  type JsonSchemaRequest,
  type RustStubRequest,
  type StubRequest,
  stubsOf,
  type TypeScriptStubRequest,
} from './stubs-of.ts';
