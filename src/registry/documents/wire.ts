import { z } from 'zod';
import type {
  Condition,
  EnumDefinition,
  ErrorSchema,
  Field,
  FlagsDefinition,
  InterfaceSchema,
  LeaseSchema,
  Length,
  MessageContract,
  OperationSchema,
  Recv,
  ReplySchema,
  SourcePlace,
  StructDefinition,
  TrailingPart,
  Type,
  TypeDefinition,
  UnionDefinition,
  UnresolvedReason,
  Variant,
} from '../../schema/index.ts';
import { list, record } from './bounded.ts';

/** The schema of an interface or message contract as it stands in JSON documents. Each zod schema has the model's type: they cannot drift apart. */

const IntegerNameSchema = z
  .enum(['u8', 'u16', 'u32', 'u64', 'u128', 'usize', 'i8', 'i16', 'i32', 'i64', 'i128', 'isize'])
  .meta({ id: 'IntegerName' });

export const SourcePlaceSchema: z.ZodType<SourcePlace> = z
  .object({
    path: z.string().describe('Relative to the root of the tree, with `/`.'),
    line: z.int().min(1),
    column: z.int().min(1).describe('In characters (Unicode code points), counted from 1.'),
  })
  .meta({ id: 'SourcePlace' });

const ConditionSchema: z.ZodType<Condition> = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('cfg'), predicate: z.string() }),
    z.object({ kind: z.literal('images'), images: list(z.string()) }),
  ])
  .meta({ id: 'Condition', description: 'When it holds: a `cfg` predicate, or in which images.' });

const UnresolvedReasonSchema: z.ZodType<UnresolvedReason> = z
  .object({
    kind: z.enum(['not-found', 'outside-tree', 'generated', 'constant', 'unsupported', 'invalid']),
    message: z.string(),
    help: z.string().optional(),
    revision: z.string().optional(),
    mention: SourcePlaceSchema.optional(),
  })
  .meta({ id: 'UnresolvedReason', description: 'Why something is not known, and what would change that.' });

const LengthSchema: z.ZodType<Length> = z
  .union([
    z.number().min(0),
    z.object({
      kind: z.literal('alternatives'),
      cases: list(z.object({ condition: ConditionSchema, value: z.number() })),
    }),
    z.object({ kind: z.literal('unresolved'), text: z.string(), reason: UnresolvedReasonSchema }),
  ])
  .meta({ id: 'Length', description: 'Of an array, in elements.' });

/** Tables of types are plain objects, in which every object has these names. */
const TypeIdSchema = z.string().refine((id) => !(id in {}), 'no type has this id');

const byteOrder = { endian: z.literal('big').optional(), unaligned: z.literal(true).optional() };

export const TypeSchema: z.ZodType<Type> = z
  .lazy(() =>
    z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('integer'), name: IntegerNameSchema, ...byteOrder }),
      z.object({ kind: z.literal('float'), name: z.enum(['f32', 'f64']), ...byteOrder }),
      z.object({ kind: z.enum(['bool', 'char', 'unit', 'never']) }),
      z.object({ kind: z.literal('tuple'), elements: list(TypeSchema) }),
      z.object({ kind: z.literal('array'), element: TypeSchema, length: LengthSchema }),
      z.object({ kind: z.literal('slice'), element: TypeSchema }).describe('Only a lease has one.'),
      z.object({ kind: z.literal('option'), some: TypeSchema }),
      z.object({ kind: z.literal('result'), ok: TypeSchema, err: TypeSchema }),
      z.object({ kind: z.literal('named'), id: TypeIdSchema }).describe('Its definition is in `types`, by this id.'),
      z.object({
        kind: z.literal('alternatives'),
        cases: list(z.object({ condition: ConditionSchema, type: TypeSchema })),
      }),
      z.object({ kind: z.literal('unresolved'), text: z.string(), reason: UnresolvedReasonSchema }),
    ]),
  )
  .meta({ id: 'Type' });

const DecimalSchema = z.string().nullable().describe('In decimal; null when it could not be evaluated.');

const FieldSchema: z.ZodType<Field> = z
  .object({
    name: z.string().describe('The position, in a tuple struct.'),
    type: TypeSchema,
    doc: z.string().optional(),
    condition: ConditionSchema.optional(),
    serdeSkip: z.literal(true).optional().describe('In memory, but not in a serde encoding.'),
  })
  .meta({ id: 'Field' });

const VariantSchema: z.ZodType<Variant> = z
  .object({
    name: z.string(),
    index: z.int().describe('Position in declaration order: what Hubpack and Ssmarshal send.'),
    value: DecimalSchema,
    written: z.literal(true).optional().describe('The source states the value; otherwise it is counted.'),
    shape: z.enum(['named', 'tuple', 'unit']),
    fields: list(FieldSchema),
    doc: z.string().optional(),
    condition: ConditionSchema.optional(),
    code: z.string().nullable().optional().describe('The return code in decimal, where hand-written code gives it.'),
    serverDeath: z.literal(true).optional(),
    place: SourcePlaceSchema.optional(),
  })
  .meta({ id: 'Variant' });

const definition = {
  id: TypeIdSchema,
  name: z.string(),
  crate: z.string().describe('As Rust code writes it.'),
  doc: z.string().optional(),
  place: SourcePlaceSchema.optional(),
  derives: list(z.string()),
  repr: z.object({
    layout: z.enum(['rust', 'C', 'transparent']),
    integer: IntegerNameSchema.optional(),
    packed: z.number().optional().describe('In bytes.'),
    align: z.number().optional().describe('In bytes.'),
  }),
  customSerde: z.string().optional().describe('Why its serde form is not what the derive would make.'),
  serdeUnseen: z
    .object({ revision: z.string().optional().describe('What it was built from.') })
    .optional()
    .describe('Set when its source, a firmware, does not hold serde attributes.'),
};

const StructSchema = z.object({
  kind: z.literal('struct'),
  ...definition,
  shape: z.enum(['named', 'tuple', 'unit']),
  fields: list(FieldSchema),
}) satisfies z.ZodType<StructDefinition>;

const UnionSchema = z.object({
  kind: z.literal('union'),
  ...definition,
  fields: list(FieldSchema),
}) satisfies z.ZodType<UnionDefinition>;

const EnumSchema = z.object({
  kind: z.literal('enum'),
  ...definition,
  variants: list(VariantSchema),
  codesComputed: z.string().optional().describe('Set when code that cannot be read computes the error codes.'),
}) satisfies z.ZodType<EnumDefinition>;

const FlagsSchema = z.object({
  kind: z.literal('flags'),
  ...definition,
  bits: TypeSchema,
  flags: list(z.object({ name: z.string(), value: DecimalSchema, doc: z.string().optional() })),
}) satisfies z.ZodType<FlagsDefinition>;

export const TypeDefinitionSchema: z.ZodType<TypeDefinition> = z
  .discriminatedUnion('kind', [StructSchema, UnionSchema, EnumSchema, FlagsSchema])
  .meta({ id: 'TypeDefinition' });

export const TypeTableSchema = record(z.string(), TypeDefinitionSchema).refine(
  (types) => Object.entries(types).every(([id, definition]) => definition.id === id),
  'a type is listed under another id than its own',
);

export const RecvSchema: z.ZodType<Recv> = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('FromBytes') }),
    z.object({ kind: z.literal('FromPrimitive'), raw: TypeSchema }),
    z.object({ kind: z.literal('From'), raw: TypeSchema, function: z.string().optional() }),
  ])
  .meta({ id: 'Recv', description: 'How the receiving side makes the declared type of what arrived.' });

const value = {
  text: z.string().describe('The type as the interface file has it.'),
  type: TypeSchema,
  recv: RecvSchema,
};

const ErrorTypeSchema: z.ZodType<ErrorSchema> = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('CLike'), text: z.string(), type: TypeSchema }).describe('Sent as the return code.'),
    z.object({ kind: z.literal('Complex'), text: z.string(), type: TypeSchema }).describe('Sent in Hubpack.'),
    z.object({ kind: z.literal('ServerDeath') }),
  ])
  .meta({ id: 'Error' });

const ReplyTypeSchema: z.ZodType<ReplySchema> = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('Simple'), ok: z.object(value) }),
    z.object({ kind: z.literal('Result'), ok: z.object(value), error: ErrorTypeSchema }),
  ])
  .meta({ id: 'Reply' });

const LeaseTypeSchema: z.ZodType<LeaseSchema> = z
  .object({
    name: z.string(),
    index: z.int().min(0),
    text: value.text,
    type: TypeSchema.describe('The sized type, or the element of a slice.'),
    slice: z.boolean(),
    read: z.boolean().describe('By the server.'),
    write: z.boolean().describe('By the server.'),
    maxLen: z.int().optional().describe('In elements.'),
  })
  .meta({ id: 'Lease' });

const OperationTypeSchema: z.ZodType<OperationSchema> = z
  .object({
    name: z.string(),
    number: z.int().min(1).describe('What a message is sent with.'),
    encoding: z.enum(['Zerocopy', 'Ssmarshal', 'Hubpack']),
    idempotent: z.boolean(),
    args: list(z.object({ name: z.string(), ...value })),
    reply: ReplyTypeSchema,
    leases: list(LeaseTypeSchema),
  })
  .meta({ id: 'Operation' });

const IntegerTypeSchema = z.object({ kind: z.literal('integer'), name: IntegerNameSchema, ...byteOrder });

const TrailingPartSchema: z.ZodType<TrailingPart> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('number'), name: z.string(), type: IntegerTypeSchema }),
  z.object({ kind: z.literal('bytes'), name: z.string(), maxLen: z.int().min(0).optional() }),
]);

export const MessageContractSchema: z.ZodType<MessageContract> = z
  .object({
    directions: list(
      z.object({
        sender: z.string(),
        receiver: z.string(),
        limit: z.int().min(0).optional().describe('Size in bytes of the buffer for a whole frame.'),
        after: list(TrailingPartSchema).describe('What follows the body in a frame.'),
      }),
    ).describe('In the order of the operations.'),
    version: z.int().min(0).optional().describe('The protocol version.'),
    minVersion: z.int().min(0).optional().describe('The oldest protocol version that is served.'),
  })
  .meta({
    id: 'MessageContract',
    description:
      'Of a message contract: each operation is a direction, a message without a reply. Its arguments are the parts that the receiver decodes, the body last.',
  });

export const SchemaOfInterfaceSchema: z.ZodType<InterfaceSchema> = z
  .object({
    name: z.string(),
    operations: list(OperationTypeSchema),
    types: TypeTableSchema.describe('Every type that the operations reach, by id.'),
    messages: MessageContractSchema.optional(),
  })
  .meta({
    id: 'Schema',
    description: 'All operations with their types resolved. Layouts and sizes follow from it for a target.',
  });
