import type { CheckInfo, Result } from './diagnostic.ts';
import { Source } from './source.ts';

export const notUtf8 = {
  id: 'not-utf8',
  severity: 'error',
  summary: 'A file that is read as text must be UTF-8.',
} as const satisfies CheckInfo;

/**
 * Bytes of a file as text. A byte order mark is kept, so that offsets stay true; readers skip it.
 *
 * @returns the text, with U+FFFD wherever the bytes are not UTF-8; then one diagnostic names the first such byte's offset.
 */
export function decodeUtf8(path: string, bytes: Uint8Array): Result<Source> {
  try {
    return {
      value: new Source(path, new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)),
      diagnostics: [],
    };
  } catch {
    const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
    const source = new Source(path, decoder.decode(bytes));
    const offset = firstInvalidByte(bytes);
    const start = decoder.decode(bytes.subarray(0, offset)).length;
    const byte = (bytes[offset] as number).toString(16).padStart(2, '0');
    return {
      value: source,
      diagnostics: [
        {
          check: notUtf8.id,
          severity: notUtf8.severity,
          message: `\`${path}\` is not UTF-8: byte 0x${byte} at byte offset ${offset}`,
          source,
          span: { start, end: start + 1 },
          label: 'this byte is not valid UTF-8 here',
          help: 'save the file as UTF-8',
        },
      ],
    };
  }
}

/** Offset of the first byte at which a well-formed UTF-8 sequence (Unicode, table 3-7) does not begin. */
function firstInvalidByte(bytes: Uint8Array): number {
  let at = 0;
  while (at < bytes.length) {
    const length = sequenceLength(bytes, at);
    if (length === 0) return at;
    at += length;
  }
  return at;
}

function sequenceLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at] as number;
  if (first < 0x80) return 1;
  const length =
    first >= 0xc2 && first <= 0xdf ? 2 : first >= 0xe0 && first <= 0xef ? 3 : first >= 0xf0 && first <= 0xf4 ? 4 : 0;
  for (let i = 1; i < length; i++) {
    const byte = bytes[at + i];
    if (byte === undefined || byte < 0x80 || byte > 0xbf) return 0;
  }
  const second = bytes[at + 1] as number;
  const overlong = (first === 0xe0 && second < 0xa0) || (first === 0xf0 && second < 0x90);
  const surrogate = first === 0xed && second > 0x9f;
  const beyondUnicode = first === 0xf4 && second > 0x8f;
  return overlong || surrogate || beyondUnicode ? 0 : length;
}
