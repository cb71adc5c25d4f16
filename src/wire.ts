/**
 * Layouts and codecs of a schema, for programs that have one already, such as from a document of a registry. It reads no file, so it
 * runs in a browser too. `layOut(schema, target)` gives offsets and sizes in bytes, `new Codec(schema.types)` encodes and decodes.
 */
export {
  errorCodes,
  type Holds,
  type InterfaceSchema,
  knownCodes,
  type OperationSchema,
  specialize,
  type Type,
  type TypeTable,
} from './schema/index.ts';
export {
  ARM,
  Codec,
  type CodecError,
  type CodecOptions,
  type InterfaceLayout,
  type Layout,
  type LayoutNode,
  layOut,
  layOutForEach,
  type NamedTarget,
  type OperationLayout,
  RISCV32,
  type Size,
  type Target,
  type TargetLayout,
  targetNamed,
  type Value,
  X86_64,
} from './wire/index.ts';
