import { z } from 'zod';
import { GENERATIONS } from '../../stubs/index.ts';
import { ReleasedVariantSchema, StubSettingsSchema } from '../stub-settings.ts';
import { list, record } from './bounded.ts';
import { InterfaceBuildSchema, PinnedComponentsSchema } from './build.ts';
import { InterfaceComparisonSchema } from './comparison.ts';
import { SchemaOfInterfaceSchema, SourcePlaceSchema } from './wire.ts';

/**
 * The six kinds of JSON documents that a registry is made of. `build` writes them below `api/v1/` of a site, `publish` into a
 * folder; `schemas/registry.v1.json` is made from these. Addresses are relative to the folder that holds `index.json`.
 */

const HashSchema = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .meta({ id: 'Sha256', description: 'In hexadecimal digits.' });

/** One that leads out of the registry is none. */
const AddressSchema = z
  .string()
  .regex(/^(?!.*(?:^|\/)\.{1,2}(?:\/|$))[A-Za-z0-9._-]+(?:\/[A-Za-z0-9._-]+)*$/)
  .meta({ id: 'Address', description: 'Relative to the folder that holds `index.json`.' });

export const DOWNLOADS = {
  interface: 'Interface file',
  'rust-client': 'Rust client',
  'rust-server': 'Rust server',
  'rust-server-pipelined': 'Rust server, pipelined',
  typescript: 'TypeScript',
  'json-schema': 'JSON Schema',
} as const;

export type DownloadKind = keyof typeof DOWNLOADS;

const DownloadSchema = z
  .object({
    kind: z.enum(Object.keys(DOWNLOADS) as DownloadKind[]),
    name: z.string().describe('What to save it as.'),
    bytes: z.int().min(0),
    sha256: HashSchema,
    builtFor: z
      .string()
      .optional()
      .describe('Of one of several stubs for a side: the crates that build it, or whether it counts calls.'),
  })
  .meta({
    id: 'Download',
    description:
      'A file to download: it is at `files/<sha256>/<name>`, with `-` for each run of characters of the name other than letters, digits, `.`, `_` and `-`. It is stored by its content, so it never changes.',
  });

/** A file to download, as a registry lists it. */
export type Download = z.infer<typeof DownloadSchema>;

export const StubsSchema = z
  .object({
    kind: z.literal('stubs'),
    format: z.literal(1),
    runtime: z.enum(GENERATIONS).describe('Of the runtime crates that the Rust stubs are written for.'),
    settings: StubSettingsSchema.describe('Those of the first client and of the first server.'),
    variants: list(ReleasedVariantSchema)
      .optional()
      .describe('Every way in which the Rust stubs are built. Absent where each side is built in one way.'),
    files: list(DownloadSchema),
  })
  .meta({ id: 'Stubs', description: 'The files to download of one interface. Releases that share them name it once.' });

export const ReleasedInterfaceSchema = z
  .object({
    path: z.string().describe('Of the interface file in its tree: what identifies the interface.'),
    kind: z.literal('messages').optional().describe('Of a message contract. Absent: an interface file.'),
    name: z.string().describe('In the file. Not unique.'),
    slug: z.string().describe('In addresses.'),
    version: z.int().min(1).describe('Number among the versions at this path.'),
    schema: HashSchema.describe('Of the schema: two releases with the same one carry the same version.'),
    object: HashSchema.describe('Of the document at `objects/<hash>.json` that has the version in full.'),
    stubs: HashSchema.describe('Of the document at `stubs/<hash>.json` that lists its files.'),
    build: InterfaceBuildSchema,
  })
  .meta({ id: 'ReleasedInterface' });

const ReleasedImageSchema = z
  .object({
    name: z.string(),
    target: z.string().optional().describe('As `rustc` names it.'),
  })
  .meta({ id: 'ReleasedImage' });

const release = {
  name: z.string(),
  family: z.string().describe('Product line.'),
  version: z.string().optional().describe('Absent when the name has none.'),
  commit: z.string().optional(),
  date: z.iso.datetime().optional().describe('Of the commit, in UTC.'),
  predecessor: z.string().optional().describe('The release of the family that it is compared with.'),
};

const FirmwareSchema = z
  .object({
    name: z.string().optional().describe('Of the image, by its manifest.'),
    imageName: z.string().optional().describe('Which of several builds of the image: `a`, `b`.'),
    board: z.string().optional(),
    imageId: z
      .string()
      .regex(/^[0-9a-f]{16}$/)
      .optional()
      .describe('The number that a device reports, in hexadecimal.'),
    commit: z.string().optional().describe('That it was built from.'),
    isDirty: z.literal(true).optional().describe('It was built with changes that no commit has.'),
    verified: z
      .object({ agreeing: z.int().min(0), disagreeing: z.int().min(0), absent: z.int().min(0) })
      .optional()
      .describe('Facts of the layouts of the sources, compared with those of the compiler.'),
  })
  .meta({ id: 'Firmware', description: 'Firmware that was built of a release.' });

/** A firmware as a release lists it. */
export type ReleasedFirmware = z.infer<typeof FirmwareSchema>;

export const ReleaseSchema = z
  .object({
    kind: z.literal('release'),
    format: z.literal(1),
    ...release,
    runtime: z.enum(GENERATIONS).describe('Of the runtime crates that the Rust stubs are written for.'),
    components: PinnedComponentsSchema,
    interfaces: list(ReleasedInterfaceSchema).describe('By path.'),
    images: list(ReleasedImageSchema).describe('What the tree builds; an archive of a build has one.'),
    broken: list(z.object({ path: z.string(), message: z.string(), place: SourcePlaceSchema })).describe(
      'Interface files that cannot be compared, each with its first error.',
    ),
    firmware: list(FirmwareSchema).optional().describe('Builds of the release. Absent when none is known.'),
    comparisons: list(InterfaceComparisonSchema).describe(
      'With the predecessor: the interfaces that differ. Empty without a predecessor.',
    ),
  })
  .meta({ id: 'Release', description: 'One release. It never changes.' });

const OperationHistorySchema = z
  .object({
    name: z.string(),
    numbers: list(z.object({ version: z.int().min(1), number: z.int().min(1).nullable() })).describe(
      'The number that it has from a version on, for each version where that changes; null: it is gone.',
    ),
  })
  .meta({ id: 'OperationHistory' });

const VersionSchema = z
  .object({
    number: z.int().min(1),
    schema: HashSchema,
    object: HashSchema.describe('Of the newest release that carries it.'),
    releases: list(z.string()).min(1).describe('Names of those that carry it; the first had it first.'),
    comparison: InterfaceComparisonSchema.optional().describe('With the version before; the first has none.'),
  })
  .meta({ id: 'Version' });

const history = {
  format: z.literal(1),
  path: z.string(),
  slug: z.string(),
  name: z.string().describe('In the newest version.'),
  movedFrom: z.string().optional().describe('Path that the file had before.'),
  movedFromVersion: z.int().min(1).optional().describe('Version of that file which version 1 of this one follows.'),
  movedTo: z.string().optional().describe('Path that it has now.'),
  versions: list(VersionSchema).min(1).describe('In the order of releases, numbered from 1.'),
  operations: list(OperationHistorySchema).describe('Every operation that ever was, in order of appearance.'),
};

const InterfaceFileSchema = z
  .object({ kind: z.literal('interface'), ...history })
  .meta({ id: 'Interface', description: 'All versions of the interface file at one path.' });

const VariantHistorySchema = z
  .object({
    name: z.string().describe('Of the enum and the variant: `ReqBody::State`.'),
    version: z.int().min(1).describe('The first version that has it.'),
    release: z.string().describe('The first release of that version.'),
    protocol: z.int().min(0).optional().describe('The protocol version that the first one states.'),
    until: z.int().min(1).optional().describe('The version from which on it is gone.'),
    formerly: z.string().optional().describe('Its name before it was renamed.'),
  })
  .meta({ id: 'VariantHistory' });

const MessagesSchema = z
  .object({
    kind: z.literal('messages'),
    ...history,
    variants: list(VariantHistorySchema).describe('Every variant that a message ever had, in order of appearance.'),
  })
  .meta({ id: 'Messages', description: 'All versions of one message contract: its operations are directions.' });

/** All versions of one interface file, or of one message contract. */
export const InterfaceSchema = z.discriminatedUnion('kind', [InterfaceFileSchema, MessagesSchema]);

export const IndexSchema = z
  .object({
    kind: z.literal('index'),
    format: z.literal(1),
    generator: z.string().describe('Name and version of the program that wrote it.'),
    families: list(z.object({ name: z.string(), releases: list(z.string()) })).describe(
      'By name; their releases by version, oldest first.',
    ),
    releases: list(
      z.object({
        ...release,
        address: AddressSchema,
        interfaces: z.int().min(0).describe('How many it has.'),
        changed: z.int().min(0).describe('Changes against its predecessor.'),
      }),
    ).describe('Oldest first.'),
    interfaces: list(
      z.object({
        path: z.string(),
        kind: z.literal('messages').optional().describe('Of a message contract. Absent: an interface file.'),
        slug: z.string(),
        name: z.string(),
        movedFrom: z.string().optional().describe('Path that the file had before.'),
        versions: z.int().min(1).describe('How many it has.'),
        newestRelease: z.string().describe('The newest one that has it.'),
        address: AddressSchema,
        sha256: HashSchema.optional().describe('Of the document at that address.'),
      }),
    ).describe('By path.'),
  })
  .meta({ id: 'Index', description: 'What a registry holds. Read this first.' });

export const ObjectSchema = z
  .object({
    kind: z.literal('object'),
    format: z.literal(1),
    path: z.string(),
    schema: SchemaOfInterfaceSchema,
    items: record(z.string(), z.object({ place: SourcePlaceSchema, doc: z.string().optional() })).describe(
      'Place and documentation by item: an empty key is the interface, then `read`, `read.arg.x`, `read.lease.y`, `read.reply`.',
    ),
    text: z.string().describe('The interface file.'),
  })
  .meta({ id: 'Object', description: 'One interface as one release has it. It is named by its own hash.' });

/** Any document of a registry. */
export const RegistryDocumentSchema = z
  .discriminatedUnion('kind', [
    IndexSchema,
    ReleaseSchema,
    InterfaceFileSchema,
    MessagesSchema,
    ObjectSchema,
    StubsSchema,
  ])
  .meta({ title: 'Documents of an idol-registry' });

export type StubsDocument = z.infer<typeof StubsSchema>;
export type IndexDocument = z.infer<typeof IndexSchema>;
export type ReleaseDocument = z.infer<typeof ReleaseSchema>;
export type InterfaceDocument = z.infer<typeof InterfaceSchema>;
export type MessagesDocument = z.infer<typeof MessagesSchema>;
export type ObjectDocument = z.infer<typeof ObjectSchema>;
