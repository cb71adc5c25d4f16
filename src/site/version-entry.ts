import { type InterfaceBuild, isSameDefinition, targetsBetween } from '../compare/index.ts';
import { parseInterface } from '../idol/index.ts';
import { readContractText } from '../messages/index.ts';
import {
  type InterfaceEntry,
  NO_RUNTIME,
  operationEntry,
  stubSettings,
  type VersionObject,
} from '../registry/index.ts';
import { type InterfaceSchema, renameTypes, type TypeTable } from '../schema/index.ts';
import { Source } from '../text/index.ts';
import { layOutForEach } from '../wire/index.ts';

/** A released version as the interface page takes it, laid out for the targets that its newest release builds it for. */
export function versionEntry(
  object: VersionObject,
  {
    slug,
    version,
    types,
    build,
  }: { slug: string; version: number; types: TypeTable; build: InterfaceBuild | undefined },
): InterfaceEntry {
  const { path, text, items } = object;
  const isContract = object.schema.messages !== undefined;
  const read = isContract ? readContractText(object.schema.name, text) : parseInterface(new Source(path, text)).value;
  const doc = items['']?.doc;
  const schema = withOldTypes(object.schema, version, types);
  return {
    kind: isContract ? 'messages' : 'interface',
    slug,
    path,
    name: object.schema.name,
    ...(doc !== undefined && { doc }),
    operations:
      read?.operations.map((operation) =>
        operationEntry(operation, read.source, isContract ? 'messages' : 'interface'),
      ) ?? [],
    schema,
    layouts: layOutForEach(schema, targetsBetween({ client: build, server: build })),
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
function withOldTypes(schema: InterfaceSchema, version: number, today: TypeTable): InterfaceSchema {
  const outdated = new Set(
    Object.values(schema.types)
      .filter((definition) => {
        const current = today[definition.id];
        return !current || !isSameDefinition(definition, schema.types, current, today);
      })
      .map(({ id }) => id),
  );
  return renameTypes(schema, (id) => (outdated.has(id) ? `v${version}::${id}` : id));
}
