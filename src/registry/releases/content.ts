import { z } from 'zod';
import { type InterfaceVersion, itemsOf } from '../../compare/index.ts';
import type { Interface } from '../../idol/index.ts';
import { NOTHING_PINNED } from '../../runtime/index.ts';
import type { InterfaceSchema, SourcePlace } from '../../schema/index.ts';
import type { LockedRuntime } from '../../stubs/index.ts';
import { TaskBuilds, type Workspace } from '../../tree/index.ts';
import type { Target } from '../../wire/index.ts';
import { diagnosticEntry } from '../check-report.ts';
import {
  type Download,
  type ObjectDocument,
  ReleasedInterfaceSchema,
  ReleaseSchema,
  type StubsDocument,
  StubsSchema,
} from '../documents/index.ts';
import { interfaceBuild } from '../interface-version.ts';
import type { ScannedInterface } from '../scanned-interface.ts';
import { schemaHash } from '../schema-hash.ts';
import { firstSettings, NO_RUNTIME, type StubVariant, stubVariants } from '../stub-settings.ts';
import { interfaceDownloads } from './interface-downloads.ts';

/** What one release holds, before it is set against the others: as {@link ReleaseSchema} has it, without numbers and slugs. */
export const ContentSchema = ReleaseSchema.pick({
  runtime: true,
  components: true,
  images: true,
  broken: true,
}).extend({
  interfaces: z.array(ReleasedInterfaceSchema.omit({ slug: true, version: true })),
});

export type ReleaseContent = z.infer<typeof ContentSchema>;
export type ReleasedInterface = ReleaseContent['interfaces'][number];

/** An interface as a release has it. */
export type VersionObject = ObjectDocument & InterfaceVersion;

/** Contents by their hash: objects, and files to take away. */
export interface ObjectStore {
  has(hash: string): boolean;
  /** Stores a content under its own hash, and gives that. */
  put(content: string | Uint8Array): string;
  get(hash: string): Uint8Array | undefined;
}

const NO_WORKSPACE = { components: NOTHING_PINNED, builds: new TaskBuilds(new Map(), []), images: [] };

/** Hashes of an interface's document and of its schema. */
interface StoredVersion {
  readonly object: string;
  readonly hash: string;
}

/** Makes contents of releases. What several releases share, such as a stub, is made once. */
export class ContentMaker {
  readonly #objects: ObjectStore;
  readonly #generator: string;
  readonly #versions = new WeakMap<Interface, WeakMap<InterfaceSchema, StoredVersion>>();
  readonly #stubs = new Map<string, string>();

  /** `generator` is the name and version of this program, for the headers of stubs. */
  constructor(objects: ObjectStore, generator: string) {
    this.#objects = objects;
    this.#generator = generator;
  }

  /** Stores interfaces with all that can be taken away of them, and says which they are. */
  contentOf(
    read: readonly ScannedInterface[],
    runtime: LockedRuntime = NO_RUNTIME,
    workspace: Pick<Workspace, 'components' | 'builds' | 'images'> = NO_WORKSPACE,
  ): ReleaseContent {
    const interfaces = read.flatMap((one): ReleasedInterface[] => {
      const { interface: source, schema, file, targets } = one;
      if (!source || !schema) return [];
      // How it is built is the release's: another release may build the same interface in another way.
      const { components: _, ...own } = interfaceBuild({ file, schema, targets }, workspace);
      const { object, hash } = this.#versionOf(one.kind, file.path, source, schema);
      const variants = stubVariants(runtime, file, workspace).map((variant) => ({ ...variant, images: [] }));
      // Code for TypeScript runs on one target: the first, where images build for several.
      const target = targets[0]?.target;
      const key = JSON.stringify([runtime, variants, object, target]);
      const stubs = this.#stubs.get(key) ?? this.#stubsOf(source, schema, runtime, variants, hash, target);
      this.#stubs.set(key, stubs);
      const kind = one.kind === 'messages' ? { kind: one.kind } : {};
      return [{ path: file.path, ...kind, name: schema.name, schema: hash, object, stubs, build: own }];
    });
    const whole = new Set(interfaces.map(({ path }) => path));
    const broken = read.flatMap(({ kind, file: { path }, reading }) => {
      // A tree of another time may lack a message contract: that is no broken file.
      if (kind === 'messages' || whole.has(path)) return [];
      const error = reading.find(({ severity }) => severity === 'error');
      const { message, place } = error ? diagnosticEntry(error) : { message: 'it cannot be read', place: START };
      return [{ path, message, place: { ...place, path } }];
    });
    const images = workspace.images.map(({ name, target }) => ({
      name,
      ...(target !== undefined && { target }),
    }));
    return { runtime: runtime.generation, components: workspace.components, images, interfaces, broken };
  }

  /** Stores what an interface is, however it is built. Trees with the same content share the text and the schema. */
  #versionOf(kind: ScannedInterface['kind'], path: string, read: Interface, schema: InterfaceSchema): StoredVersion {
    const ofText = this.#versions.get(read) ?? new WeakMap<InterfaceSchema, StoredVersion>();
    this.#versions.set(read, ofText);
    const known = ofText.get(schema);
    if (known) return known;
    const stored: ObjectDocument = {
      kind: 'object',
      format: 1,
      path,
      schema,
      items: itemsOf(read),
      text: kind === 'messages' ? read.source.slice(read.span) : read.source.text,
    };
    const object = this.#objects.put(JSON.stringify(stored, withoutTypePlaces));
    const made = { object, hash: schemaHash(schema) };
    ofText.set(schema, made);
    return made;
  }

  /** Stores the files to download of one interface, and the document that lists them. Gives the hash of that. */
  #stubsOf(
    read: Interface,
    schema: InterfaceSchema,
    runtime: LockedRuntime,
    variants: readonly StubVariant[],
    version: string,
    target: Target | undefined,
  ): string {
    const origin = { generator: this.#generator, version };
    const settings = firstSettings(runtime, variants);
    const sides = new Set(variants.map(({ side }) => side));
    // A tree whose server answers out of order has that as its server; for others it is a stub that nobody builds.
    const given = { target, variants, without: 'rust-server-pipelined' } as const;
    const files = interfaceDownloads(read, schema, runtime.generation, settings, origin, given).map(
      ({ kind, name, text, builtFor }): Download => {
        const hash = this.#objects.put(text);
        const bytes = Buffer.byteLength(text);
        return { kind, name, bytes, sha256: hash, ...(builtFor !== undefined && { builtFor }) };
      },
    );
    const document: StubsDocument = {
      kind: 'stubs',
      format: 1,
      runtime: runtime.generation,
      settings,
      ...(variants.length > sides.size && {
        variants: variants.map(({ images: _, ...variant }) => ({ ...variant, crates: [...variant.crates] })),
      }),
      files,
    };
    return this.#objects.put(JSON.stringify(document));
  }
}

const START = { line: 1, column: 1 };

/** Every content that a release needs: its objects and the lists of its files, then the files. */
export function hashesOf(
  { interfaces }: Pick<ReleaseContent, 'interfaces'>,
  store: Pick<ObjectStore, 'get'>,
): string[] {
  const own = interfaces.flatMap(({ object, stubs }) => [object, stubs]);
  return [...own, ...interfaces.flatMap(({ stubs }) => listedFiles(stubs, store).map((file) => file.sha256))];
}

/** Lists of stores that were read, by hash: most releases have most lists of those before. */
const lists = new WeakMap<Pick<ObjectStore, 'get'>, Map<string, readonly Download[]>>();

/** The files that a list of the store names; none where the store does not have the list. */
export function listedFiles(stubs: string, store: Pick<ObjectStore, 'get'>): readonly Download[] {
  const read = lists.get(store) ?? new Map<string, readonly Download[]>();
  lists.set(store, read);
  const known = read.get(stubs);
  const content = known ? undefined : store.get(stubs);
  if (!content) return known ?? [];
  const { files } = StubsSchema.parse(JSON.parse(Buffer.from(content).toString()));
  read.set(stubs, files);
  return files;
}

/** Lines of Rust files move with every edit around them: with them, every release would have objects of its own. */
function withoutTypePlaces(key: string, value: unknown): unknown {
  return (key === 'place' || key === 'mention') && isRustPlace(value) ? undefined : value;
}

function isRustPlace(value: unknown): value is SourcePlace {
  return typeof value === 'object' && value !== null && 'path' in value && String(value.path).endsWith('.rs');
}

/** An object that this program stored itself. */
export function parseObject(content: Uint8Array): VersionObject {
  return JSON.parse(Buffer.from(content).toString()) as ObjectDocument;
}
