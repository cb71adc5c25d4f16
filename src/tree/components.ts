import { posix } from 'node:path';
import type { Dispatch, PinnedComponents, PinnedPackage } from '../runtime/index.ts';
import type { Crate } from '../rust/index.ts';
import type { FileSet } from '../text/index.ts';
import { gitSource, pinned } from './cargo-lock.ts';

/**
 * What the clients and servers of a tree are built with: compiler and runtime by its `Cargo.lock`, the derive macro and the kernel by
 * their sources, which are part of every Hubris tree.
 * @param crates of the tree, by package name
 */
export function pinnedComponents(files: FileSet, crates: ReadonlyMap<string, Crate>): PinnedComponents {
  const compiler = pin(files, 'idol');
  const runtime = pin(files, 'idol-runtime');
  const derive = rootText(crates.get('derive-idol-err'));
  const abi = crates.has('kern') ? rootText(crates.get('abi')) : undefined;
  return {
    locked: files.has('Cargo.lock'),
    ...(compiler && { compiler }),
    ...(runtime && { runtime }),
    ...(derive !== undefined && { derive: { serverDeath: /\battributes\s*\([^)]*\bidol\b/.test(derive) } }),
    // The kernel got this reason for a fault together with the check of a reply's length.
    ...(abi !== undefined && { kernel: { oversizedReply: /\bReplyTooBig\b/.test(abi) ? 'fault' : 'truncate' } }),
  };
}

/** Which function of `idol-runtime` a server's crate feeds its server with. */
export function dispatchOf(server: Crate): Dispatch {
  const sources = server.files.list(posix.dirname(server.root), '.rs');
  return sources.some((path) => /\bdispatch_n\b/.test(server.files.read(path)?.text ?? '')) ? 'dispatch_n' : 'dispatch';
}

function pin(files: FileSet, name: string): PinnedPackage | undefined {
  const [locked] = files.excerpt(pinned, 'Cargo.lock', name) ?? [];
  if (!locked) return undefined;
  const revision = gitSource(locked)?.commit;
  return { version: locked.version, ...(revision !== undefined && { revision }) };
}

function rootText(crate: Crate | undefined): string | undefined {
  return crate?.files.read(crate.root)?.text;
}
