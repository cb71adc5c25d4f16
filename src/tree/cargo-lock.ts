import { derivation, excerpt } from '../text/index.ts';

/** A package that `Cargo.lock` pins. */
export interface LockedPackage {
  readonly name: string;
  readonly version: string;
  /** `git+https://…#<commit>` or `registry+https://…`; absent for packages of the workspace itself. */
  readonly source?: string;
}

/** The packages of a `Cargo.lock`, by name. */
export const lockedPackages = derivation<ReadonlyMap<string, readonly LockedPackage[]>>({
  name: 'locked-packages',
  module: 'src/tree/cargo-lock.ts',
  make: ({ text }) => readCargoLock(text),
});

/** What a `Cargo.lock` pins of one package. */
export const pinned = excerpt({
  name: 'locked-package',
  of: lockedPackages,
  take: (packages, name): readonly LockedPackage[] => packages.get(name) ?? [],
});

const NAME = /^name = "([^"]*)"/m;
const VERSION = /^version = "([^"]*)"/m;
const SOURCE = /^source = "([^"]*)"/m;

/** The packages of a lock file by name. It is generated and long, so it is scanned line by line, not parsed as TOML. */
export function readCargoLock(text: string): ReadonlyMap<string, readonly LockedPackage[]> {
  const packages = new Map<string, LockedPackage[]>();
  for (const section of text.split(/^\[\[package\]\]\s*$/m).slice(1)) {
    const name = NAME.exec(section)?.[1];
    if (name === undefined) continue;
    const locked = { name, version: VERSION.exec(section)?.[1] ?? '', source: SOURCE.exec(section)?.[1] };
    const others = packages.get(name);
    if (others) others.push(locked);
    else packages.set(name, [locked]);
  }
  return packages;
}

/** Of a git package: the repository's address and the commit. */
export function gitSource({ source }: LockedPackage): { repository: string; commit: string } | undefined {
  const parts = /^git\+([^?#]+)[^#]*#([0-9a-f]+)$/.exec(source ?? '');
  return parts ? { repository: parts[1] as string, commit: parts[2] as string } : undefined;
}
