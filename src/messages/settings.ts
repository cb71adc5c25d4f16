import { z } from 'zod';

/** What the configuration says of message contracts: the setting `messages`. */

const CONTRACT_NAME = /^[A-Za-z0-9]+(?:[-_][A-Za-z0-9]+)*$/;
const PART_NAME = /^[a-z][a-z0-9_]*$/;

const NameOfPart = z.string().regex(PART_NAME, 'must be a name in snake_case');

const quantity = (what: string) =>
  z
    .union([z.int().min(0), z.string().min(1)], 'must be a whole number, or the path of a constant')
    .describe(`${what}: a number, or the path of a constant such as \`crate::MAX_SIZE\`.`);

const EncodingName = z.enum(['hubpack', 'ssmarshal', 'zerocopy']);

const PartBeforeSchema = z
  .strictObject({
    name: NameOfPart.describe('Name of the part.'),
    type: z.string().min(1).describe('Its Rust type, by the path from its crate.'),
  })
  .meta({ id: 'PartBefore', description: 'A part of a frame that is decoded before the body, in the same encoding.' });

const PartAfterSchema = z
  .strictObject({
    name: NameOfPart.describe('Name of the part.'),
    type: z
      .enum(['u8', 'u16', 'u32', 'u64', 'i8', 'i16', 'i32', 'i64'])
      .optional()
      .describe('Type of a number, such as a checksum.'),
    maxLen: quantity('The most bytes of a blob').optional(),
  })
  .refine(
    ({ type, maxLen }) => type === undefined || maxLen === undefined,
    'has a `type` or a `maxLen`, not both: a number, or bytes of any length',
  )
  .meta({ id: 'PartAfter', description: 'A part of a frame behind the body: a number, or bytes of any length.' });

const DirectionSettings = z
  .strictObject({
    description: z.string().min(1).optional().describe('What the messages are, in Markdown.'),
    type: z.string().min(1).describe('Rust type of the message body, by the path from its crate: `crate::path::Type`.'),
    encoding: EncodingName.describe('How a value becomes bytes. `zerocopy` is the image of the value in memory.'),
    from: z.string().min(1).describe('The side that sends, such as `SP`.'),
    to: z.string().min(1).describe('The side that receives, such as `RoT`.'),
    limit: quantity('Size in bytes of the buffer for a whole frame').optional(),
    before: z.array(PartBeforeSchema).default([]).describe('Parts of the frame before the body, such as a header.'),
    after: z.array(PartAfterSchema).default([]).describe('Parts of the frame behind the body, such as a checksum.'),
  })
  .meta({ id: 'Direction' });

const ContractSettings = z
  .strictObject({
    description: z.string().min(1).optional().describe('What the contract is for, in Markdown.'),
    version: quantity('The protocol version').optional(),
    minVersion: quantity('The oldest protocol version that is still served').optional(),
    directions: z
      .record(NameOfPart, DirectionSettings)
      .refine((directions) => Object.keys(directions).length > 0, 'must have at least one direction')
      .describe('By name: what one side sends to the other.'),
  })
  .meta({ id: 'MessageContract' });

/** Message contracts by name. */
export const MessagesSettings = z
  .record(z.string().regex(CONTRACT_NAME, 'must be a name of letters, digits, `-` and `_`'), ContractSettings)
  .default({})
  .describe(
    'Message contracts by name: messages between two sides that are built apart. Each is compared, laid out and documented as an interface is.',
  );

export type ContractSettings = z.infer<typeof ContractSettings>;
export type DirectionSettings = z.infer<typeof DirectionSettings>;

/** Settings that exist at a path inside `messages`, for "did you mean". */
export function knownMessageSettings(path: readonly PropertyKey[]): string[] {
  const [, directions, , part] = path;
  if (directions === undefined) return Object.keys(ContractSettings.shape);
  if (part === 'before') return Object.keys(PartBeforeSchema.shape);
  if (part === 'after') return Object.keys(PartAfterSchema.shape);
  return Object.keys(DirectionSettings.shape);
}
