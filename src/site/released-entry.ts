import type { InterfaceDocument, InterfaceEntry } from '../registry/index.ts';
import { registry } from './context.ts';
import { buildOf, historySlug, objectOf, versionOf } from './published.ts';
import { versionEntry } from './version-entry.ts';

/** A released version of an interface, as pages show interfaces. */
export function releasedEntry(history: InterfaceDocument, number: number): InterfaceEntry {
  const version = versionOf(history, number);
  return versionEntry(objectOf(version.object), {
    slug: historySlug(history),
    version: number,
    types: registry.types,
    build: buildOf(history, version),
  });
}
