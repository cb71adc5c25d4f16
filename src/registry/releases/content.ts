import { z } from 'zod';
import type { InterfaceVersion } from '../../compare/index.ts';
import { NOTHING_PINNED } from '../../runtime/index.ts';
import type { SourcePlace } from '../../schema/index.ts';
import type { LockedRuntime } from '../../stubs/index.ts';
import { TaskBuilds, type Workspace } from '../../tree/index.ts';
import { type Download, type FileEntry, fileAddress, type ObjectDocument, ReleaseSchema } from '../contract/index.ts';
import { contractHash, sha256 } from '../contract-hash.ts';
import { interfaceVersions } from '../interface-version.ts';
import type { ScannedInterface } from '../scan.ts';
import { NO_RUNTIME, stubSettings } from '../stub-settings.ts';
import { Archiver } from './archive.ts';
import { interfaceDownloads } from './interface-downloads.ts';

/** What one release holds, before it is set against the others: as {@link ReleaseSchema} has it, without numbers and slugs. */
export const ContentSchema = ReleaseSchema.pick({
  runtime: true,
  components: true,
  broken: true,
  archive: true,
}).extend({
  interfaces: z.array(ReleaseSchema.shape.interfaces.element.omit({ slug: true, version: true })),
});

export type ReleaseContent = z.infer<typeof ContentSchema>;
export type ReleasedInterface = ReleaseContent['interfaces'][number];

/** An interface as a release has it: its contract, documentation and places in the file, and the file itself. */
export type VersionObject = ObjectDocument;

/** Contents by their hash: objects, and files to take away. */
export interface ObjectStore {
  has(hash: string): boolean;
  /** Stores a content under its own hash, and gives that. */
  put(content: string | Uint8Array): string;
  get(hash: string): Uint8Array | undefined;
}

const NO_WORKSPACE = { components: NOTHING_PINNED, builds: new TaskBuilds(new Map(), []) };

/** Makes contents of releases. What several releases share, such as a stub, is made once. */
export class ContentMaker {
  readonly #objects: ObjectStore;
  readonly #generator: string;
  readonly #archiver = new Archiver();
  readonly #downloads = new Map<string, Download[]>();
  readonly #archives = new Map<string, FileEntry>();

  /** `generator` is the name and version of this program, for the headers of stubs. */
  constructor(objects: ObjectStore, generator: string) {
    this.#objects = objects;
    this.#generator = generator;
  }

  /** Stores interfaces with all that can be taken away of them, and says which they are. */
  contentOf(
    read: readonly ScannedInterface[],
    runtime: LockedRuntime = NO_RUNTIME,
    workspace: Pick<Workspace, 'components' | 'builds'> = NO_WORKSPACE,
  ): ReleaseContent {
    const interfaces = read.flatMap((one): ReleasedInterface[] => {
      const [found] = interfaceVersions([one], workspace);
      if (!found || !one.interface || !one.wire) return [];
      // How it is built is the release's: another release may build the same interface in another way.
      const { build, ...version } = found;
      const { components: _, ...own } = build ?? { components: workspace.components };
      const stored: VersionObject = { kind: 'object', format: 1, ...version, text: one.interface.source.text };
      const object = this.#objects.put(JSON.stringify(stored, withoutTypePlaces));
      const contract = contractHash(version.wire);
      const origin = { generator: this.#generator, version: contract };
      const settings = stubSettings(runtime, one.file.stubs);
      const key = `${runtime.generation} ${JSON.stringify(settings)} ${object}`;
      const downloads =
        this.#downloads.get(key) ??
        interfaceDownloads(one.interface, one.wire, runtime.generation, settings, origin).map(
          ({ kind, name, text }) => ({
            kind,
            ...this.#store(name, text),
          }),
        );
      this.#downloads.set(key, downloads);
      return [{ path: version.path, name: version.wire.name, contract, object, settings, build: own, downloads }];
    });
    const whole = new Set(interfaces.map(({ path }) => path));
    const broken = read.flatMap(({ file }) => (whole.has(file.path) ? [] : [file.path]));
    return {
      runtime: runtime.generation,
      components: workspace.components,
      interfaces,
      broken,
      archive: this.#archiveOf(interfaces),
    };
  }

  #archiveOf(interfaces: readonly ReleasedInterface[]): FileEntry {
    const files = interfaces.flatMap(({ path, downloads }) =>
      downloads.map(({ name, sha256: hash }) => ({ path: `${path.replace(/\.[^./]+$/, '')}/${name}`, sha256: hash })),
    );
    const sums = files.map((file) => `${file.sha256}  ${file.path}\n`).join('');
    const known = this.#archives.get(sums);
    if (known) return known;
    const bytes = this.#archiver.zip([
      ...files.map((file) => ({ ...file, bytes: () => this.#objects.get(file.sha256) ?? new Uint8Array() })),
      { path: 'sha256sums.txt', sha256: sha256(sums), bytes: () => Buffer.from(sums) },
    ]);
    const archive = this.#store('interfaces.zip', bytes);
    this.#archives.set(sums, archive);
    return archive;
  }

  #store(name: string, content: string | Uint8Array): FileEntry {
    const hash = this.#objects.put(content);
    return { address: fileAddress(hash, name), name, bytes: Buffer.byteLength(content), sha256: hash };
  }
}

/** Every content that a release needs: its objects, and the files to take away. */
export function hashesOf({ interfaces, archive }: ReleaseContent): string[] {
  const own = interfaces.flatMap(({ object, downloads }) => [object, ...downloads.map((file) => file.sha256)]);
  return [...own, archive.sha256];
}

/** Lines of Rust files move with every edit around them: with them, every release would have objects of its own. */
function withoutTypePlaces(key: string, value: unknown): unknown {
  return (key === 'place' || key === 'mention') && isRustPlace(value) ? undefined : value;
}

function isRustPlace(value: unknown): value is SourcePlace {
  return typeof value === 'object' && value !== null && 'path' in value && String(value.path).endsWith('.rs');
}

/** An object that this program stored itself. */
export function parseObject(content: Uint8Array): VersionObject & InterfaceVersion {
  return JSON.parse(Buffer.from(content).toString()) as VersionObject;
}
