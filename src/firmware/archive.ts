import { parse } from 'smol-toml';
import { Malformed, reading } from './bytes.ts';
import { type CompiledTypes, readTypes } from './dwarf/types.ts';
import { type Elf, isElf, readElf } from './elf.ts';
import { splitInterfaces } from './idolatry.ts';
import type { Firmware, FirmwareTask } from './model.ts';
import { isZip, readZip, type Zip } from './zip.ts';

/** Largest file that is read, in bytes. A build archive has some 10 MB. */
export const MAX_FIRMWARE_BYTES = 512 * 1024 * 1024;

/** Type of the note that a dump has its build archive in; its name is that of the vendor. */
const ARCHIVE_NOTE = 0x1de0_0001;
const MANIFEST = 'app.toml';

export type FirmwareAnswer =
  | { readonly ok: true; readonly value: Firmware }
  /** A sentence without a full stop, whose subject is the file: `it ends early`. */
  | { readonly ok: false; readonly problem: string };

/** True of bytes that {@link readFirmware} is for: a dump, an ELF file, or a zip that has a build's files. */
export function isFirmware(bytes: Uint8Array): boolean {
  if (isElf(bytes)) return true;
  if (!isZip(bytes)) return false;
  const zip = reading(() => readZip(bytes));
  return 'value' in zip && isBuildArchive(zip.value);
}

/**
 * Reads a Hubris build archive, a dump that contains one, or the ELF file of one task. Bad input never throws: what is damaged as a whole
 * has no value, and a damaged part is named in `problems`.
 *
 * @param name what the file is called; a single ELF file's task has that name
 */
export function readFirmware(bytes: Uint8Array, name: string): FirmwareAnswer {
  const read = reading(() => openedOf(bytes, name));
  return 'value' in read ? { ok: true, value: read.value } : { ok: false, problem: read.problem };
}

function openedOf(bytes: Uint8Array, name: string): Firmware {
  if (bytes.length > MAX_FIRMWARE_BYTES) {
    throw new Malformed(`it is larger than the ${MAX_FIRMWARE_BYTES / 1024 / 1024} MB that are read`);
  }
  if (isZip(bytes)) return readArchive(readZip(bytes), 'archive');
  if (!isElf(bytes)) throw new Malformed('it is neither a build archive (a zip) nor an ELF file');
  const elf = readElf(bytes);
  if (!elf.isCore) return readSingle(elf, name);
  for (const note of elf.notes()) {
    if (note.type === ARCHIVE_NOTE && isZip(note.content)) return readArchive(readZip(note.content), 'dump');
  }
  throw new Malformed('it is a dump that contains no build archive');
}

function isBuildArchive({ comment, entries }: Zip): boolean {
  return /^hubris build archive/.test(comment) || (entries.has(MANIFEST) && entries.has('elf/kernel'));
}

function readArchive(zip: Zip, kind: 'archive' | 'dump'): Firmware {
  if (!isBuildArchive(zip))
    throw new Malformed('it is a zip, but no Hubris build archive: it has no `app.toml` and `elf/kernel`');
  const problems: string[] = [];
  const unpack = (name: string): Uint8Array | undefined => {
    const entry = zip.entries.get(name);
    const content = entry && reading(() => entry.unpack());
    if (content && 'problem' in content) problems.push(`\`${name}\`: ${content.problem}`);
    return content && 'value' in content ? content.value : undefined;
  };
  const text = (name: string) => {
    const content = unpack(name);
    return content && new TextDecoder().decode(content);
  };
  const manifest = text(MANIFEST);
  const config = manifest === undefined ? {} : readManifest(manifest, problems);
  const kernel = unpack('elf/kernel');
  const imageId = kernel && readImageId(kernel, problems);
  const version = /\bv(\d+)/.exec(zip.comment)?.[1];
  const imageName = text('image-name')?.trim();
  const revision = revisionOf(text('git-rev'));
  const { name, board, chip, target } = config;
  return {
    kind,
    ...(version !== undefined && { archiveVersion: Number(version) }),
    ...(isText(name) && { name }),
    ...(imageName && { imageName }),
    ...(isText(board) && { board }),
    ...(isText(chip) && { chip }),
    ...(isText(target) && { target }),
    ...(revision && { revision }),
    ...(imageId && { imageId }),
    ...(manifest !== undefined && { manifest }),
    tasks: readTasks(zip, config, problems),
    problems,
  };
}

type Toml = Readonly<Record<string, unknown>>;

function readManifest(text: string, problems: string[]): Toml {
  try {
    return parse(text);
  } catch (error) {
    problems.push(
      `\`${MANIFEST}\`: ${error instanceof Error ? (error.message.split('\n')[0] as string) : String(error)}`,
    );
    return {};
  }
}

/** `<commit>` or `<commit>-dirty`. */
function revisionOf(text: string | undefined): Firmware['revision'] {
  const [, commit, dirt] = /^([0-9a-f]{7,64})(-dirty)?\s*$/.exec(text ?? '') ?? [];
  return commit === undefined ? undefined : { commit, isDirty: dirt !== undefined };
}

function readImageId(kernel: Uint8Array, problems: string[]): string | undefined {
  const read = reading(() => readElf(kernel).symbol('HUBRIS_IMAGE_ID'));
  if ('problem' in read) problems.push(`\`elf/kernel\`: ${read.problem}`);
  const bytes = 'value' in read ? read.value : undefined;
  return bytes?.length === 8
    ? [...bytes]
        .reverse()
        .map((byte) => byte.toString(16).padStart(2, '0'))
        .join('')
    : undefined;
}

const TASK_FOLDER = 'elf/task/';

/** The manifest has the tasks in the order of their indices. Without one, the archive's own order is what there is. */
function readTasks({ entries }: Zip, config: Toml, problems: string[]): FirmwareTask[] {
  const tables = isTable(config.tasks) ? config.tasks : {};
  const filed = [...entries.keys()]
    .filter((path) => path.startsWith(TASK_FOLDER))
    .map((path) => path.slice(TASK_FOLDER.length));
  const names = [...new Set([...Object.keys(tables), ...filed])];
  return names.map((name, index) => {
    const table = isTable(tables[name]) ? tables[name] : {};
    const entry = entries.get(`${TASK_FOLDER}${name}`);
    // Only the interfaces are kept: the file is unpacked anew for its types, which few commands want of every task.
    const complain = (problem: string) => problems.push(`task \`${name}\`: ${problem}`);
    if (!entry) complain('the archive has no ELF file of it');
    const unpack = () => (entry ? readElf(entry.unpack()) : undefined);
    return readTask(name, index, table, unpack, complain);
  });
}

function readSingle(elf: Elf, name: string): Firmware {
  const problems: string[] = [];
  const task = readTask(
    name,
    0,
    {},
    () => elf,
    (problem) => problems.push(problem),
  );
  return { kind: 'elf', name, tasks: [task], problems };
}

function readTask(
  name: string,
  index: number,
  table: Toml,
  unpack: () => Elf | undefined,
  complain: (problem: string) => void,
): FirmwareTask {
  const first = reading(() => {
    const elf = unpack();
    const section = elf?.sections.get('.idolatry');
    return { machine: elf?.machine, interfaces: section ? splitInterfaces(section.bytes()) : [] };
  });
  if ('problem' in first) complain(first.problem);
  const { machine, interfaces = [] } = 'value' in first ? first.value : {};
  let types: CompiledTypes | undefined;
  return {
    name,
    index,
    ...(isText(table.name) && { crate: table.name }),
    features: textsOf(table.features),
    notifications: textsOf(table.notifications),
    interfaces,
    ...(machine && { machine }),
    types() {
      types ??= typesOf(unpack, complain);
      return types;
    },
  };
}

function typesOf(unpack: () => Elf | undefined, complain: (problem: string) => void): CompiledTypes {
  const read = reading(() => {
    const elf = unpack();
    return elf && readTypes(elf);
  });
  if ('problem' in read) complain(read.problem);
  const types = 'value' in read ? read.value : undefined;
  for (const problem of types?.problems ?? []) complain(problem);
  return types ?? NO_TYPES;
}

const NO_TYPES: CompiledTypes = {
  at: () => undefined,
  sizeOf: () => undefined,
  named: () => [],
  withPath: () => [],
  variables: () => [],
  returnedBy: () => [],
  problems: [],
};

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isTable(value: unknown): value is Toml {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter(isText) : [];
}
