import type { Encoding } from '../idol/index.ts';
import type { InterfaceSchema, SourcePlace, TypeTable } from '../schema/index.ts';
import type { Generation } from '../stubs/index.ts';
import type { Severity } from '../text/index.ts';
import type { TargetLayout } from '../wire/index.ts';
import type { StubSettings, StubVariant } from './stub-settings.ts';

/** Everything that the site shows of one revision of a tree: plain JSON values. */
export interface Registry {
  title: string;
  generator: string;
  revision: Revision;
  /** `…/blob/<commit>/<prefix>` without a slash at the end; a path of the tree and `#L<line>` follow. */
  sourceUrl?: string;
  /** The runtime crates that Rust stubs of this tree run on, by its `Cargo.lock`. */
  stubGeneration: Generation;
  interfaces: InterfaceEntry[];
  types: TypeTable;
  images: ImageEntry[];
  diagnostics: DiagnosticEntry[];
  /** Uses of the clients' methods in the code of the tree. */
  callSites: CallSiteEntry[];
  /** By crate with call sites: crates of tasks that are compiled with it, itself among them. */
  compiledInto: Readonly<Record<string, readonly string[]>>;
  /** Which interfaces the configuration calls external or internal, by globs; of several that match, the last one counts. */
  audiences?: { glob: string; audience: 'external' | 'internal' }[];
}

export interface Revision {
  label: string;
  commit?: string;
}

/** One interface file. Broken files are here too, with what could be read of them. */
export interface InterfaceEntry {
  /** A message contract has no file of its own: its text is that of the configuration. */
  kind: 'interface' | 'messages';
  /** Unique and stable, from the path: `spi`, `cpu-seq`; the page's address. */
  slug: string;
  path: string;
  /** Name in the file; the file's name when it has none that can be read. */
  name: string;
  doc?: string;
  operations: OperationEntry[];
  /** Absent when the file has errors that leave its meaning open. */
  schema?: InterfaceSchema;
  /** On the targets that it is built for; empty without a schema. */
  layouts: readonly TargetLayout[];
  crates: {
    name: string;
    path: string;
    side: 'client' | 'server';
    style?: 'InOrder' | 'Pipelined';
    restricted: boolean;
  }[];
  settings: StubSettings;
  /** Every way in which the build of the tree has the Rust stubs made. A release has the first of each side alone. */
  stubVariants?: readonly StubVariant[];
  /** Indices into the registry's diagnostics. */
  diagnostics: number[];
  /** The file's text. */
  text: string;
}

export interface OperationEntry {
  name: string;
  number: number;
  doc?: string;
  encoding: Encoding;
  idempotent: boolean;
  args: { name: string; type: string; recv?: string; doc?: string }[];
  leases: { name: string; index: number; type: string; read: boolean; write: boolean; maxLen?: number; doc?: string }[];
  reply: { ok: string; okRecv?: string; error?: { kind: 'CLike' | 'Complex' | 'ServerDeath'; type?: string } };
  /** Rust signatures as the stubs have them. */
  clientSignature: string;
  serverSignature: string;
  place: SourcePlace;
}

/** A place in the code of the tree that calls an operation, or something of its name. */
export interface CallSiteEntry {
  /** Slug of the interface. */
  interface: string;
  operation: string;
  /** Package name. */
  crate: string;
  place: SourcePlace;
  /** True where what it is called on is known to be the client. */
  isCall: boolean;
}

export interface ImageEntry {
  name: string;
  path: string;
  board?: string;
  chip?: string;
  target?: string;
  tasks: TaskEntry[];
}

export interface TaskEntry {
  name: string;
  index: number;
  crate: string;
  /** Slugs of the interfaces that it serves. */
  serves: string[];
  calls: { interface: string; task: string }[];
  allowedCallers: Record<string, string[]>;
  notifications: string[];
  debug: boolean;
}

/** A finding of a check in a document, with its source line, so that readers need no sources. */
export interface DiagnosticEntry {
  check: string;
  severity: Severity;
  message: string;
  place: SourcePlace;
  endPlace: SourcePlace;
  sourceLine: string;
  label?: string;
  related: { place: SourcePlace; message: string }[];
  note?: string;
  help?: string;
}
