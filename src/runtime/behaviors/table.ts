import type {
  BufferBehavior,
  ClientBehavior,
  DeriveBehavior,
  Dispatch,
  KernelBehavior,
  RuntimeBehavior,
} from './model.ts';
import type { ListedRevision } from './revisions.ts';

/** A component's behavior from a revision on, until the next entry. */
export interface Era<B> {
  readonly since: ListedRevision;
  readonly behavior: B;
  /** What began, as a sentence. */
  readonly what: string;
}

const FAULTING = { refusal: 'fault' } as const;

/**
 * `idol-runtime`, by the function that feeds a server. Source: the history of its `dispatch` functions,
 * https://github.com/oxidecomputer/idolatry/commits/main/runtime/src/lib.rs
 */
export const RUNTIME_ERAS: readonly Era<Readonly<Record<Dispatch, RuntimeBehavior>>>[] = [
  {
    since: 'b145956',
    behavior: {
      dispatch: { countsLeases: false, overlongMessage: 'fault-after-operation', refusal: 'code' },
      dispatch_n: { countsLeases: false, overlongMessage: 'panic', refusal: 'code' },
    },
    what: 'Servers refuse a message with a return code.',
  },
  {
    since: '6d18e14',
    behavior: {
      dispatch: { countsLeases: true, overlongMessage: 'fault-after-operation', refusal: 'code' },
      dispatch_n: { countsLeases: true, overlongMessage: 'panic', refusal: 'code' },
    },
    what: 'Servers count the leases of a message (December 2021).',
  },
  {
    since: '7818dbd',
    behavior: {
      dispatch: { countsLeases: true, overlongMessage: 'fault-after-operation', ...FAULTING },
      dispatch_n: { countsLeases: false, overlongMessage: 'panic', ...FAULTING },
    },
    what: 'Servers refuse a message with a reply fault; those with notifications no longer count leases (January 2022).',
  },
  {
    since: '86761da',
    behavior: {
      dispatch: { countsLeases: false, overlongMessage: 'panic', ...FAULTING },
      dispatch_n: { countsLeases: false, overlongMessage: 'panic', ...FAULTING },
    },
    what: 'One `dispatch` for all servers, as those with notifications had it (February 2024).',
  },
  {
    since: '25a2f2c',
    behavior: {
      dispatch: { countsLeases: false, overlongMessage: 'fault', ...FAULTING },
      dispatch_n: { countsLeases: false, overlongMessage: 'fault', ...FAULTING },
    },
    what: 'Servers refuse an overlong message (April 2024).',
  },
  {
    since: 'c3849dc',
    behavior: {
      dispatch: { countsLeases: true, overlongMessage: 'fault', ...FAULTING },
      dispatch_n: { countsLeases: true, overlongMessage: 'fault', ...FAULTING },
    },
    what: 'Servers count the leases of a message again (September 2025).',
  },
];

/**
 * How large the compiler makes the buffer of a server. Source: the servers that these revisions generate,
 * https://github.com/oxidecomputer/idolatry/commits/main
 */
export const BUFFER_ERAS: readonly Era<BufferBehavior>[] = [
  {
    since: 'b145956',
    behavior: { incomingSize: 'sum' },
    what: 'The buffer of a server has the size of all of its messages together.',
  },
  {
    since: '2b5b5bb',
    behavior: { incomingSize: 'largest' },
    what: 'The buffer of a server has the size of its largest message (December 2021).',
  },
];

/**
 * What the compiler generates for clients. Source: the clients that these revisions generate, and the summaries of the commits,
 * https://github.com/oxidecomputer/idolatry/commits/main
 */
export const CLIENT_ERAS: readonly Era<ClientBehavior>[] = [
  {
    since: 'b145956',
    behavior: { retriesIdempotent: false, simpleReplyCode: 'ignored', boolReply: 'any-byte' },
    what: 'Clients report the death of their server, whatever the operation; those of a `Simple` one do not notice it.',
  },
  {
    since: '4df6bbc',
    behavior: { retriesIdempotent: true, simpleReplyCode: 'ignored', boolReply: 'any-byte' },
    what: 'Clients send an idempotent operation again when its server died (November 2022).',
  },
  {
    since: 'c438878',
    behavior: { retriesIdempotent: true, simpleReplyCode: 'panic', boolReply: 'any-byte' },
    what: 'Clients of a `Simple` operation panic at a return code other than 0 (November 2022).',
  },
  {
    since: 'c5222fe',
    behavior: { retriesIdempotent: true, simpleReplyCode: 'panic', boolReply: 'strict' },
    what: 'Clients decode a `bool` reply in Hubpack and Ssmarshal as one (March 2024).',
  },
  {
    since: '3e061dc',
    behavior: { retriesIdempotent: true, simpleReplyCode: 'ignored', boolReply: 'strict' },
    what: 'Clients of a `Simple` operation no longer look at the return code (April 2024).',
  },
];

/** A fault of a range of revisions of the compiler: what it generates for some operations does not compile. */
export interface CompilerFault {
  /** The operations that it hits, for people. */
  readonly operations: string;
  readonly since: ListedRevision;
  /** The first revision without the fault. */
  readonly mended: ListedRevision;
  /** Which operations it hits. */
  readonly hits: (operation: FaultSubject) => boolean;
  /** What is wrong, as the end of a sentence about an operation. */
  readonly what: string;
}

/** What of an operation decides whether a fault hits it. */
export interface FaultSubject {
  readonly encoding: 'Zerocopy' | 'Hubpack' | 'Ssmarshal';
  readonly reply: 'Simple' | 'Result';
  /** The type of the ok value, as written in the interface. */
  readonly ok: string;
}

const BOOL_COMPARED = 'the client compares the decoded `bool` with a number';

/** Faults of the compiler. Source: the clients that these revisions generate. */
export const COMPILER_FAULTS: readonly CompilerFault[] = [
  {
    operations: 'Hubpack, reply `bool`',
    since: 'c5222fe',
    mended: '0e1f1e9',
    hits: ({ encoding, ok }) => encoding === 'Hubpack' && ok === 'bool',
    what: BOOL_COMPARED,
  },
  {
    operations: 'Hubpack, reply `Result` with ok type `bool`',
    since: 'c453c90',
    mended: 'ae9d559',
    hits: ({ encoding, reply, ok }) => encoding === 'Hubpack' && reply === 'Result' && ok === 'bool',
    what: BOOL_COMPARED,
  },
  {
    operations: 'Ssmarshal, reply `Result` with ok type `bool`',
    since: 'c5222fe',
    mended: 'ae9d559',
    hits: ({ encoding, reply, ok }) => encoding === 'Ssmarshal' && reply === 'Result' && ok === 'bool',
    what: BOOL_COMPARED,
  },
];

/** Something that an interface may say, and the compiler reads since a revision only: one from before rejects the interface. */
export interface CompilerSyntax {
  /** As an interface writes it, and as advice to write it does. */
  readonly word: string;
  readonly since: ListedRevision;
  /** Month of the revision. */
  readonly when: string;
}

/** Source: the history of what the compiler reads, https://github.com/oxidecomputer/idolatry/commits/main/src/syntax.rs */
export const COMPILER_SYNTAX: readonly CompilerSyntax[] = [
  { word: 'max_len', since: 'f27abca', when: 'December 2021' },
  { word: 'Ssmarshal', since: 'f21f835', when: 'January 2022' },
  { word: 'ServerDeath', since: '994077e', when: 'June 2022' },
  { word: 'Hubpack', since: '760fb9e', when: 'December 2022' },
  { word: 'Complex', since: '9c7a416', when: 'April 2023' },
];

/** Version numbers of the packages, oldest first, and the revision that each begins with. Source: their manifests. */
export const RUNTIME_VERSIONS: readonly (readonly [version: string, since: ListedRevision])[] = [
  ['0.1.0', 'b145956'],
  ['0.2.0', '6bc9555'],
];
export const COMPILER_VERSIONS: readonly (readonly [version: string, since: ListedRevision])[] = [
  ['0.1.0', '03847d0'],
  ['0.2.0', '7818dbd'],
  ['0.2.1', 'b2f4c9e'],
  ['0.3.0', 'bf96dce'],
  ['0.4.0', '86761da'],
  ['0.5.0', '6bc9555'],
];

/** The derive macro `IdolError`, which every tree has its own copy of: it knows the attribute since December 2022. */
export const DERIVE_BEHAVIORS: readonly [DeriveBehavior, DeriveBehavior] = [
  { serverDeath: false },
  { serverDeath: true },
];

/** The kernel, which is part of every tree: it checks the length of a reply since December 2024. */
export const KERNEL_BEHAVIORS: readonly [KernelBehavior, KernelBehavior] = [
  { oversizedReply: 'truncate' },
  { oversizedReply: 'fault' },
];

/** One change of what a component does, for people. */
export interface BehaviorChange {
  readonly component: string;
  /** Revision, or date where every tree has its own copy. */
  readonly since: string;
  readonly what: string;
}

/** All that is known of how components changed, by component, oldest first: what `explain` and the site show of the table. */
export const BEHAVIOR_CHANGES: readonly BehaviorChange[] = [
  ...RUNTIME_ERAS.map(({ since, what }) => ({ component: 'idol-runtime', since, what })),
  ...BUFFER_ERAS.map(({ since, what }) => ({ component: 'idol', since, what })),
  ...CLIENT_ERAS.map(({ since, what }) => ({ component: 'idol', since, what })),
  ...COMPILER_SYNTAX.map(({ word, since, when }) => ({
    component: 'idol',
    since,
    what: `The compiler reads \`${word}\` in interfaces (${when}).`,
  })),
  ...COMPILER_FAULTS.map(({ since, mended, operations, what }) => ({
    component: 'idol',
    since: `${since} to before ${mended}`,
    what: `Fault: clients do not compile (${operations}), because ${what}.`,
  })),
  {
    component: 'derive-idol-err',
    since: 'December 2022',
    what: 'The derive macro `IdolError` knows `#[idol(server_death)]`. Every tree has its own copy.',
  },
  {
    component: 'kernel',
    since: 'December 2024',
    what: "A reply that is longer than the client's buffer is the fault of the server; before, the client got what fits.",
  },
];
