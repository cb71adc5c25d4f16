import type { Type } from '../schema/index.ts';

/** True of `u8`: leases of such elements are plain bytes. */
export function isBytes(type: Type): boolean {
  return type.kind === 'integer' && type.name === 'u8';
}
