import type { BytePart } from '../../wire/index.ts';

/** How much bytes say for a reading of them: whether others would have been rejected, and whether the values are likely. */
export interface Fit {
  /** From 0 (any bytes of this length can be read so) to 1 (a change of any byte is rejected). */
  readonly strict: number;
  /** From 0 (values that software does not send, such as a float of 1e-40) to 1. */
  readonly likely: number;
}

/** Of each byte: a large change and a small one. */
const CHANGES = [0x80, 0x01, 0x55];

/**
 * Fit of bytes that were read without an error.
 * @param parts what the bytes were read as
 * @param isRead whether other bytes of the same length can be read in the same way
 */
export function fitOf(bytes: Uint8Array, parts: readonly BytePart[], isRead: (bytes: Uint8Array) => boolean): Fit {
  let rejected = 0;
  for (const at of bytes.keys()) {
    for (const change of CHANGES) {
      const other = bytes.slice();
      other[at] = (other[at] ?? 0) ^ change;
      if (!isRead(other)) rejected++;
    }
  }
  const values = parts.filter(({ length }) => length > 0);
  const likely = values.reduce((sum, part) => sum + likelihood(part), 0) / Math.max(1, values.length);
  // Few bit patterns are floats of a likely size.
  const floats = values.filter((part) => isFloat(part) && part.value !== 0 && likelihood(part) === 1);
  const measured = floats.reduce((sum, { length }) => sum + length, 0);
  const strict = bytes.length === 0 ? 0 : (rejected / CHANGES.length + measured / 2) / bytes.length;
  return { strict: Math.min(1, strict), likely };
}

/** Of one value. Numbers in firmware are mostly small; measured values are neither tiny nor huge. */
function likelihood({ type, value, length }: BytePart): number {
  if (type === 'padding') return 1;
  if (isFloat({ type })) {
    const size = typeof value === 'number' ? Math.abs(value) : Number.NaN;
    return size === 0 || (size > 1e-4 && size < 1e7) ? 1 : 0;
  }
  if ((typeof value === 'number' || typeof value === 'bigint') && length > 1) {
    const bits = (value < 0 ? -BigInt(value) : BigInt(value)).toString(2).length;
    return bits <= Math.min(32, length * 8 - 8) ? 1 : bits <= 40 ? 0.5 : 0.2;
  }
  return 0.8;
}

function isFloat({ type }: Pick<BytePart, 'type'>): boolean {
  return type === 'f32' || type === 'f64';
}

/** The better fits first. */
export function byFit(a: Fit, b: Fit): number {
  return rank(b) - rank(a);
}

function rank({ strict, likely }: Fit): number {
  return likely * (0.5 + strict);
}

/** True for a reading that nothing in the bytes supports. */
export function isWeak({ strict, likely }: Fit): boolean {
  return likely < 0.5 || strict < 0.02;
}
