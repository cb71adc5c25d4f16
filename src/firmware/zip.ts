import { inflateSync } from 'fflate';
import { bunzip } from './bunzip.ts';
import { Cursor, Malformed, part } from './bytes.ts';

/** A file in a zip, which is unpacked when somebody asks. */
export interface ZipEntry {
  readonly name: string;
  /** Bytes when unpacked, as the zip states them. Never more are unpacked. */
  readonly size: number;
  /** @throws Malformed when the entry is damaged, or packed in a way that no Hubris archive is */
  unpack(): Uint8Array;
}

export interface Zip {
  readonly comment: string;
  /** By name. A name that is given twice stands for the last one, as in other readers. */
  readonly entries: ReadonlyMap<string, ZipEntry>;
}

/** Far beyond any build archive; what states more is refused before anything is unpacked. */
const MAX_ENTRIES = 10_000;
export const MAX_ENTRY_BYTES = 128 * 1024 * 1024;
/** What one zip may unpack to in all, counting files that are unpacked twice. A real one unpacks to some 60 MB. */
const MAX_UNPACKED_BYTES = 1024 * 1024 * 1024;

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_ENTRY = 0x04034b50;

export function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5);
}

/**
 * The files of a zip by its central directory. `fflate`, which unpacks the deflated ones, does not say where an entry lies, and so cannot
 * be asked for those that are packed with bzip2.
 *
 * @throws Malformed
 */
export function readZip(bytes: Uint8Array): Zip {
  const end = endOfDirectory(bytes);
  const cursor = new Cursor(bytes, end + 10);
  const count = cursor.u16();
  cursor.skip(4);
  const directory = cursor.u32();
  const comment = text(cursor.take(Math.min(cursor.u16(), cursor.left)));
  if (count > MAX_ENTRIES || directory === 0xffff_ffff) throw new Malformed('it holds too many files for an archive');
  cursor.at = directory;
  const entries = new Map<string, ZipEntry>();
  const budget = { left: MAX_UNPACKED_BYTES };
  for (let index = 0; index < count; index++) {
    const entry = readEntry(bytes, cursor, budget);
    entries.set(entry.name, entry);
  }
  return { comment, entries };
}

/** The record at the end, before a comment of up to 65,535 bytes. */
function endOfDirectory(bytes: Uint8Array): number {
  const last = bytes.length - 22;
  for (let at = last; at >= Math.max(0, last - 0xffff); at--) {
    if (bytes[at] === 0x50 && new Cursor(bytes, at).u32() === END_OF_DIRECTORY) return at;
  }
  throw new Malformed('it is no complete zip: the directory at its end is missing');
}

function readEntry(bytes: Uint8Array, cursor: Cursor, budget: { left: number }): ZipEntry {
  if (cursor.u32() !== DIRECTORY_ENTRY) throw new Malformed('the directory of the zip is damaged');
  cursor.skip(4);
  const flags = cursor.u16();
  const method = cursor.u16();
  cursor.skip(8);
  const packedSize = cursor.u32();
  const size = cursor.u32();
  const [nameLength, extraLength, commentLength] = [cursor.u16(), cursor.u16(), cursor.u16()];
  cursor.skip(8);
  const offset = cursor.u32();
  const name = text(cursor.take(nameLength));
  cursor.skip(extraLength + commentLength);
  const unpack = () => {
    if ((flags & 1) !== 0) throw new Malformed('it is encrypted');
    if (size > MAX_ENTRY_BYTES) throw new Malformed(`it unpacks to more than ${MAX_ENTRY_BYTES / 1024 / 1024} MB`);
    if (size > budget.left) throw new Malformed('the zip unpacks to more than a build makes');
    budget.left -= size;
    const local = new Cursor(bytes, offset);
    if (local.u32() !== LOCAL_ENTRY) throw new Malformed('the zip does not have it where its directory says');
    local.skip(22);
    const skipped = local.u16() + local.u16();
    return unpackEntry(part(bytes, local.at + skipped, packedSize), method, size);
  };
  return { name, size, unpack };
}

function unpackEntry(packed: Uint8Array, method: number, size: number): Uint8Array {
  switch (method) {
    case 0:
      return part(packed, 0, size);
    case 8:
      return inflated(packed, size);
    case 12:
      return bunzip(packed, size);
    default:
      throw new Malformed(`it is packed by method ${method}, not stored, deflated or packed with bzip2`);
  }
}

function inflated(packed: Uint8Array, size: number): Uint8Array {
  try {
    // A buffer that is given is never outgrown.
    return inflateSync(packed, { out: new Uint8Array(size) });
  } catch (error) {
    throw new Malformed(`it cannot be unpacked: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
