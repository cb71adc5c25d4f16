import { strToU8, zipSync } from 'fflate';
import { parseInterface } from '../idol/index.ts';
import {
  contractHash,
  DOWNLOADS,
  type DownloadKind,
  type InterfaceEntry,
  interfaceDownloads,
  sha256,
} from '../registry/index.ts';
import { Source } from '../text/index.ts';
import { registry } from './context.ts';

/** A file that people take away. */
export interface Download {
  /** Address below the base: `downloads/spi/client_stub.rs`. */
  path: string;
  name: string;
  what: (typeof DOWNLOADS)[DownloadKind];
  text: string;
  /** In hexadecimal digits. */
  sha256: string;
}

/** By interface slug, in the order of the interfaces. One with errors has none. */
export const downloads = new Map(registry.interfaces.map((entry) => [entry.slug, downloadsOf(entry)]));

/** All of them in one archive: the same bytes for the same files, on whatever day and in whatever time zone. */
export function archive(): Uint8Array<ArrayBuffer> {
  const files = [...downloads.values()].flat();
  const contents = Object.fromEntries(files.map(({ path, text }) => [path.replace(/^downloads\//, ''), strToU8(text)]));
  return new Uint8Array(zipSync(contents, { mtime: new Date(1980, 0, 1), level: 9 }));
}

/** As `sha256sum --check` reads it. */
export function checksums(): string {
  const files = [...downloads.values()].flat();
  return files.map(({ path, sha256 }) => `${sha256}  ${path.replace(/^downloads\//, '')}\n`).join('');
}

function downloadsOf({ slug, path, text, wire, diagnostics }: InterfaceEntry): Download[] {
  const read = parseInterface(new Source(path, text)).value;
  const hasErrors = diagnostics.some((index) => registry.diagnostics[index]?.severity === 'error');
  if (!read || !wire || hasErrors) return [];
  const origin = { generator: registry.generator, version: contractHash(wire) };
  return interfaceDownloads(read, wire, registry.stubGeneration, origin).map((file) => ({
    path: `downloads/${slug}/${file.name}`,
    name: file.name,
    what: DOWNLOADS[file.kind],
    text: file.text,
    sha256: sha256(file.text),
  }));
}
