import type { Crate } from '../rust/index.ts';
import type { FileSet, Source, Span } from '../text/index.ts';
import type { Skipped } from './folder.ts';

/** A Hubris tree at one revision, read from a folder or from git. */
export interface Tree {
  readonly files: FileSet;
  /** What lies there and is no source of it. Absent for revisions and archives. */
  readonly skipped?: Skipped;
  /** What the user called it: a folder's name, or the revision asked for. */
  readonly label: string;
  /** Full commit id, when the tree comes from git (a folder: its HEAD, if it is a checkout). */
  readonly commit?: string;
  /** `https://github.com/owner/name`, from the remote or the configuration. */
  readonly web?: string;
  /** Path of the tree inside its git repository, for links: '' or 'some/dir'. */
  readonly prefix: string;
}

/** An entry of an `allowed-callers` table that a restricted server reads, however many images inherit it. */
export interface Restriction {
  /** The interface file. */
  readonly path: string;
  readonly operation: string;
  /** Place of the entry in a manifest. */
  readonly source: Source;
  readonly span: Span;
}

/** An interface file and the crates whose build scripts make stubs from it. Keyed by path: names collide in real trees. */
export interface InterfaceFile {
  readonly path: string;
  readonly stubs: readonly StubUse[];
}

/** One generator call in a build script. */
export interface StubUse {
  readonly side: 'client' | 'server';
  readonly crate: Crate;
  /** Name of the generated file, which the crate `include!`s: `client_stub.rs`. */
  readonly stub: string;
  readonly style?: 'InOrder' | 'Pipelined';
  readonly restricted: boolean;
  readonly settings: GeneratorSettings;
  /** Place of the call. */
  readonly buildScript: string;
  readonly offset: number;
}

/** What a build script asks of Idol's generator beside paths and style. What it leaves out is as the generator has it. */
export interface GeneratorSettings {
  /** A side that is left out counts as the generator does by itself. */
  readonly counters?: { readonly client?: boolean; readonly server?: boolean; readonly combineClientErrors: boolean };
  /** Traits that the operation enum derives beside its own, as paths. */
  readonly derives?: readonly string[];
  /** Whether a server that answers everything with one error is demanded or refused. */
  readonly failServer?: 'yes' | 'no';
}

/** A firmware image: an `app/…/*.toml` with all it inherits. */
export interface Image {
  readonly name: string;
  readonly path: string;
  readonly board?: string;
  readonly chip?: string;
  readonly target?: string;
  readonly tasks: readonly Task[];
  /** The merged configuration, for what build scripts derive from it (`config.net.sockets` …). */
  readonly config: Readonly<Record<string, unknown>>;
}

export interface Task {
  readonly name: string;
  /** Position in the image: its task index. */
  readonly index: number;
  /** Package name of its crate. */
  readonly crate: string;
  readonly features: readonly string[];
  readonly notifications: readonly string[];
  /** Slot name -> task name. */
  readonly slots: ReadonlyMap<string, string>;
  /** Interface file paths that its crate serves. */
  readonly serves: readonly string[];
  /** Interface file -> tasks of this image that it reaches over a slot and has the API crate of. */
  readonly calls: readonly { readonly path: string; readonly task: string }[];
  /** Operation -> names of the tasks that may call it. */
  readonly allowedCallers: ReadonlyMap<string, readonly string[]>;
  /** `hiffy` and `udprpc`: can call anything. */
  readonly debug: boolean;
  readonly config: Readonly<Record<string, unknown>>;
}
