import { isSameDefinition } from '../compare/index.ts';
import { parseInterface } from '../idol/index.ts';
import {
  type InterfaceEntry,
  NO_RUNTIME,
  operationEntry,
  stubSettings,
  type VersionObject,
} from '../registry/index.ts';
import type { TypeTable } from '../schema/index.ts';
import { Source } from '../text/index.ts';
import type { InterfaceWire } from '../wire/index.ts';

/** A released version as the interface page takes it. Who built or served it is not known. */
export function versionEntry(
  object: VersionObject,
  { slug, version, types }: { slug: string; version: number; types: TypeTable },
): InterfaceEntry {
  const { path, text, items } = object;
  const read = parseInterface(new Source(path, text)).value;
  const doc = items['']?.doc;
  return {
    slug,
    path,
    name: object.wire.name,
    ...(doc !== undefined && { doc }),
    operations: read?.operations.map((operation) => operationEntry(operation, read.source)) ?? [],
    wire: withOldTypes(object.wire, version, types),
    crates: [],
    settings: stubSettings(NO_RUNTIME, []),
    diagnostics: [],
    text,
  };
}

/**
 * Types that are defined otherwise today get ids of this version, which have no page: a link would lead to another layout.
 * All others keep theirs.
 */
function withOldTypes(wire: InterfaceWire, version: number, today: TypeTable): InterfaceWire {
  const outdated = new Set(
    Object.values(wire.types)
      .filter((definition) => {
        const current = today[definition.id];
        return !current || !isSameDefinition(definition, wire.types, current, today);
      })
      .map(({ id }) => id),
  );
  const renamed = (id: string) => (outdated.has(id) ? `v${version}::${id}` : id);
  const rename = (key: string, value: unknown) =>
    (key === 'id' || key === 'typeId') && typeof value === 'string' ? renamed(value) : value;
  const old = JSON.parse(JSON.stringify(wire), rename) as InterfaceWire;
  return { ...old, types: Object.fromEntries(Object.entries(old.types).map(([id, type]) => [renamed(id), type])) };
}
