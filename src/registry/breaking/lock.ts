import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { z } from 'zod';
import type { InterfaceVersion } from '../../compare/index.ts';
import { type Opened, opened, refused } from '../../tree/index.ts';
import { type BareInterface, bareInterface, measured, type Target } from '../../wire/index.ts';
import { RecvSchema, TypeDefinitionSchema, TypeSchema } from '../contract/wire.ts';
import { foldedJson } from './folded-json.ts';
import type { Snapshot } from './snapshot.ts';

export const LOCK_FILE = 'idol-registry.lock.json';

const part = { name: z.string(), text: z.string(), type: TypeSchema };

const BareInterfaceSchema = z.object({
  name: z.string(),
  operations: z.array(
    z.object({
      name: z.string(),
      encoding: z.enum(['Zerocopy', 'Ssmarshal', 'Hubpack']),
      idempotent: z.boolean(),
      args: z.array(z.object({ ...part, recv: RecvSchema })),
      leases: z.array(
        z.object({
          ...part,
          slice: z.boolean(),
          read: z.boolean(),
          write: z.boolean(),
          maxLen: z.int().optional(),
        }),
      ),
      ok: z.object({ text: z.string(), type: TypeSchema, recv: RecvSchema }),
      error: z
        .discriminatedUnion('kind', [
          z.object({ kind: z.enum(['CLike', 'Complex']), text: z.string(), type: TypeSchema }),
          z.object({ kind: z.literal('ServerDeath') }),
        ])
        .optional(),
    }),
  ),
  types: z.record(z.string(), TypeDefinitionSchema),
}) satisfies z.ZodType<BareInterface>;

/** The lock file: what travels, by path of the interface file, without documentation, places, and what follows from the rest. */
const LockSchema = z.object({ version: z.literal(1), interfaces: z.record(z.string(), BareInterfaceSchema) });

/** The text of the lock file of a tree: the same for the same contract, whoever writes it and whatever else the tree has. */
export function lockText({ interfaces }: Snapshot): string {
  const sorted = [...interfaces].sort((a, b) => (a.path < b.path ? -1 : 1));
  const entries = sorted.map(({ path, wire }) => [path, bareInterface(wire)] as const);
  const bare = JSON.parse(JSON.stringify({ version: 1, interfaces: Object.fromEntries(entries) }, withoutNotes));
  return `${foldedJson(bare)}\n`;
}

/** Documentation and places are notes to people: with them every edit near a type would change the lock. */
function withoutNotes(key: string, value: unknown): unknown {
  return key === 'doc' || key === 'place' || key === 'mention' ? undefined : value;
}

/** Reads a lock file back. What it left away is worked out again, for the machine that both sides are compared for. */
export function openLock(path: string, target: Target): Opened<Snapshot> {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return refused('not-a-lock', `\`${path}\` cannot be read: ${reason}`, REMEDY);
  }
  const parsed = LockSchema.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = issue && issue.path.length > 0 ? `\`${issue.path.join('.')}\`: ` : '';
    return refused('not-a-lock', `\`${path}\` is not a lock file: ${where}${issue?.message ?? ''}`, REMEDY);
  }
  const interfaces = Object.entries(parsed.data.interfaces).map(
    ([interfaceFile, bare]): InterfaceVersion => ({ path: interfaceFile, wire: measured(bare, target), items: {} }),
  );
  return opened({ label: basename(path), interfaces, broken: [], withoutDocs: true });
}

const REMEDY = 'write it anew from the tree that it stands for: `idol-registry lock`';
