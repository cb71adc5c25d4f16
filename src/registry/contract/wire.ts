import { z } from 'zod';
import type {
  Condition,
  EnumDefinition,
  Field,
  FlagsDefinition,
  Length,
  Recv,
  SourcePlace,
  StructDefinition,
  Type,
  TypeDefinition,
  UnionDefinition,
  UnresolvedReason,
  Variant,
} from '../../schema/index.ts';
import type {
  ErrorWire,
  InterfaceWire,
  Layout,
  LayoutNode,
  LeaseWire,
  OkWire,
  OperationWire,
  ReplyWire,
  Size,
} from '../../wire/index.ts';

/** The wire model as it stands in published JSON. Each schema has the model's type: they cannot drift apart. */

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
    z.object({ kind: z.literal('images'), images: z.array(z.string()) }),
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

const SizeSchema: z.ZodType<Size> = z
  .object({ min: z.int().min(0), max: z.int().min(0) })
  .meta({ id: 'Size', description: 'In bytes; exact where both are equal.' });

const LengthSchema: z.ZodType<Length> = z
  .union([
    z.number().min(0),
    z.object({
      kind: z.literal('alternatives'),
      cases: z.array(z.object({ condition: ConditionSchema, value: z.number() })),
    }),
    z.object({ kind: z.literal('unresolved'), text: z.string(), reason: UnresolvedReasonSchema }),
  ])
  .meta({ id: 'Length', description: 'Of an array, in elements.' });

const byteOrder = { endian: z.literal('big').optional(), unaligned: z.literal(true).optional() };

export const TypeSchema: z.ZodType<Type> = z
  .lazy(() =>
    z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('integer'), name: IntegerNameSchema, ...byteOrder }),
      z.object({ kind: z.literal('float'), name: z.enum(['f32', 'f64']), ...byteOrder }),
      z.object({ kind: z.enum(['bool', 'char', 'unit', 'never']) }),
      z.object({ kind: z.literal('tuple'), elements: z.array(TypeSchema) }),
      z.object({ kind: z.literal('array'), element: TypeSchema, length: LengthSchema }),
      z.object({ kind: z.literal('slice'), element: TypeSchema }).describe('Only a lease has one.'),
      z.object({ kind: z.literal('option'), some: TypeSchema }),
      z.object({ kind: z.literal('result'), ok: TypeSchema, err: TypeSchema }),
      z.object({ kind: z.literal('named'), id: z.string() }).describe('Its definition is in `types`, by this id.'),
      z.object({
        kind: z.literal('alternatives'),
        cases: z.array(z.object({ condition: ConditionSchema, type: TypeSchema })),
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
    fields: z.array(FieldSchema),
    doc: z.string().optional(),
    condition: ConditionSchema.optional(),
    code: z.string().nullable().optional().describe('The return code in decimal, where hand-written code gives it.'),
    serverDeath: z.literal(true).optional(),
    place: SourcePlaceSchema.optional(),
  })
  .meta({ id: 'Variant' });

const definition = {
  id: z.string(),
  name: z.string(),
  crate: z.string().describe('As Rust code writes it.'),
  doc: z.string().optional(),
  place: SourcePlaceSchema.optional(),
  derives: z.array(z.string()),
  repr: z.object({
    layout: z.enum(['rust', 'C', 'transparent']),
    integer: IntegerNameSchema.optional(),
    packed: z.number().optional().describe('In bytes.'),
    align: z.number().optional().describe('In bytes.'),
  }),
  customSerde: z.string().optional().describe('Why its serde form is not what the derive would make.'),
};

const StructSchema = z.object({
  kind: z.literal('struct'),
  ...definition,
  shape: z.enum(['named', 'tuple', 'unit']),
  fields: z.array(FieldSchema),
}) satisfies z.ZodType<StructDefinition>;

const UnionSchema = z.object({
  kind: z.literal('union'),
  ...definition,
  fields: z.array(FieldSchema),
}) satisfies z.ZodType<UnionDefinition>;

const EnumSchema = z.object({
  kind: z.literal('enum'),
  ...definition,
  variants: z.array(VariantSchema),
  codesComputed: z.string().optional().describe('Set when code that cannot be read computes the error codes.'),
}) satisfies z.ZodType<EnumDefinition>;

const FlagsSchema = z.object({
  kind: z.literal('flags'),
  ...definition,
  bits: TypeSchema,
  flags: z.array(z.object({ name: z.string(), value: DecimalSchema, doc: z.string().optional() })),
}) satisfies z.ZodType<FlagsDefinition>;

export const TypeDefinitionSchema: z.ZodType<TypeDefinition> = z
  .discriminatedUnion('kind', [StructSchema, UnionSchema, EnumSchema, FlagsSchema])
  .meta({ id: 'TypeDefinition' });

const LayoutNodeSchema: z.ZodType<LayoutNode> = z
  .lazy(() =>
    z.object({
      name: z.string().describe('Of the field, variant or argument; `[]` for an element.'),
      type: z.string().describe('The Rust type for people.'),
      typeId: z.string().optional(),
      role: z.enum([
        ...['primitive', 'struct', 'tuple', 'array', 'enum', 'variant', 'flags', 'flag'],
        ...['tag', 'padding', 'union', 'unit', 'alternatives', 'unknown'],
      ] as LayoutNode['role'][]),
      offset: z
        .int()
        .nullable()
        .describe('In bytes from the start of the message; null behind a part of varying length.'),
      after: z.string().optional().describe('Where the offset is null: the part of varying length before it.'),
      size: SizeSchema.optional(),
      compilerOrder: z.literal(true).optional().describe('The language leaves the order of its fields open.'),
      collapsed: z.literal(true).optional().describe('Its children are left out: the tree would be too large.'),
      count: z.number().optional().describe('Elements of an array; the layout of one is the only child.'),
      value: z.string().optional().describe('Tag or discriminant, in decimal.'),
      values: z
        .array(z.object({ value: z.string(), condition: ConditionSchema.optional() }))
        .optional()
        .describe('Instead of `value`, where it depends on which variants before this one exist.'),
      condition: ConditionSchema.optional(),
      doc: z.string().optional(),
      children: z.array(LayoutNodeSchema),
    }),
  )
  .meta({ id: 'LayoutNode' });

const LayoutSchema: z.ZodType<Layout> = z
  .object({
    size: SizeSchema.optional().describe('Absent when a type is not resolved: `unresolved` says why.'),
    align: z.number().describe('In bytes.'),
    root: LayoutNodeSchema,
    unresolved: z.array(UnresolvedReasonSchema),
  })
  .meta({ id: 'Layout' });

export const RecvSchema: z.ZodType<Recv> = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('FromBytes') }),
    z.object({ kind: z.literal('FromPrimitive'), raw: TypeSchema }),
    z.object({ kind: z.literal('From'), raw: TypeSchema, function: z.string().optional() }),
  ])
  .meta({ id: 'Recv', description: 'How the receiving side makes the declared type of what arrived.' });

const OkSchema: z.ZodType<OkWire> = z
  .object({ text: z.string(), type: TypeSchema, recv: RecvSchema, layout: LayoutSchema })
  .meta({ id: 'Ok' });

const ErrorSchema: z.ZodType<ErrorWire> = z
  .discriminatedUnion('kind', [
    z.object({
      kind: z.literal('CLike'),
      text: z.string(),
      type: TypeSchema,
      codes: z
        .array(
          z.object({
            name: z.string(),
            code: z.int(),
            doc: z.string().optional(),
            serverDeath: z.literal(true).optional(),
            condition: ConditionSchema.optional(),
          }),
        )
        .nullable()
        .describe('Null when they are not known.'),
    }),
    z.object({ kind: z.literal('Complex'), text: z.string(), type: TypeSchema, layout: LayoutSchema }),
    z.object({ kind: z.literal('ServerDeath') }),
  ])
  .meta({ id: 'Error' });

const ReplySchema: z.ZodType<ReplyWire> = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('Simple'), ok: OkSchema }),
    z.object({ kind: z.literal('Result'), ok: OkSchema, error: ErrorSchema }),
  ])
  .meta({ id: 'Reply' });

const LeaseSchema: z.ZodType<LeaseWire> = z
  .object({
    name: z.string(),
    index: z.int().min(0),
    text: z.string().describe('The type as the interface file has it.'),
    type: TypeSchema.describe('The sized type, or the element of a slice.'),
    slice: z.boolean(),
    read: z.boolean().describe('By the server.'),
    write: z.boolean().describe('By the server.'),
    maxLen: z.int().optional().describe('In elements.'),
    layout: LayoutSchema,
  })
  .meta({ id: 'Lease' });

const OperationSchema: z.ZodType<OperationWire> = z
  .object({
    name: z.string(),
    number: z.int().min(1).describe('What travels.'),
    encoding: z.enum(['Zerocopy', 'Ssmarshal', 'Hubpack']),
    idempotent: z.boolean(),
    args: z.array(z.object({ name: z.string(), text: z.string(), type: TypeSchema, recv: RecvSchema })),
    message: LayoutSchema,
    reply: ReplySchema,
    leases: z.array(LeaseSchema),
    buffers: z
      .object({
        message: SizeSchema.optional(),
        reply: SizeSchema.optional(),
        replyCapacity: SizeSchema.optional().describe(
          'What a client keeps for the reply: it holds a complex error too.',
        ),
      })
      .describe('The constants `<OP>_MSG_SIZE` and `<OP>_REPLY_SIZE` of a server, and the reply buffer of a client.'),
  })
  .meta({ id: 'Operation' });

export const InterfaceWireSchema: z.ZodType<InterfaceWire> = z
  .object({
    name: z.string(),
    operations: z.array(OperationSchema),
    incoming: SizeSchema.optional().describe('`INCOMING_SIZE`: the largest message.'),
    types: z.record(z.string(), TypeDefinitionSchema).describe('Every type that the operations reach, by id.'),
  })
  .meta({ id: 'Wire', description: 'What travels: all types resolved, with their layouts.' });
