/**
 * Bytes as people paste them: pairs of hexadecimal digits with or without `0x`, separated by spaces, commas or nothing, also in
 * brackets. Undefined for anything else.
 */
export function parseHex(text: string): Uint8Array | undefined {
  const digits = text
    .replace(/^\s*(?:b?"|\[)|(?:"|\])\s*$/g, '')
    .split(/[\s,;:]+|\\x/)
    .filter((part) => part !== '')
    .map((part) => part.replace(/^0x/i, ''));
  // `0x1, 0x20` are bytes each; a run of many digits is bytes one after the other.
  const pairs = digits.map((part) => (part.length === 1 ? `0${part}` : part)).join('');
  if (!/^(?:[0-9a-f]{2})*$/i.test(pairs)) return undefined;
  return Uint8Array.from(pairs.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

export function hexText(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
}
