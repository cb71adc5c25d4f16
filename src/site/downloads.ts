import { createHash } from 'node:crypto';
import { strToU8, zipSync } from 'fflate';
import { checkInterface, type Interface, parseInterface } from '../idol/index.ts';
import type { InterfaceEntry } from '../registry/index.ts';
import { clientFile, DEFAULT_RUST_OPTIONS, jsonSchemaFile, serverFile, typescriptStub } from '../stubs/index.ts';
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
  const origin = { generator: registry.generator };
  const options = { ...DEFAULT_RUST_OPTIONS, origin, generation: registry.stubGeneration };
  const files: Download[] = [];
  const add = (what: Download['what'], name: string, text: string) => {
    const sha256 = createHash('sha256').update(text).digest('hex');
    files.push({ path: `downloads/${slug}/${name}`, name, what, text, sha256 });
  };
  if (isValid(iface, 'client')) add('Rust client', 'client_stub.rs', clientFile(iface, options).text);
  if (isValid(iface, 'server')) {
    add('Rust server', 'server_stub.rs', serverFile(iface, options).text);
    const pipelined = serverFile(iface, { ...options, style: 'Pipelined' });
    add('Rust server, pipelined', 'server_stub_pipelined.rs', pipelined.text);
  }
  if (wire) {
    const typescript = typescriptStub(iface, wire, origin);
    add('TypeScript', typescript.path, typescript.text);
    const schema = jsonSchemaFile(wire);
    add('JSON Schema', schema.path, schema.text);
  }
  return files;
}

/** Some rules hold for one side alone: a tree that never builds a client may break those of clients. */
function isValid(iface: Interface, side: 'client' | 'server'): boolean {
  const builds = { client: side === 'client', server: side === 'server' };
  return checkInterface(iface, { builds }).every(({ severity }) => severity !== 'error');
}
