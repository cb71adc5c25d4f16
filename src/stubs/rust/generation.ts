import { parse } from 'smol-toml';
import { BUFFER_ERAS, positionOf } from '../../runtime/index.ts';

/**
 * Generations of the crates that a Rust stub runs on, oldest first. A stub compiles only against the generation it was written for.
 * Servers of 2021 had room for all messages at once. `dispatch_n` left `idol-runtime` early in 2024, `zerocopy` went from 0.6 to 0.8 in May 2025, and
 * `handle_notification` got `userlib::NotificationBits` instead of a `u32` in September 2025. No released runtime used `zerocopy` 0.7; the generation
 * is there for trees that stopped between.
 */
export const GENERATIONS = [
  'zerocopy-0.6-2021',
  'zerocopy-0.6-dispatch-n',
  'zerocopy-0.6',
  'zerocopy-0.7',
  'zerocopy-0.8-u32',
  'zerocopy-0.8',
] as const;

export type Generation = (typeof GENERATIONS)[number];

export const NEWEST_GENERATION: Generation = 'zerocopy-0.8';

/** How one generation spells what stubs need of it. */
export interface Dialect {
  /** Derives of a struct that is sent as its memory image. */
  readonly deriveSend: string;
  /** Derives of a struct that is read from its memory image. */
  readonly deriveReceive: string;
  /** Derives of a struct that is looked at where its memory image lies. */
  readonly deriveRefer: string;
  readonly asBytes: string;
  readonly asMutBytes: string;
  /** Function from bytes to `Option` or `Result` of a value. */
  readonly read: string;
  /** Turns what `read` answers into an `Option`. */
  readonly readOption: string;
  /** Expression for an `Option` of a reference to the message struct `args` whose memory image `bytes` is. */
  readonly refer: (args: string) => string;
  /** `NotificationHandler` is a supertrait of the server traits: since there is one `dispatch` for servers with and without. */
  readonly handlerIsSupertrait: boolean;
  /** Type of the notification bits that `handle_notification` gets. */
  readonly notificationBits: string;
  readonly linkSection: string;
  /** What `INCOMING_SIZE` is of the sizes of all messages. */
  readonly incomingSize: 'largest' | 'sum';
}

const BEFORE_08 = {
  asBytes: 'zerocopy::AsBytes::as_bytes',
  asMutBytes: 'zerocopy::AsBytes::as_bytes_mut',
  deriveSend: 'zerocopy::AsBytes',
  read: 'zerocopy::FromBytes::read_from',
  readOption: '',
  linkSection: 'link_section = ".idolatry"',
  incomingSize: 'largest',
  notificationBits: 'u32',
} as const;

const SINCE_08 = {
  asBytes: 'zerocopy::IntoBytes::as_bytes',
  asMutBytes: 'zerocopy::IntoBytes::as_mut_bytes',
  // Trees take the derives from their own crate: the features of `zerocopy` itself may be off.
  deriveSend: 'zerocopy_derive::Immutable, zerocopy_derive::IntoBytes',
  deriveReceive: 'zerocopy_derive::FromBytes, zerocopy_derive::Unaligned',
  deriveRefer:
    'zerocopy_derive::FromBytes, zerocopy_derive::Immutable, zerocopy_derive::KnownLayout, zerocopy_derive::Unaligned',
  read: 'zerocopy::FromBytes::read_from_bytes',
  readOption: '.ok()',
  refer: () => 'zerocopy::FromBytes::ref_from_bytes(bytes).ok()',
  handlerIsSupertrait: true,
  // Every toolchain of this generation knows the form that edition 2024 demands.
  linkSection: 'unsafe(link_section = ".idolatry")',
  incomingSize: 'largest',
} as const;

const ZEROCOPY_06 = {
  ...BEFORE_08,
  deriveReceive: 'zerocopy::FromBytes, zerocopy::Unaligned',
  deriveRefer: 'zerocopy::FromBytes, zerocopy::Unaligned',
  refer: (args: string) =>
    `zerocopy::LayoutVerified::<_, ${args}>::new_unaligned(bytes).map(zerocopy::LayoutVerified::into_ref)`,
} as const;

export const DIALECTS: Readonly<Record<Generation, Dialect>> = {
  'zerocopy-0.6-2021': { ...ZEROCOPY_06, handlerIsSupertrait: false, incomingSize: 'sum' },
  'zerocopy-0.6-dispatch-n': { ...ZEROCOPY_06, handlerIsSupertrait: false },
  'zerocopy-0.6': { ...ZEROCOPY_06, handlerIsSupertrait: true },
  'zerocopy-0.7': {
    ...BEFORE_08,
    deriveReceive: 'zerocopy::FromZeroes, zerocopy::FromBytes, zerocopy::Unaligned',
    deriveRefer: 'zerocopy::FromZeroes, zerocopy::FromBytes, zerocopy::Unaligned',
    refer: (args) => `zerocopy::Ref::<_, ${args}>::new_unaligned(bytes).map(zerocopy::Ref::into_ref)`,
    handlerIsSupertrait: true,
  },
  'zerocopy-0.8-u32': { ...SINCE_08, notificationBits: 'u32' },
  'zerocopy-0.8': { ...SINCE_08, notificationBits: 'userlib::NotificationBits' },
};

/** The newest generation that differs from one only in notifications: the same stub, where it handles none. */
export function withoutNotifications(generation: Generation): Generation {
  return generation === 'zerocopy-0.8-u32' ? 'zerocopy-0.8' : generation;
}

/** Whether stubs have the message structs of the newest generation because those of their own time are not known. The bytes are the same. */
export function hasNewestStructs(generation: Generation): boolean {
  return withoutNotifications(generation) !== withoutNotifications(NEWEST_GENERATION);
}

/** The first revision whose servers have room for the largest message alone. */
const LARGEST_MESSAGE = BUFFER_ERAS.find(({ behavior }) => behavior.incomingSize === 'largest')?.since;

/** The first revision with `NotificationBits`: the version number of `idol-runtime` did not change with it. */
const NOTIFICATION_BITS = 'f67fffe';

interface LockedPackage {
  readonly name?: unknown;
  readonly version?: unknown;
  readonly source?: unknown;
  readonly dependencies?: unknown;
}

/** What a tree's `Cargo.lock` says of the runtime that its stubs run on. */
export interface LockedRuntime {
  readonly generation: Generation;
  /** Whether stubs count their calls when nothing else is said: they do since `idol-runtime` knows counters. */
  readonly counts: boolean;
}

/** Whether a server's `INCOMING_SIZE` is the largest of its message sizes or, in 2021, their sum. */
export function incomingSizeIn(generation: Generation): Dialect['incomingSize'] {
  return DIALECTS[generation].incomingSize;
}

/**
 * The runtime that a tree's `Cargo.lock` pins, or undefined when the text locks neither `idol-runtime` nor `userlib`.
 * @param lock text of `Cargo.lock`
 */
export function lockedRuntime(lock: string): LockedRuntime | undefined {
  const packages = readLock(lock);
  const generation = generationOf(packages);
  if (generation === undefined) return undefined;
  const runtime = packages.find((entry) => entry.name === 'idol-runtime');
  return { generation, counts: dependenciesOf(runtime).includes('counters') };
}

function generationOf(packages: readonly LockedPackage[]): Generation | undefined {
  const find = (name: string) => packages.find((entry) => entry.name === name);
  const runtime = find('idol-runtime');
  const zerocopy = zerocopyOf(runtime ?? find('userlib'), packages);
  if (zerocopy === undefined) return undefined;
  if (before(zerocopy, 0, 7)) {
    const compiler = find('idol')?.version;
    if (isBefore(revisionOf(find('idol')), LARGEST_MESSAGE)) return 'zerocopy-0.6-2021';
    return typeof compiler === 'string' && before(compiler, 0, 4) ? 'zerocopy-0.6-dispatch-n' : 'zerocopy-0.6';
  }
  if (before(zerocopy, 0, 8)) return 'zerocopy-0.7';
  const version = typeof runtime?.version === 'string' ? runtime.version : '';
  const hasU32 = before(version, 0, 2) || (before(version, 0, 3) && isBefore(revisionOf(runtime), NOTIFICATION_BITS));
  return version !== '' && hasU32 ? 'zerocopy-0.8-u32' : 'zerocopy-0.8';
}

/** The commit that a package is of, if it is from a repository. */
function revisionOf(entry: LockedPackage | undefined): string {
  return typeof entry?.source === 'string' ? (entry.source.split('#')[1] ?? '') : '';
}

/** Whether the public history has a revision before another one. */
function isBefore(revision: string, other: string | undefined): boolean {
  const position = positionOf(revision);
  return position !== undefined && position < (positionOf(other ?? '') ?? 0);
}

/** A lock file has hundreds of packages: only those that say something of the runtime are parsed. */
const READ_PACKAGES = /^name = "(?:idol|idol-runtime|userlib|zerocopy)"/m;

function readLock(lock: string): readonly LockedPackage[] {
  const sections = lock.split(/^(?=\[\[package\]\])/m).filter((section) => READ_PACKAGES.test(section));
  try {
    const { package: packages } = parse(sections.join(''));
    return Array.isArray(packages) ? (packages as LockedPackage[]) : [];
  } catch {
    return [];
  }
}

/** The version of `zerocopy` that a package depends on: several may be locked. */
function zerocopyOf(user: LockedPackage | undefined, packages: readonly LockedPackage[]): string | undefined {
  // "zerocopy 0.8.27" where several versions are locked, else "zerocopy".
  const dependency = dependenciesOf(user).find((text) => /^zerocopy( |$)/.test(text));
  if (dependency === undefined) return undefined;
  const version = dependency.split(' ')[1] ?? packages.find((entry) => entry.name === 'zerocopy')?.version;
  return typeof version === 'string' ? version : undefined;
}

function dependenciesOf(user: LockedPackage | undefined): readonly string[] {
  const dependencies = Array.isArray(user?.dependencies) ? user.dependencies : [];
  return dependencies.filter((text): text is string => typeof text === 'string');
}

function before(version: string, major: number, minor: number): boolean {
  const [ownMajor = 0, ownMinor = 0] = version.split('.').map(Number);
  return ownMajor < major || (ownMajor === major && ownMinor < minor);
}
