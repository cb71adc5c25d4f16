import type { InterfaceSchema, OperationSchema, TypeDefinition } from '../../src/schema/index.ts';
import { Random } from '../rust/random.ts';
import { randomChange } from './random-change.ts';
import { InterfaceMaker, numbered, withConditions, withNumbers } from './random-interface.ts';

/** Two versions of a made-up interface, with several changes between them. */
export interface RandomPair {
  readonly before: InterfaceSchema;
  readonly after: InterfaceSchema;
  /** The kinds of the changes, for the report of a failure. */
  readonly kinds: readonly string[];
  readonly random: Random;
}

/** Makes a pair with one to five changes. Undefined where too few of those that were drawn could be made. */
export function randomPair(seed: number): RandomPair | undefined {
  const drafts = randomDrafts(seed);
  return drafts && { ...drafts, before: numbered(drafts.before), after: numbered(drafts.after) };
}

/** As {@link randomPair} makes it, with fields and variants that are not in all configurations. */
export function conditionalPair(seed: number): RandomPair | undefined {
  const drafts = randomDrafts(seed);
  const conditional = (draft: InterfaceSchema) => withNumbers(withConditions(draft, (drafts as RandomPair).random));
  return drafts && { ...drafts, before: conditional(drafts.before), after: conditional(drafts.after) };
}

function randomDrafts(seed: number): RandomPair | undefined {
  const maker = new InterfaceMaker(new Random(seed));
  const before = structuredClone(maker.interface());
  const wanted = 1 + maker.random.below(5);
  const kinds: string[] = [];
  let after = before;
  for (let tries = 0; kinds.length < wanted && tries < 4 * wanted; tries++) {
    if (after.operations.length === 0) break;
    const change = randomChange(after, maker);
    if (!change) continue;
    kinds.push(change.kind);
    ({ after } = change);
  }
  if (kinds.length === 0 || after.operations.length === 0) return undefined;
  return { before, after, kinds, random: maker.random };
}

interface Named {
  readonly name: string;
}

/**
 * What has another name in the new version and stands where the old one stood: such a thing was renamed. Written apart from what
 * matches two versions, for operations that are already known to be the same.
 */
export function renamesBetween(
  [old, oldTypes]: readonly [OperationSchema, InterfaceSchema['types']],
  [now, newTypes]: readonly [OperationSchema, InterfaceSchema['types']],
): ReadonlyMap<string, string> {
  const renamed = new Map<string, string>();
  const compare = (before: readonly Named[], after: readonly Named[]) => {
    for (const [place, { name }] of before.entries()) {
      const other = after[place]?.name;
      if (other === undefined || after.some((one) => one.name === name)) continue;
      if (name === '' || before.some((one) => one.name === other)) continue;
      // By place and by value it may be two: names are compared both ways.
      if (renamed.has(name)) renamed.set(other, name);
      else renamed.set(name, other);
    }
  };
  compare(old.args, now.args);
  compare(old.leases, now.leases);
  for (const [id, definition] of Object.entries(oldTypes)) {
    const other = newTypes[id];
    if (other) compareDefinitions(definition, other, compare);
  }
  return renamed;
}

function compareDefinitions(
  old: TypeDefinition,
  now: TypeDefinition,
  compare: (before: readonly Named[], after: readonly Named[]) => void,
): void {
  if (old.kind === 'enum' && now.kind === 'enum') {
    compare(old.variants, now.variants);
    // In memory a variant is its value, wherever it stands.
    const byValue = (definition: typeof old) =>
      definition.variants.toSorted((a, b) => Number(a.value) - Number(b.value));
    const values = [...new Set([...byValue(old), ...byValue(now)].map(({ value }) => value))];
    const at = (definition: typeof old) =>
      values.map((value) => definition.variants.find((one) => one.value === value) ?? { name: '' });
    compare(at(old), at(now));
    for (const variant of old.variants) {
      const other = now.variants.find(({ name }) => name === variant.name);
      if (other) compare(variant.fields, other.fields);
    }
  } else if ((old.kind === 'struct' || old.kind === 'union') && old.kind === now.kind) {
    compare(old.fields, now.fields);
  }
}
