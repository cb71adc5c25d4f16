import type { BuildConfiguration } from '../compare/index.ts';
import { cfgAtoms, evaluateCfg } from '../rust/index.ts';
import {
  type Condition,
  conditionsIn,
  heldInCrate,
  type InterfaceSchema,
  partsOf,
  type Type,
  typesInDefinition,
  typesInOperation,
} from '../schema/index.ts';
import type { InterfaceFile, TaskBuild, Workspace } from '../tree/index.ts';
import { ARM, targetNamed } from '../wire/index.ts';

/** Predicates that nothing in a tree decides are tried both ways; of more than these, the others are taken not to hold. */
const MAX_OPEN = 3;

/**
 * The configurations in which images of the tree build an interface: what the features of their tasks, as Cargo resolves them, and
 * their boards make of the conditions that its types depend on. Undefined when the types depend on none, or no image builds it.
 */
export function buildConfigurations(
  schema: InterfaceSchema,
  file: InterfaceFile,
  { builds }: Pick<Workspace, 'builds'>,
): BuildConfiguration[] | undefined {
  const conditions = conditionsOf(schema, file);
  if (conditions.size === 0) return undefined;
  const found = new Map<string, BuildConfiguration>();
  const hasPredicates = [...conditions.values()].some(({ condition }) => condition.kind === 'cfg');
  const all = hasPredicates
    ? builds.of(file).flatMap((build) => heldIn(build, conditions).map((holds) => ({ image: build.image, holds })))
    : builds.imagesOf(file).map((image) => ({ image, holds: [] }));
  for (const {
    image: { name },
    holds,
  } of all) {
    const perImage = [...conditions.values()].flatMap(({ condition }) =>
      condition.kind === 'images' ? [condition.images.includes(name)] : [],
    );
    const key = JSON.stringify([holds, perImage]);
    const known = found.get(key);
    found.set(key, { images: [...new Set([...(known?.images ?? []), name])].sort(), holds });
  }
  return found.size === 0 ? undefined : [...found.values()];
}

interface OwnedCondition {
  readonly condition: Condition;
  /** Crates whose source may state it, as Rust code writes them: features belong to a crate. */
  readonly owners: readonly string[];
  /** The crate of the definition that has it; absent where an item that is chosen by it may be anybody's. */
  readonly crate?: string;
}

function conditionsOf({ operations, types }: InterfaceSchema, { stubs }: InterfaceFile): Map<string, OwnedCondition> {
  const found = new Map<string, OwnedCondition>();
  const note = (one: OwnedCondition) => {
    const key = JSON.stringify([one.condition, one.crate]);
    const owners = [...(found.get(key)?.owners ?? []), ...one.owners];
    found.set(key, { ...one, owners: [...new Set(owners)] });
  };
  const noteType = (type: Type, owners: readonly string[]) => {
    if (type.kind === 'array' && typeof type.length !== 'number' && type.length.kind === 'alternatives') {
      for (const { condition } of type.length.cases) note({ condition, owners });
    }
    if (type.kind === 'alternatives') {
      for (const { condition, type: inner } of type.cases) {
        const crate = inner.kind === 'named' ? types[inner.id]?.crate : undefined;
        note({ condition, owners: crate === undefined ? owners : [crate, ...owners] });
      }
    }
    for (const part of partsOf(type)) noteType(part, owners);
  };
  for (const definition of Object.values(types)) {
    const { crate } = definition;
    for (const condition of conditionsIn(definition)) note({ condition, owners: [crate], crate });
    for (const type of typesInDefinition(definition)) noteType(type, [crate]);
  }
  const scopes = stubs.map(({ crate }) => crate.externName);
  for (const type of operations.flatMap(typesInOperation)) noteType(type, scopes);
  return found;
}

/** The predicates that hold in a task's build, once for each way in which what is open may be. */
function heldIn(build: TaskBuild, conditions: ReadonlyMap<string, OwnedCondition>): string[][] {
  const predicates = [...conditions.values()].flatMap(({ condition, owners, crate }) =>
    condition.kind === 'cfg' ? [{ predicate: condition.predicate, owners, crate }] : [],
  );
  const open = new Set(
    predicates.flatMap(({ predicate, owners }) =>
      cfgAtoms(predicate).filter((atom) => isAtomHeld(atom, owners, build) === undefined),
    ),
  );
  const tried = [...open].sort().slice(0, MAX_OPEN);
  return Array.from({ length: 1 << tried.length }, (_, bits) => {
    const isHeld = ({ predicate, owners }: (typeof predicates)[number]) =>
      evaluateCfg(predicate, (atom) => isAtomHeld(atom, owners, build) ?? ((bits >> tried.indexOf(atom)) & 1) === 1);
    const held = [...Map.groupBy(predicates, ({ predicate }) => predicate)].flatMap(([predicate, all]) => {
      const holding = all.filter(isHeld);
      if (holding.length === all.length || holding.some(({ crate }) => crate === undefined)) {
        return holding.length > 0 ? [predicate] : [];
      }
      // On in one crate and off in another.
      return holding.map(({ crate = '' }) => heldInCrate(crate, predicate));
    });
    return [...new Set(held)].sort();
  });
}

function isAtomHeld(atom: string, owners: readonly string[], { image, hasFeature }: TaskBuild): boolean | undefined {
  const [, key, value] = /^(\w+) = "(.*)"$/.exec(atom) ?? [];
  switch (key) {
    case 'feature':
      // What a crate does not declare, nobody can enable.
      return owners.map((owner) => hasFeature(owner, value ?? '')).find((one) => one !== undefined) ?? false;
    case 'target_board':
      return image.board === value;
    case 'target_arch':
      return (targetNamed(image.target ?? '') ?? ARM).architecture === value;
    default:
      return undefined;
  }
}
