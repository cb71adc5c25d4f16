import { posix } from 'node:path';
import { registry } from './context.ts';

/** Where a link in the tree's documentation leads: a relative one to the file in the repository, when that is known. */
export function documentationLink(address: string, path: string | undefined): string | undefined {
  if (/^\s*(?:https?|mailto):/i.test(address)) return address;
  if (!registry.sourceUrl || path === undefined || address.startsWith('#')) return undefined;
  const target = posix.join(posix.dirname(path), address);
  return target.startsWith('..') ? undefined : `${registry.sourceUrl}/${target}`;
}
