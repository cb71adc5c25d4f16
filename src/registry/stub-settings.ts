import { z } from 'zod';
import type { Side } from '../idol/index.ts';
import { type LockedRuntime, lockedRuntime, NEWEST_GENERATION } from '../stubs/index.ts';
import { derivation } from '../text/index.ts';
import type { InterfaceFile, StubUse, Tree, Workspace } from '../tree/index.ts';

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

const runtimeInLock = derivation<LockedRuntime>({
  name: 'locked-runtime',
  module: 'src/registry/stub-settings.ts',
  make: ({ text }) => lockedRuntime(text) ?? NO_RUNTIME,
  keeps: true,
  isSeen: true,
});

/** What a tree's `Cargo.lock` pins. */
export function runtimeOf(tree: Tree): LockedRuntime {
  return tree.files.derived(runtimeInLock, 'Cargo.lock') ?? NO_RUNTIME;
}

/** One way in which a release's build has the stub of one side made: {@link StubVariant} without images, which change more often. */
export const ReleasedVariantSchema = z
  .object({
    side: z.enum(['client', 'server']),
    settings: SideSettingsSchema,
    style: z.enum(['InOrder', 'Pipelined']).optional().describe('Of a server.'),
    crates: z.array(z.string()).describe('Packages whose build scripts make it.'),
  })
  .meta({ id: 'StubVariant', description: 'One way in which the build of a tree has the stub of one side made.' });

/** One way in which the build of a tree has the stub of one side made. */
export interface StubVariant {
  readonly side: Side;
  readonly settings: StubSettings['client'];
  readonly style?: StubUse['style'];
  /** Packages whose build scripts make it. Every client is made by each of them. */
  readonly crates: readonly string[];
  /** Images that have it. Empty where no image builds it. */
  readonly images: readonly string[];
}

/**
 * Every way in which the build of a tree has the stubs of an interface made: crates set options of the generator, and images turn
 * counters off. Those of the first crate come first, and of these the one that most images have.
 */
export function stubVariants(
  runtime: LockedRuntime,
  file: InterfaceFile,
  { builds, images }: Pick<Workspace, 'builds' | 'images'>,
): StubVariant[] {
  const found = new Map<string, StubVariant & { images: string[]; crates: string[] }>();
  const tasks = builds.of(file);
  for (const use of file.stubs) {
    const crateOf = (image: string, task: string) =>
      images.find(({ name }) => name === image)?.tasks.find(({ name }) => name === task)?.crate;
    const own = tasks.filter(
      ({ image, task }) => use.side === 'client' || crateOf(image.name, task) === use.crate.name,
    );
    const silent = Map.groupBy(own, (build) => build.enables('idol/no-counters'));
    const ways = [...silent].map(([isSilent, of]) => ({
      isSilent,
      images: [...new Set(of.map(({ image }) => image.name))],
    }));
    if (ways.length === 0) ways.push({ isSilent: false, images: [] });
    for (const way of ways.sort((a, b) => b.images.length - a.images.length)) {
      const settings = settingsOf(runtime, use, way.isSilent);
      // What is said of the other side changes nothing.
      const { counters, ...rest } = settings;
      const key = JSON.stringify([use.side, counters[use.side], counters.combineClientErrors, rest, use.style]);
      const known = found.get(key);
      const crates = [...new Set([...(known?.crates ?? []), use.crate.name])];
      const all = [...new Set([...(known?.images ?? []), ...way.images])];
      found.set(key, { side: use.side, settings, ...(use.style && { style: use.style }), crates, images: all });
    }
  }
  return [...found.values()];
}

/**
 * The settings by which a tree's build scripts have the stubs of one interface made: those of its first client and of its first
 * server, where several tasks serve it. What a script leaves out is as the generator of the tree's time had it.
 * @param withoutCounters whether the generator is built with the feature `no-counters`
 */
export function stubSettings(runtime: LockedRuntime, stubs: readonly StubUse[], withoutCounters = false): StubSettings {
  const ofSide = (side: Side) =>
    settingsOf(
      runtime,
      stubs.find((use) => use.side === side),
      withoutCounters,
    );
  return { client: ofSide('client'), server: ofSide('server') };
}

/** The same of what comes first among some ways. */
export function firstSettings(runtime: LockedRuntime, variants: readonly StubVariant[]): StubSettings {
  const ofSide = (side: Side) =>
    variants.find((one) => one.side === side)?.settings ?? settingsOf(runtime, undefined, false);
  return { client: ofSide('client'), server: ofSide('server') };
}

function settingsOf(
  runtime: LockedRuntime,
  use: StubUse | undefined,
  withoutCounters: boolean,
): StubSettings['client'] {
  const settings = use?.settings;
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
}
