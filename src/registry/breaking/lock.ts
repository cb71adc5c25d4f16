import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { z } from 'zod';
import type { InterfaceVersion } from '../../compare/index.ts';
import { jsonSizeProblem } from '../../text/index.ts';
import { type Opened, opened, refused } from '../../tree/index.ts';
import { parseBounded, record } from '../documents/bounded.ts';
import { InterfaceBuildSchema, PinnedComponentsSchema } from '../documents/build.ts';
import { foldedJson } from './folded-json.ts';
import { LockedInterfaceSchema, lockedInterface, schemaOfLocked } from './lock-entry.ts';
import { unsoundness } from './lock-soundness.ts';
import type { Snapshot } from './snapshot.ts';

export const LOCK_FILE = 'idol-registry.lock.json';

/**
 * The lock file: the schema of each interface by path of its file, without documentation, places, and what follows from the rest; and
 * what the tree builds it with. `schemas/lock.v1.json` is made from this.
 */
export const LockSchema = z.object({
  kind: z.literal('lock'),
  format: z.literal(1),
  components: PinnedComponentsSchema.optional(),
  builds: record(z.string(), InterfaceBuildSchema).optional(),
  interfaces: record(z.string(), LockedInterfaceSchema),
});

/** The text of the lock file of a tree: the same for the same schemas, whoever writes it and whatever else the tree has. */
export function lockText({ interfaces }: Snapshot): string {
  const sorted = [...interfaces].sort((a, b) => (a.path < b.path ? -1 : 1));
  const entries = sorted.map(({ path, schema }) => [path, lockedInterface(schema)] as const);
  const components = sorted.find(({ build }) => build)?.build?.components;
  const builds = sorted.flatMap(({ path, build }) => {
    const { components: _, ...own } = build ?? {};
    return Object.keys(own).length > 0 ? [[path, own] as const] : [];
  });
  const whole = {
    kind: 'lock',
    format: 1,
    ...(components && { components }),
    ...(builds.length > 0 && { builds: Object.fromEntries(builds) }),
    interfaces: Object.fromEntries(entries),
  };
  const document = JSON.parse(JSON.stringify(whole, withoutNotes));
  return `${foldedJson(document)}\n`;
}

/** Documentation and places are notes to people: with them every edit near a type would change the lock. */
function withoutNotes(key: string, value: unknown): unknown {
  return key === 'doc' || key === 'place' || key === 'mention' ? undefined : value;
}

/** Reads a lock file back. */
export function openLock(path: string): Opened<Snapshot> {
  let json: unknown;
  try {
    const text = readFileSync(path, 'utf8');
    const size = jsonSizeProblem(text);
    if (size !== undefined) return refused('not-a-lock', `\`${path}\` is too large: ${size}`, REMEDY);
    json = JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return refused('not-a-lock', `\`${path}\` cannot be read: ${reason}`, REMEDY);
  }
  const problem = unsoundness(json);
  if (problem !== undefined) return refused('not-a-lock', `\`${path}\` is not a lock file: ${problem}`, REMEDY);
  if (typeof json === 'object' && json !== null && 'version' in json) {
    return refused('not-a-lock', `\`${path}\` was written by an older version of idol-registry`, REMEDY);
  }
  const parsed = parseBounded(LockSchema, json);
  if ('problem' in parsed) return refused('not-a-lock', `\`${path}\` is not a lock file: ${parsed.problem}`, REMEDY);
  const { components, builds } = parsed.data;
  const interfaces = Object.entries(parsed.data.interfaces).map(
    ([interfaceFile, locked]): InterfaceVersion => ({
      path: interfaceFile,
      schema: schemaOfLocked(locked),
      items: {},
      ...(components && { build: { components, ...builds?.[interfaceFile] } }),
    }),
  );
  return opened({ label: basename(path), interfaces, broken: [], withoutDocs: true });
}

const REMEDY = 'write it anew from the tree that it stands for: `idol-registry lock`';
