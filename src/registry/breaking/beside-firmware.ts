import type { InterfaceVersion } from '../../compare/index.ts';
import { schemaInFirmware, withoutAttributes } from '../../firmware/index.ts';
import type { TypeDefinition, TypeTable } from '../../schema/index.ts';
import { ARM, MemoryImages } from '../../wire/index.ts';
import type { FirmwareSource, Snapshot } from './snapshot.ts';

/**
 * Two sources, of which a firmware may be one, as they can be compared. A firmware has the interfaces of its own image, in its
 * configuration, and no attributes: of a source beside it the rest is left out, since its absence from the firmware says nothing.
 */
export function besideFirmware(before: Snapshot, after: Snapshot): readonly [Snapshot, Snapshot] {
  if (before.firmware && !after.firmware) return [before, reduced(after, before, before.firmware)];
  if (after.firmware && !before.firmware) return [reduced(before, after, after.firmware), after];
  return [before, after];
}

function reduced(snapshot: Snapshot, beside: Snapshot, firmware: FirmwareSource): Snapshot {
  const counterpart = (name: string) => beside.interfaces.find(({ schema }) => schema.name === name);
  const pathOf = new Map<string, string>();
  const interfaces = snapshot.interfaces.flatMap((version): InterfaceVersion[] => {
    const other = counterpart(version.schema.name);
    if (!other || !isServed(snapshot, version, firmware)) return [];
    const servers = firmware.serversOf(other.path);
    const inImage = schemaInFirmware(version.schema, firmware.name, servers, firmware.tasks, other.schema);
    const schema = withoutAttributes(inImage);
    const types = withReprs(schema.types, other.schema.types);
    pathOf.set(other.path, version.path);
    // A firmware's paths are made up: the file did not move.
    return [{ ...version, path: other.path, schema: { ...schema, types } }];
  });
  const served = new Set(pathOf.values());
  const { errorIn } = snapshot;
  return {
    ...snapshot,
    interfaces,
    broken: snapshot.broken.filter(({ path }) => served.has(path)),
    ...(errorIn && { errorIn: (path: string) => errorIn(pathOf.get(path) ?? path) }),
  };
}

/** Of several interfaces of one name, the one that the tree's image serves. */
function isServed({ interfaces, images }: Snapshot, version: InterfaceVersion, firmware: FirmwareSource): boolean {
  if (interfaces.filter(({ schema }) => schema.name === version.schema.name).length === 1) return true;
  const image = images?.find(({ name }) => name === firmware.name);
  return image?.tasks.some(({ serves }) => serves.includes(version.path)) ?? false;
}

/**
 * Definitions with the `repr` that a firmware's have, where their memory is the same with it or does not travel: a firmware's `repr` is
 * worked out from its layouts, and need not be the one that was written.
 */
function withReprs(types: TypeTable, firmware: TypeTable): TypeTable {
  const memory = new MemoryImages(types, ARM);
  return Object.fromEntries(
    Object.entries(types).map(([id, definition]) => {
      const other = firmware[id];
      if (other?.kind !== definition.kind) return [id, definition];
      const changed: TypeDefinition = { ...definition, repr: other.repr };
      const measured = new MemoryImages({ ...types, [id]: changed }, ARM).definition(id);
      const isSame = definition.customSerde !== undefined || memoryText(memory.definition(id)) === memoryText(measured);
      return [id, isSame ? changed : definition];
    }),
  );
}

function memoryText(memory: ReturnType<MemoryImages['definition']>): string {
  return JSON.stringify(memory, (key, value) => (key === 'niche' ? undefined : value));
}
