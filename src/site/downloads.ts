import { strToU8, zipSync } from 'fflate';
import { type Interface, parseInterface } from '../idol/index.ts';
import { readContractText } from '../messages/index.ts';
import {
  type Absence,
  type DownloadKind,
  fileAddress,
  type InterfaceDocument,
  type InterfaceEntry,
  interfaceAbsences,
  interfaceDownloads,
  type StubSettings,
  schemaHash,
  sha256,
} from '../registry/index.ts';
import { hasNewestStructs } from '../stubs/index.ts';
import { Source } from '../text/index.ts';
import { targetNamed } from '../wire/index.ts';
import { diagnosticsOf, registry, url } from './context.ts';
import { kept } from './kept.ts';
import { carriersOf, publishedUrl, releaseByName, stubsOf } from './published.ts';
import { table } from './tracked.ts';

/** A file that people take away. */
export interface Download {
  /** Address below the base: `downloads/spi/client_stub.rs`. */
  path: string;
  name: string;
  kind: DownloadKind;
  text: string;
  /** Of one of several stubs for a side: the crates and images that it is built for. */
  builtFor?: string;
  /** In hexadecimal digits. */
  sha256: string;
}

/** By interface slug, in the order of the interfaces. One with errors has none. */
export const downloads = table(
  'downloads',
  () => new Map(registry.interfaces.map((entry) => [entry.slug, downloadsOf(entry)])),
);

/** All of them in one archive: the same bytes for the same files, on whatever day and in whatever time zone. */
export function archive(): Uint8Array<ArrayBuffer> {
  const files = [...downloads.values()].flat();
  const sums = checksums();
  return kept({ name: 'archive', module: 'src/site/downloads.ts' }, sums, () => {
    const named = files.map(({ path, text }) => [path.replace(/^downloads\//, ''), strToU8(text)] as const);
    const contents = { ...Object.fromEntries(named), 'sha256sums.txt': strToU8(sums) };
    return new Uint8Array(zipSync(contents, { mtime: new Date(1980, 0, 1), level: 9 }));
  });
}

/** As `sha256sum --check` reads it. */
export function checksums(): string {
  const files = [...downloads.values()].flat();
  return files.map(({ path, sha256 }) => `${sha256}  ${path.replace(/^downloads\//, '')}\n`).join('');
}

function downloadsOf(entry: InterfaceEntry): Download[] {
  const { slug, kind, name, path, text, schema, settings, stubVariants } = entry;
  if (!schema || hasErrors(entry)) return [];
  const { generator, stubGeneration } = registry;
  const [target = ''] = entry.layouts[0]?.targets ?? [];
  const all = [kind, name, path, text, schema, settings, stubVariants, generator, stubGeneration, target];
  const files = kept({ name: 'downloads', module: 'src/site/downloads.ts' }, JSON.stringify(all), () => {
    const read = readEntry(entry);
    const origin = { generator, version: schemaHash(schema) };
    return read
      ? interfaceDownloads(read, schema, stubGeneration, settings, origin, {
          target: targetNamed(target),
          variants: stubVariants,
        })
      : [];
  });
  return files.map((file) => ({
    path: `downloads/${slug}/${file.name}`,
    name: file.name,
    kind: file.kind,
    text: file.text,
    ...(file.builtFor !== undefined && { builtFor: file.builtFor }),
    sha256: sha256(file.text),
  }));
}

function readEntry({ kind, name, path, text }: InterfaceEntry): Interface | undefined {
  return kind === 'messages' ? readContractText(name, text) : parseInterface(new Source(path, text)).value;
}

function hasErrors(entry: InterfaceEntry): boolean {
  return diagnosticsOf(entry).some(({ severity }) => severity === 'error');
}

/** What an interface page offers to take away, and why it does not offer the rest. */
export interface Offer {
  files: { kind: DownloadKind; name: string; href: string; builtFor?: string | undefined }[];
  absences: Absence[];
  /** What the Rust stubs have otherwise than those of their time, as a sentence. */
  difference?: string;
}

/** Of the tree of this build. */
export function offerOf(entry: InterfaceEntry): Offer {
  const files = downloads.get(entry.slug) ?? [];
  return {
    files: files.map(({ kind, name, path, builtFor }) => ({ kind, name, href: url(path), builtFor })),
    absences: hasErrors(entry) ? [] : absencesOf(entry, files, registry.stubGeneration, entry.settings),
    ...differenceOf(files, registry.stubGeneration),
  };
}

/** Of a version: the files are those of the newest release that carries it. */
export function releasedOffer(entry: InterfaceEntry, history: InterfaceDocument, version: number): Offer {
  const release = releaseByName.get(carriersOf(history, version).last);
  const released = release?.interfaces.find(({ path }) => path === history.path);
  if (!released) return { files: [], absences: [] };
  const { files, runtime, settings } = stubsOf(released);
  return {
    files: files.map((file) => ({ ...file, href: publishedUrl(fileAddress(file)) })),
    // No release keeps the other style of server: its absence has no reason to tell.
    absences: absencesOf(entry, [...files, { kind: 'rust-server-pipelined' }], runtime, settings),
    ...differenceOf(files, runtime),
  };
}

function differenceOf(
  files: readonly { kind: DownloadKind }[],
  generation: typeof registry.stubGeneration,
): Pick<Offer, 'difference'> {
  if (!hasNewestStructs(generation) || !files.some(({ kind }) => kind.startsWith('rust-'))) return {};
  const difference = `The Rust stubs are for runtime generation ${generation}. Their message structs are those of the newest generation, with the same bytes.`;
  return { difference };
}

function absencesOf(
  entry: InterfaceEntry,
  files: readonly { kind: DownloadKind }[],
  runtime: typeof registry.stubGeneration,
  settings: StubSettings,
): Absence[] {
  const { kind, name, path, text, schema } = entry;
  if (!schema) return [];
  const present = new Set(files.map((file) => file.kind));
  const all = JSON.stringify([kind, name, path, text, schema, runtime, settings, [...present]]);
  return kept({ name: 'absences', module: 'src/site/downloads.ts' }, all, () => {
    const read = readEntry(entry);
    return read ? interfaceAbsences(read, schema, runtime, settings, present) : [];
  });
}
