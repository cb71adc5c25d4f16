import type { InterfaceDocument, InterfaceEntry } from '../registry/index.ts';
import { definitionsOf } from './context.ts';
import { buildOf, historySlug, objectOf, versionOf } from './published.ts';
import { versionEntry } from './version-entry.ts';

/** A released version of an interface, as pages show interfaces. */
export function releasedEntry(history: InterfaceDocument, number: number): InterfaceEntry {
  const version = versionOf(history, number);
  const object = objectOf(version.object);
  return versionEntry(object, {
    slug: historySlug(history),
    version: number,
    types: definitionsOf(Object.keys(object.schema.types)),
    build: buildOf(history, version),
  });
}
