import type { InterfaceEntry, MessagesDocument } from '../registry/index.ts';
import { type TypeId, walk } from '../schema/index.ts';
import { historyOf } from './published.ts';

/** The variants that the messages of one direction have, with the first version and release of each, in their order. */
export function sinceOf(entry: InterfaceEntry, number: number): MessagesDocument['variants'] {
  const history = historyOf(entry);
  const operation = entry.schema?.operations.find((one) => one.number === number);
  if (history?.kind !== 'messages' || !entry.schema || !operation) return [];
  const { types } = entry.schema;
  const known = new Map(history.variants.map((one) => [one.name, one]));
  const seen = new Set<TypeId>();
  const found: MessagesDocument['variants'] = [];
  walk(
    operation.args.map(({ type }) => type),
    types,
    (type) => {
      if (type.kind !== 'named' || seen.has(type.id)) return;
      seen.add(type.id);
      const definition = types[type.id];
      if (definition?.kind !== 'enum') return;
      for (const { name } of definition.variants)
        found.push(...[known.get(`${definition.name}::${name}`) ?? []].flat());
    },
  );
  return found;
}
