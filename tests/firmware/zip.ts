import { type Zippable, zipSync } from 'fflate';

/** A build archive of these files, stored or deflated. */
export function archiveOf(
  files: Readonly<Record<string, string | Uint8Array>>,
  comment = 'hubris build archive v10',
): Uint8Array {
  const encoder = new TextEncoder();
  const entries: Zippable = {};
  for (const [path, content] of Object.entries(files)) {
    entries[path] = typeof content === 'string' ? encoder.encode(content) : content;
  }
  return withComment(zipSync(entries), comment);
}

/** A zip ends with a comment, whose length stands before it. */
export function withComment(zip: Uint8Array, comment: string): Uint8Array {
  const text = new TextEncoder().encode(comment);
  const whole = new Uint8Array(zip.length + text.length);
  whole.set(zip);
  whole.set(text, zip.length);
  new DataView(whole.buffer).setUint16(zip.length - 2, text.length, true);
  return whole;
}

/** A dump as debuggers write one: a core file whose note has the build archive. */
export function dumpOf(archive: Uint8Array): Uint8Array {
  const name = new TextEncoder().encode('Vendor\0\0');
  const start = 52 + 32;
  const size = 12 + name.length + archive.length;
  const dump = new Uint8Array(start + size);
  const view = new DataView(dump.buffer);
  dump.set([0x7f, 0x45, 0x4c, 0x46, 1, 1, 1]);
  view.setUint16(16, 4, true);
  view.setUint16(18, 40, true);
  view.setUint32(28, 52, true);
  view.setUint16(42, 32, true);
  view.setUint16(44, 1, true);
  view.setUint32(52, 4, true);
  view.setUint32(56, start, true);
  view.setUint32(68, size, true);
  view.setUint32(start, name.length, true);
  view.setUint32(start + 4, archive.length, true);
  view.setUint32(start + 8, 0x1de0_0001, true);
  dump.set(name, start + 12);
  dump.set(archive, start + 12 + name.length);
  return dump;
}
