import { z } from 'zod';
import type { Side } from '../idol/index.ts';
import { type LockedRuntime, lockedRuntime, NEWEST_GENERATION } from '../stubs/index.ts';
import type { StubUse, Tree } from '../tree/index.ts';

const SideSettingsSchema = z.object({
  counters: z
    .object({ client: z.boolean(), server: z.boolean(), combineClientErrors: z.boolean() })
    .describe('Which sides count their calls, and whether a server counts what clients did wrong together.'),
  derives: z.array(z.string()).describe('What the enum of operations derives beside its own traits.'),
  failServer: z.enum(['yes', 'when-possible', 'no']).describe('Of a server that answers everything with one error.'),
});

export const StubSettingsSchema = z
  .object({ client: SideSettingsSchema, server: SideSettingsSchema })
  .meta({ id: 'StubSettings', description: 'How the build of a tree has the Rust stubs of an interface made.' });

/** How the build of a tree has the Rust stubs of an interface made, beside paths and style. */
export type StubSettings = z.infer<typeof StubSettingsSchema>;

/** What stubs are made for where no lock file says what they run on. */
export const NO_RUNTIME: LockedRuntime = { generation: NEWEST_GENERATION, counts: false };

/** What a tree's `Cargo.lock` pins. */
export function runtimeOf(tree: Tree): LockedRuntime {
  const lock = tree.files.read('Cargo.lock')?.text;
  return (lock === undefined ? undefined : lockedRuntime(lock)) ?? NO_RUNTIME;
}

/**
 * The settings by which a tree's build scripts have the stubs of one interface made: those of its first client and of its first
 * server, where several tasks serve it. What a script leaves out is as the generator of the tree's time had it.
 * @param withoutCounters whether the generator is built with the feature `no-counters`
 */
export function stubSettings(runtime: LockedRuntime, stubs: readonly StubUse[], withoutCounters = false): StubSettings {
  const ofSide = (side: Side): StubSettings['client'] => {
    const settings = stubs.find((use) => use.side === side)?.settings;
    // A script that sets something of counters has a generator that knows them.
    const counts = !withoutCounters && (runtime.counts || settings?.counters !== undefined);
    return {
      counters: {
        client: settings?.counters?.client ?? counts,
        server: settings?.counters?.server ?? counts,
        combineClientErrors: settings?.counters?.combineClientErrors ?? false,
      },
      derives: [...(settings?.derives ?? [])],
      failServer: settings?.failServer ?? 'when-possible',
    };
  };
  return { client: ofSide('client'), server: ofSide('server') };
}
