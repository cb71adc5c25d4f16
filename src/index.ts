/**
 * What programs do with the interfaces of a Hubris tree:
 *
 * ```ts
 * const checked = orThrow(checkTree('path/to/hubris', { rev: 'gimlet-v1.0.1' }));
 * const report = orThrow(await compareTrees('git:gimlet-v1.0.1', 'path/to/hubris'));
 * const sensor = orThrow(readInterface('path/to/hubris', 'Sensor'));
 * const message = orThrow(encode(sensor, 'get', { id: 3 }));
 * ```
 *
 * Bad input never throws: each function gives an {@link Outcome}, which has a value or a {@link Problem}. {@link orThrow} turns a problem
 * into an exception. These functions read files, and run git where a revision is named; only `compareTrees` with the URL of a registry
 * uses the network. Nothing is written.
 *
 * `idol-registry/runtime` is what generated TypeScript stubs run on, `idol-registry/device` lets them call devices from Node, and
 * `idol-registry/schemas/*.json` describes the JSON documents.
 */

export {
  type CompareOptions,
  type ConfigurationOptions,
  checkTree,
  compareTrees,
  decode,
  decodeReply,
  encode,
  encodeReply,
  type JsonSchemaRequest,
  layoutOf,
  type Outcome,
  orThrow,
  type Problem,
  type ReplyBytes,
  type RustStubRequest,
  readInterface,
  readInterfaces,
  type StubRequest,
  stubsOf,
  type TreeInterface,
  type TreeInterfaces,
  type TreeOptions,
  type TypeScriptStubRequest,
} from './api/index.ts';
export type { CallWitness, Level, Verdict, VerdictKind } from './compare/index.ts';
export type { Encoding, Side } from './idol/index.ts';
export type {
  BreakingReport,
  CheckReport,
  DiagnosticEntry,
  FailingVerdict,
  Mode,
  ReportEntry,
  ReportedInterface,
  ReportedVerdict,
} from './registry/index.ts';
export type {
  ArgumentSchema,
  Condition,
  ErrorCode,
  ErrorSchema,
  InterfaceSchema,
  LeaseSchema,
  OperationSchema,
  Recv,
  ReplySchema,
  SourcePlace,
  Type,
  TypeDefinition,
  TypeId,
  TypeTable,
  UnresolvedReason,
} from './schema/index.ts';
export type { RustOptions, StubFile } from './stubs/index.ts';
export type { Severity } from './text/index.ts';
export type {
  BytePart,
  DecodedMessage,
  DecodedReply,
  Layout,
  LayoutNode,
  OperationBuffers,
  OperationLayout,
  OperationTargetLayout,
  Size,
  Value,
  ValueRecord,
} from './wire/index.ts';
