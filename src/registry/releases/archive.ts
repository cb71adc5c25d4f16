import { crc32 } from 'node:zlib';
import { deflateSync, Zip, type ZipInputFile } from 'fflate';

/** A file of an archive, under the path that it has there. */
export interface ArchivedFile {
  readonly path: string;
  readonly sha256: string;
  bytes(): Uint8Array;
}

interface Packed {
  readonly size: number;
  readonly crc: number;
  readonly deflated: Uint8Array<ArrayBuffer>;
}

/**
 * Makes zip archives: the same bytes for the same files, on whatever machine, day and in whatever time zone. Each distinct
 * content is compressed once, however many archives have it.
 */
export class Archiver {
  readonly #packed = new Map<string, Packed>();

  zip(files: readonly ArchivedFile[]): Uint8Array {
    const chunks: Uint8Array[] = [];
    const zip = new Zip((error, chunk) => {
      if (error) throw error;
      chunks.push(chunk);
    });
    for (const { path, ...file } of files) {
      const { size, crc, deflated } = this.#pack(file);
      const entry: ZipInputFile = { filename: path, size, crc, compression: 8, mtime: new Date(1980, 0, 1) };
      zip.add(entry);
      entry.ondata?.(null, deflated, true);
    }
    zip.end();
    return Buffer.concat(chunks);
  }

  #pack({ sha256, bytes }: Omit<ArchivedFile, 'path'>): Packed {
    const known = this.#packed.get(sha256);
    if (known) return known;
    const content = bytes();
    // A compressor of our own choice: that of Node gives other bytes on other machines.
    const packed = {
      size: content.length,
      crc: crc32(content),
      deflated: new Uint8Array(deflateSync(content, { level: 6 })),
    };
    this.#packed.set(sha256, packed);
    return packed;
  }
}
