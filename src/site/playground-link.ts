import type { InterfaceEntry } from '../registry/index.ts';
import { url } from './context.ts';

/** The playground with an interface of this tree in its editors, and with one of its types or operations in sight. */
export function playgroundUrl(
  { slug }: InterfaceEntry,
  { type, operation }: { readonly type?: string; readonly operation?: number } = {},
): string {
  const asked = new URLSearchParams({
    open: slug,
    ...(type !== undefined && { type }),
    ...(operation !== undefined && { operation: String(operation) }),
  });
  return url(`playground/?${asked}`);
}
