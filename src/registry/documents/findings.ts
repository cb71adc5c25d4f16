import { z } from 'zod';
import type { Finding, Judgement, Outcome } from '../../compare/index.ts';
import { SourcePlaceSchema } from './wire.ts';

const OutcomeSchema: z.ZodType<Outcome> = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('ok') }),
    z.object({
      kind: z.literal('fault'),
      fault: z.enum([
        'UndefinedOperation',
        'BadMessageSize',
        'BadMessageContents',
        'BadLeases',
        'ReplyBufferTooSmall',
        'AccessViolation',
      ]),
    }),
    z.object({ kind: z.literal('panic') }),
    z.object({ kind: z.literal('silent') }),
    z.object({ kind: z.literal('unknown') }),
  ])
  .meta({
    id: 'Outcome',
    description:
      'What happens to a call: `fault` and `panic` end the client, `silent` means that wrong data is taken for right.',
  });

const JudgementSchema: z.ZodType<Judgement> = z
  .object({ outcome: OutcomeSchema, sentence: z.string().describe('Why, with the numbers.') })
  .meta({ id: 'Judgement' });

const OperationNameSchema = z.object({ name: z.string(), number: z.int() });

export const FindingSchema: z.ZodType<Finding> = z
  .object({
    rule: z.string().describe('Id of the compatibility rule.'),
    levels: z.array(z.enum(['wire', 'image', 'source', 'tooling', 'docs'])).describe('Who is hit.'),
    interface: z.object({ name: z.string(), oldPath: z.string().optional(), newPath: z.string().optional() }),
    operations: z.array(z.object({ old: OperationNameSchema.optional(), new: OperationNameSchema.optional() })),
    message: z.string().describe('What changed, as one sentence.'),
    judgements: z
      .object({
        oldClient: JudgementSchema.describe('An old client calls a new server.'),
        newClient: JudgementSchema.describe('A new client calls an old server.'),
      })
      .optional()
      .describe('Absent when nothing travels differently.'),
    oldPlace: SourcePlaceSchema.optional(),
    newPlace: SourcePlaceSchema.optional(),
    help: z.string().optional(),
    fingerprint: z.string().describe('Stable under reformatting, moved files and unrelated edits.'),
  })
  .meta({ id: 'Finding' });
