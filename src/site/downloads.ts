import { strToU8, zipSync } from 'fflate';
import { parseInterface } from '../idol/index.ts';
import { contractHash, type InterfaceEntry, sha256 } from '../registry/index.ts';
import { jsonSchemaFile, rustStub, type StubFile, typescriptStub } from '../stubs/index.ts';
import { Source } from '../text/index.ts';
import { registry } from './context.ts';

/** A file that people take away. */
export interface Download {
  /** Address below the base: `downloads/spi/client_stub.rs`. */
  path: string;
  name: string;
  what: 'Rust client' | 'Rust server' | 'Rust server, pipelined' | 'TypeScript' | 'JSON Schema';
  text: string;
  /** In hexadecimal digits. */
  sha256: string;
}

/** By interface slug, in the order of the interfaces. One with errors has none for the side that the errors concern. */
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

function downloadsOf(entry: InterfaceEntry): Download[] {
  const { slug, wire } = entry;
  const iface = parseInterface(new Source(entry.path, entry.text)).value;
  const hasErrors = entry.diagnostics.some((index) => registry.diagnostics[index]?.severity === 'error');
  if (!iface || hasErrors) return [];
  const origin = { generator: registry.generator, ...(wire && { version: contractHash(wire) }) };
  const options = { origin, generation: registry.stubGeneration };
  const files: Download[] = [];
  // A side is refused where a rule for it alone is broken: a tree that never builds a client may break those of clients.
  const add = (what: Download['what'], file: StubFile | undefined, name = file?.path ?? '') => {
    if (!file) return;
    files.push({ path: `downloads/${slug}/${name}`, name, what, text: file.text, sha256: sha256(file.text) });
  };
  add('Rust client', rustStub(iface, 'client', options).value);
  add('Rust server', rustStub(iface, 'server', options).value);
  const pipelined = rustStub(iface, 'server', { ...options, style: 'Pipelined' }).value;
  add('Rust server, pipelined', pipelined, 'server_stub_pipelined.rs');
  if (wire) {
    add('TypeScript', typescriptStub(iface, wire, origin));
    add('JSON Schema', jsonSchemaFile(wire));
  }
  return files;
}
