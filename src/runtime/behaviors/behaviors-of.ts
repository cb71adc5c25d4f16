import type {
  Behaviors,
  BufferBehavior,
  ClientBehavior,
  Dispatch,
  Known,
  PinnedComponents,
  PinnedPackage,
  RuntimeBehavior,
  ServerBehavior,
} from './model.ts';
import { LISTED, positionOf } from './revisions.ts';
import {
  BUFFER_ERAS,
  CLIENT_ERAS,
  COMPILER_FAULTS,
  COMPILER_SYNTAX,
  COMPILER_VERSIONS,
  type CompilerFault,
  type CompilerSyntax,
  DERIVE_BEHAVIORS,
  type Era,
  KERNEL_BEHAVIORS,
  RUNTIME_ERAS,
  RUNTIME_VERSIONS,
} from './table.ts';

/** What newly built clients, servers and kernels do. */
export const TODAY = {
  server: {
    ...(RUNTIME_ERAS.at(-1) as Era<Record<Dispatch, RuntimeBehavior>>).behavior.dispatch,
    ...(BUFFER_ERAS.at(-1) as Era<BufferBehavior>).behavior,
  },
  client: (CLIENT_ERAS.at(-1) as Era<ClientBehavior>).behavior,
  derive: DERIVE_BEHAVIORS[1],
  kernel: KERNEL_BEHAVIORS[1],
} as const;

type Versions = typeof RUNTIME_VERSIONS;

/** What is pinned where nobody says what a tree is built with: no lock file, no kernel, no derive. Today's behavior is assumed. */
export const NOTHING_PINNED: PinnedComponents = { locked: false };

/**
 * How clients and servers behave that are built with these components. A revision that the public history does not list has the
 * behaviors of every listed revision that its version number allows as candidates: where these agree, the behavior is known. One with a
 * version above all listed ones behaves as the last of them.
 * @param dispatch the function that feeds the server in question; it makes a difference for runtimes before 86761da alone
 */
export function behaviorsOf(components: PinnedComponents, dispatch: Dispatch = 'dispatch'): Behaviors {
  const { locked, derive, kernel, compiler } = components;
  const runtime = pinned('idol-runtime', components.runtime, locked, RUNTIME_ERAS, RUNTIME_VERSIONS);
  const checks = distinct(runtime.candidates.map((each) => each[dispatch]));
  const buffer = pinned('idol', compiler, locked, BUFFER_ERAS, COMPILER_VERSIONS);
  return {
    server: {
      candidates: distinct(checks.flatMap((one) => buffer.candidates.map((other) => ({ ...one, ...other })))),
      basis: buffer.candidates.length > 1 ? `${runtime.basis} ${buffer.basis}` : runtime.basis,
    },
    client: pinned('idol', compiler, locked, CLIENT_ERAS, COMPILER_VERSIONS),
    derive: ownSource('derive-idol-err', derive, locked, DERIVE_BEHAVIORS),
    kernel: ownSource('kernel', kernel, locked, KERNEL_BEHAVIORS),
  };
}

/** The candidates of each kind. All their combinations are possible. */
export function candidatesOf({ server, client }: Behaviors): { server: ServerBehavior; client: ClientBehavior }[] {
  return server.candidates.flatMap((one) => client.candidates.map((other) => ({ server: one, client: other })));
}

/** The faults of the pinned compiler. Those of a revision that the public history does not list are not known. */
export function compilerFaults({ compiler }: PinnedComponents): readonly CompilerFault[] {
  const position = compiler?.revision === undefined ? undefined : positionOf(compiler.revision);
  if (position === undefined) return [];
  return COMPILER_FAULTS.filter(
    ({ since, mended }) => (positionOf(since) ?? 0) <= position && position < (positionOf(mended) ?? 0),
  );
}

/** What of {@link COMPILER_SYNTAX} the pinned compiler does not read. That of a revision which the public history does not list is not known. */
export function unreadSyntax({ compiler }: PinnedComponents): readonly CompilerSyntax[] {
  const position = compiler?.revision === undefined ? undefined : positionOf(compiler.revision);
  if (position === undefined) return [];
  return COMPILER_SYNTAX.filter(({ since }) => position < (positionOf(since) ?? 0));
}

function pinned<B>(
  name: string,
  pin: PinnedPackage | undefined,
  locked: boolean,
  eras: readonly Era<B>[],
  versions: Versions,
): Known<B> {
  const newest = (eras.at(-1) as Era<B>).behavior;
  if (!locked) return { candidates: [newest], basis: `No \`Cargo.lock\` pins \`${name}\`: today's is assumed.` };
  if (!pin) {
    return {
      candidates: distinct(eras.map(({ behavior }) => behavior)),
      basis: `\`Cargo.lock\` does not pin \`${name}\`.`,
    };
  }
  const { version, revision } = pin;
  const position = revision === undefined ? undefined : positionOf(revision);
  const label = `\`${name}\` ${version}${revision === undefined ? '' : ` (${revision.slice(0, 7)})`}`;
  if (position !== undefined) {
    return { candidates: [eraAt(eras, position).behavior], basis: `The tree pins ${label}.` };
  }
  const newer = versions.every(([known]) => compareVersions(known, version) < 0);
  const since = [...versions].reverse().find(([known]) => compareVersions(known, version) <= 0) ?? versions[0];
  // A version above all listed ones comes after the last listed revision.
  const from = newer ? LISTED - 1 : (positionOf(since?.[1] ?? '') ?? 0);
  const possible = eras.filter((_, index) => {
    const next = eras[index + 1];
    return next === undefined || (positionOf(next.since) ?? 0) > from;
  });
  const why =
    revision === undefined ? 'which is no revision of its public history' : 'which its public history does not list';
  return {
    candidates: distinct(possible.map(({ behavior }) => behavior)),
    basis: `The tree pins ${label}, ${why}: ${newer ? 'its version is above all listed ones, so it is taken to behave as the last of them' : `it may behave as any revision since version ${since?.[0]}`}.`,
  };
}

/** A revision from before the first era behaves as that: it cannot be told apart, for nothing was built with it. */
function eraAt<B>(eras: readonly Era<B>[], position: number): Era<B> {
  return eras.findLast(({ since }) => (positionOf(since) ?? 0) <= position) ?? (eras[0] as Era<B>);
}

function ownSource<B>(name: string, own: B | undefined, locked: boolean, known: readonly [B, ...B[]]): Known<B> {
  if (own) return { candidates: [own], basis: `The tree has the source of its \`${name}\`.` };
  if (locked) return { candidates: known, basis: `The tree has no \`${name}\` of its own.` };
  return { candidates: [known.at(-1) as B], basis: `The tree pins no \`${name}\`: today's is assumed.` };
}

function distinct<B>(behaviors: readonly B[]): [B, ...B[]] {
  return [...new Map(behaviors.map((behavior) => [JSON.stringify(behavior), behavior])).values()] as [B, ...B[]];
}

function compareVersions(a: string, b: string): number {
  const [x, y] = [a, b].map((version) => version.split('.').map(Number));
  for (let index = 0; index < 3; index++) {
    const difference = (x?.[index] ?? 0) - (y?.[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
