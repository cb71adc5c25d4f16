import { carriedVersions, type InterfaceEntry, lineageOf } from '../registry/index.ts';
import { membersOf, type TypeId } from '../schema/index.ts';
import { registry } from './context.ts';
import { namesOf, numbersOf, renamesIn } from './lineage.ts';
import { histories, historyAt, historyOf, objectOf, releases } from './published.ts';
import { table, value } from './tracked.ts';

/** Names of releases, the oldest first. */
export type Carriers = readonly string[];

const releaseNames = value('release names', () => releases.map(({ name }) => name));
const positions = value(
  'positions of releases',
  () => new Map(releaseNames().map((name, position) => [name, position])),
);

/** A set of releases by their positions: there are many sets, of the same few releases. */
class ReleaseSet {
  readonly #held = new Uint8Array(releaseNames().length);

  add(names: Iterable<string>): void {
    const known = positions();
    for (const name of names) {
      const position = known.get(name);
      if (position !== undefined) this.#held[position] = 1;
    }
  }

  get names(): Carriers {
    return releaseNames().filter((_, position) => this.#held[position]);
  }

  toJSON(): string {
    return this.#held.join('');
  }
}

interface TypeCarriers {
  readonly all: ReleaseSet;
  readonly members: Map<string, ReleaseSet>;
}

const byType = table('carriers of type', readTypes);

/** The releases whose interfaces or message contracts reach a type of this tree, and those in which it has a field or variant of a name. */
export function carriersOfType(id: TypeId, member?: string): Carriers {
  const found = byType.get(id);
  return (member === undefined ? found?.all : found?.members.get(member))?.names ?? [];
}

function readTypes(): Map<TypeId, TypeCarriers> {
  const found = new Map<TypeId, TypeCarriers>();
  for (const { versions } of histories) {
    for (const { object, releases: names } of versions) {
      for (const definition of Object.values(objectOf(object).schema.types)) {
        if (!registry.types[definition.id]) continue;
        const known = found.get(definition.id) ?? { all: new ReleaseSet(), members: new Map() };
        found.set(definition.id, known);
        known.all.add(names);
        const members = definition.kind === 'flags' ? definition.flags : membersOf(definition);
        for (const { name } of members) {
          const set = known.members.get(name) ?? new ReleaseSet();
          known.members.set(name, set);
          set.add(names);
        }
      }
    }
  }
  return found;
}

/** The releases that have an operation, under any of its names and any path of its file. */
export function carriersOfOperation(entry: InterfaceEntry, operation: string): Carriers {
  const history = historyOf(entry);
  if (!history) return [];
  const lineage = lineageOf(history, historyAt);
  const names = namesOf(operation, renamesIn(lineage));
  const set = new ReleaseSet();
  const known = new Map<string, boolean>();
  for (const [release, carried] of carriedVersions(lineage)) {
    const key = `${carried.history.path} ${carried.version}`;
    const has = known.get(key) ?? names.some((name) => numbersOf(carried).has(name));
    known.set(key, has);
    if (has) set.add([release]);
  }
  return set.names;
}
