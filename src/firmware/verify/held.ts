import { conditionsIn, type InterfaceSchema, membersOf, specialize } from '../../schema/index.ts';
import type { FirmwareTask } from '../model.ts';
import { definitionsOf } from './compiled-definitions.ts';

/**
 * A schema as it is in a firmware image. The manifest says which features the servers are built with. A `cfg` that it says nothing of
 * holds where the compiler has the field or variant that depends on it.
 *
 * @param read the schema that was read of the firmware, for one that is not at hand itself
 */
export function schemaInFirmware(
  schema: InterfaceSchema,
  image: string | undefined,
  servers: readonly FirmwareTask[],
  all: readonly FirmwareTask[],
  read?: InterfaceSchema,
): InterfaceSchema {
  const definitions = Object.values(schema.types);
  const isConditional =
    definitions.some((definition) => conditionsIn(definition).length > 0) ||
    /"alternatives"/.test(JSON.stringify(schema));
  if (!isConditional) return schema;
  const features = servers.flatMap((task) => task.features.map((feature) => `feature = "${feature}"`));
  const seen = definitions.flatMap((definition) => {
    const compiled = definitionsOf(definition.id, [...servers, ...all]);
    const known = read?.types[definition.id];
    const names = new Set([
      ...(known ? membersOf(known).map(({ name }) => name) : []),
      ...compiled.flatMap(({ type }) => [
        ...('members' in type ? type.members : []).map(({ name }) => name),
        ...('variants' in type ? type.variants : []).map(({ name }) => name),
      ]),
    ]);
    return membersOf(definition).flatMap(({ name, condition }) =>
      condition?.kind === 'cfg' && names.has(name) ? [condition.predicate] : [],
    );
  });
  return specialize(schema, [...new Set([...(image === undefined ? [] : [image]), ...features, ...seen])]);
}
