import type { FileSet } from '../text/index.ts';

/** A crate whose sources are at hand, as name resolution needs it. The tree stage makes these from Cargo manifests. */
export interface Crate {
  /** Package name: `drv-spi-api`. */
  readonly name: string;
  /** Name as Rust code writes it: `drv_spi_api`. */
  readonly externName: string;
  /** Where its sources are: the tree, or a crate from outside it. */
  readonly files: FileSet;
  /** Path of `lib.rs` or `main.rs` in `files`. */
  readonly root: string;
  /** Path of its build script in `files`, if it has one. */
  readonly buildScript?: string;
  /** True when its sources are not in the tree, so that places in them are none that a link could lead to. */
  readonly outside?: true;
  /** Its extern prelude: dependencies by the name that its code uses for them. Made on first use. */
  readonly dependencies: Dependencies;
}

/** Crates by name, such as a `Map` of them. Who asks for one need not depend on what the others are. */
export interface Dependencies {
  get(name: string): Crate | MissingCrate | undefined;
  has(name: string): boolean;
  keys(): Iterable<string>;
  values(): Iterable<Crate | MissingCrate>;
}

/** A dependency whose sources are not at hand. */
export interface MissingCrate {
  readonly missing: true;
  readonly name: string;
  /** What Cargo would fetch: a version, or a repository and revision. */
  readonly requirement: string;
  /** Where `Cargo.lock` has it from: an address with a commit, or a registry with a version. Absent where it does not name it. */
  readonly revision?: string;
  /** Path and line of its manifest, where that is there and cannot be read. */
  readonly unreadable?: string;
}
