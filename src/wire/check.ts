import type { Encoding, Finding, Operation, TypeString } from '../idol/index.ts';
import type { OperationSchema, Recv, Type } from '../schema/index.ts';
import type { CheckInfo } from '../text/index.ts';
import type { MemoryImages } from './layout/memory.ts';
import type { OperationLayout } from './layout/model.ts';

/** A check of one operation that needs to know what its types are. */
export interface WireCheck extends CheckInfo {
  find(subject: CheckedOperation): Iterable<WireFinding>;
}

export interface WireFinding extends Finding {
  /** Equal for findings that one thing causes, such as a variant that several operations use: they are one finding. */
  readonly cause?: string;
}

export interface CheckedOperation {
  readonly operation: Operation;
  readonly schema: OperationSchema;
  readonly layout: OperationLayout;
  readonly positions: readonly Position[];
  /** Memory of the interface's types. */
  readonly images: MemoryImages;
  readonly built: BuiltWith;
  /** The operation as it is in each configuration; once, if its types depend on none. */
  readonly configurations: () => readonly OperationIn[];
}

/** An operation in one configuration. */
export interface OperationIn {
  /** The `cfg` predicates and the image that hold. */
  readonly holds: readonly string[];
  readonly layout: OperationLayout;
}

/** What checks need to know of the tree that builds an interface. */
export interface BuiltWith {
  /** Whether clients send an idempotent operation again when the server died. */
  readonly retriesIdempotent: boolean;
  /** Whether the tree's derive macro knows `#[idol(server_death)]`. */
  readonly serverDeathAttribute: boolean;
  /** What holds in each configuration that images build; undefined where that is not known: every one counts. */
  readonly configurations?: readonly (readonly string[])[] | undefined;
}

/** A place in an operation where a type is written. */
export interface Position {
  /** For people: `argument \`speed\``, `the reply`. */
  readonly what: string;
  readonly role: 'argument' | 'ok' | 'lease' | 'error';
  readonly text: TypeString;
  readonly type: Type;
  readonly recv: Recv;
  /** How the type travels; a lease is memory, and an error code has no encoding. */
  readonly encoding: Encoding | 'memory' | 'code';
}
