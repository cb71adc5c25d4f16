import { z } from 'zod';
import type {
  BudgetReached,
  CallWitness,
  Cause,
  InterfaceComparison,
  NamedValue,
  OperationPairName,
  OperationVerdict,
  Repair,
  VariantVerdict,
  Verdict,
} from '../../compare/index.ts';
import { list } from './bounded.ts';
import { SourcePlaceSchema } from './wire.ts';

/** Comparisons as they stand in JSON documents. Each schema has the model's type: they cannot drift apart. */

const OperationNameSchema = z.object({ name: z.string(), number: z.int().min(1) });

export const OperationPairSchema: z.ZodType<OperationPairName> = z
  .object({ old: OperationNameSchema.optional(), new: OperationNameSchema.optional() })
  .meta({
    id: 'OperationPair',
    description: 'An operation of two versions; one side is absent where it was added or removed.',
  });

export const VerdictSchema: z.ZodType<Verdict> = z
  .discriminatedUnion('kind', [
    z
      .object({ kind: z.literal('ok'), argument: z.enum(['same', 'subset']) })
      .describe('Every call works: both sides are the same, or every value that one side sends is read as the same.'),
    z
      .object({
        kind: z.literal('fault'),
        fault: z.enum([
          'MessageRejected',
          'UndefinedOperation',
          'BadMessageSize',
          'BadMessageContents',
          'BadLeases',
          'ReplyBufferTooSmall',
          'AccessViolation',
        ]),
      })
      .describe('The kernel faults the client; of a message contract, the receiver rejects the message.'),
    z.object({ kind: z.literal('panic'), who: z.enum(['client', 'server']) }).describe('A task crashes.'),
    z.object({ kind: z.literal('silent') }).describe('Wrong data, or the wrong operation, is accepted.'),
    z
      .object({ kind: z.literal('unknown'), about: z.string().describe('What is not known.') })
      .describe('Nothing is claimed.'),
  ])
  .meta({ id: 'Verdict', description: 'What a call between two versions comes to at worst.' });

const NamedValuesSchema: z.ZodType<NamedValue[]> = list(z.object({ name: z.string(), value: z.string() }));

const WitnessSchema: z.ZodType<CallWitness> = z
  .object({
    sent: z.object({
      values: NamedValuesSchema,
      bytes: z.string().describe('Pairs of hexadecimal digits, separated by spaces.'),
    }),
    leases: NamedValuesSchema.optional(),
    received: NamedValuesSchema.optional().describe('As the server reads them.'),
    reply: z
      .object({
        value: z.string(),
        code: z.number().describe('The return code.'),
        bytes: z.string(),
        read: z.string().optional().describe('What the client reads.'),
      })
      .optional(),
  })
  .meta({ id: 'Witness', description: 'A call that ends as its verdict says, in full. Values are text for people.' });

const VariantVerdictSchema: z.ZodType<VariantVerdict> = z
  .object({
    name: z.string(),
    number: z.string().describe('The numbers that it is encoded with, from the outside in.'),
    isNew: z.literal(true).optional().describe("The receiver's version does not have it."),
    verdict: VerdictSchema,
    sentence: z.string(),
  })
  .meta({ id: 'VariantVerdict', description: 'The verdict on the messages of one variant of a message body.' });

export const OperationVerdictSchema: z.ZodType<OperationVerdict> = z
  .object({
    operation: OperationPairSchema,
    direction: z
      .enum(['old-client', 'new-client'])
      .describe('An old client calls a new server, or a new client an old server.'),
    configurations: list(z.string()).describe('Where it holds; empty: in every configuration.'),
    verdict: VerdictSchema,
    sentence: z.string().describe('Why, with the numbers.'),
    witness: WitnessSchema.optional(),
    sides: z.object({ sender: z.string(), receiver: z.string() }).optional().describe('Of a message contract.'),
    variants: list(VariantVerdictSchema).optional().describe('Of a message contract: those that are not ok.'),
    isStaged: z
      .literal(true)
      .optional()
      .describe('Only new variants fail, and the protocol version was raised: a sender can tell what it may send.'),
    causes: list(z.string()).describe('Fingerprints of the causes that explain it.'),
  })
  .meta({ id: 'OperationVerdict' });

export const LevelSchema = z.enum(['wire', 'image', 'source', 'tooling', 'docs']);

const RepairSchema: z.ZodType<Repair> = z
  .object({
    kind: z.literal('move-to-end'),
    what: z.enum(['operation', 'variant']),
    name: z.string(),
    place: SourcePlaceSchema.optional(),
  })
  .meta({ id: 'Repair', description: 'An edit that keeps the change and breaks less.' });

/** Fields of {@link Cause}, for those who add some. */
export const CAUSE_FIELDS = {
  rule: z.string().describe('Id of the compatibility rule.'),
  levels: list(LevelSchema).describe('Who is hit.'),
  message: z.string().describe('What changed, as one sentence.'),
  operations: list(OperationPairSchema).describe('What it touches; empty for the interface as a whole.'),
  type: z
    .string()
    .optional()
    .describe('The type inside which it is, by crate and name: every interface that uses it meets the same change.'),
  oldPlace: SourcePlaceSchema.optional(),
  newPlace: SourcePlaceSchema.optional(),
  help: z.string().optional(),
  repair: RepairSchema.optional(),
  fingerprint: z.string().describe('Stable under reformatting, moved files and unrelated edits.'),
};

export const CauseSchema: z.ZodType<Cause> = z
  .object(CAUSE_FIELDS)
  .meta({ id: 'Cause', description: 'One change, with all operations that it touches.' });

const BudgetSchema: z.ZodType<BudgetReached> = z
  .object({
    configurations: z.object({ judged: z.int(), all: z.int() }).optional(),
    operations: list(z.string()).describe('Those with more values than could be tried.'),
  })
  .meta({ id: 'Budget', description: 'What was left out because a limit was reached.' });

/** Fields of {@link InterfaceComparison} but its causes, for those who add some. */
export const COMPARISON_FIELDS = {
  interface: z.object({ name: z.string(), oldPath: z.string().optional(), newPath: z.string().optional() }),
  status: z.enum(['compared', 'added', 'removed']),
  verdicts: list(OperationVerdictSchema).describe('Of every operation that differs, also where it is ok.'),
  same: z.int().min(0).describe('Operations that are the same on both sides.'),
  unseen: z
    .object({ old: z.int().min(0), new: z.int().min(0) })
    .describe('Types that could not be resolved, so they were not compared.'),
  budget: BudgetSchema.optional(),
};

/** Its fields have the order of the model: a comparison that is read and written again is the same bytes. */
export const InterfaceComparisonSchema: z.ZodType<InterfaceComparison> = z
  .object({ ...COMPARISON_FIELDS, causes: list(CauseSchema) })
  .meta({ id: 'Comparison', description: 'Two versions of one interface.' });
