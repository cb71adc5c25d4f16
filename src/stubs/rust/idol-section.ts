import type { Interface } from '../../idol/index.ts';
import type { Dialect } from './generation.ts';
import { MAX_WIDTH } from './rustfmt/index.ts';

/** The interface file's own text in link section `.idolatry`, from which debuggers learn the interface of a running image. */
export function idolSection(iface: Interface, dialect: Dialect): string[] {
  const { text } = iface.source;
  const bytes = new TextEncoder().encode(text);
  const head = `static _${iface.name.text.toUpperCase()}_IDOL_DEFINITION: [u8; ${bytes.length}] =`;
  const value = `*${byteString(text, bytes)};`;
  const [firstLine] = value.split('\n', 1) as [string];
  // rustfmt leaves the text alone, but begins it on a line of its own where its first line needs that and fits there.
  const room = firstLine === value ? MAX_WIDTH : MAX_WIDTH - 1;
  const isMoved = `${head} ${firstLine}`.length > room && `    ${firstLine}`.length <= room;
  return ['#[used]', `#[${dialect.linkSection}]`, ...(isMoved ? [head, `    ${value}`] : [`${head} ${value}`])];
}

/** A byte string literal, raw where the text allows it: no control characters, no carriage returns, nothing beyond ASCII. */
function byteString(text: string, bytes: Uint8Array): string {
  if (/^[\t\n\x20-\x7e]*$/.test(text)) {
    const hashes = Math.max(0, ...[...text.matchAll(/"(#*)/g)].map(([, run]) => (run as string).length + 1));
    const fence = '#'.repeat(hashes);
    return `br${fence}"${text}"${fence}`;
  }
  return `b"${Array.from(bytes, escapeByte).join('')}"`;
}

function escapeByte(byte: number): string {
  const character = String.fromCharCode(byte);
  if (character === '"' || character === '\\') return `\\${character}`;
  if (character === '\n' || character === '\t' || (byte >= 0x20 && byte < 0x7f)) return character;
  return `\\x${byte.toString(16).padStart(2, '0')}`;
}
