import { expect, test } from 'vitest';
import { buildConfigurations } from '../../src/registry/build-configurations.ts';
import { type Condition, specialize, type TypeDefinition } from '../../src/schema/index.ts';
import type { TaskBuild, TaskBuilds } from '../../src/tree/index.ts';
import { record, U8, wireOf } from '../runtime/wire-of.ts';

const EXTRA: Condition = { kind: 'cfg', predicate: 'feature = "extra"' };

/** A struct of a crate with a field that its feature `extra` adds. */
function structOf(crate: string): TypeDefinition {
  const made = record(crate.toUpperCase(), { low: U8, high: U8 });
  const fields = made.fields.map((field) => (field.name === 'high' ? { ...field, condition: EXTRA } : field));
  return { ...made, crate, fields };
}

const A = structOf('a');
const B = structOf('b');
const TEXT =
  'Interface(name: "Test", ops: {"get": (args: {"a": "A", "b": "B"}, reply: Simple("u8"), idempotent: true)})';
const SCHEMA = wireOf(TEXT, [A, B]);

/** What holds in the one image of a tree whose task is built with the feature in some crates. */
function heldWith(...enabled: string[]) {
  const image = { name: 'demo' } as TaskBuild['image'];
  const build = { image, task: 'test', hasFeature: (crate: string) => enabled.includes(crate), enables: () => false };
  const builds = { of: () => [build], imagesOf: () => [image] } as unknown as TaskBuilds;
  const [only] = buildConfigurations(SCHEMA, { path: 'idl/test.idol', stubs: [] }, { builds }) ?? [];
  return only?.holds ?? [];
}

/** Names of the fields that the structs have where these conditions hold. */
function fieldsWith(holds: readonly string[]) {
  const { types } = specialize(SCHEMA, holds);
  const named = (id: string) => {
    const definition = types[id];
    return definition?.kind === 'struct' ? definition.fields.map(({ name }) => name).join(' ') : '';
  };
  return [named(A.id), named(B.id)];
}

test('features of one name in two crates are two', () => {
  expect(heldWith('a', 'b')).toEqual(['feature = "extra"']);
  expect(heldWith('a')).toEqual(['a: feature = "extra"']);
  expect(heldWith()).toEqual([]);
  expect(fieldsWith(heldWith('a', 'b'))).toEqual(['low high', 'low high']);
  expect(fieldsWith(heldWith('a'))).toEqual(['low high', 'low']);
  expect(fieldsWith(heldWith('b'))).toEqual(['low', 'low high']);
  expect(fieldsWith(heldWith())).toEqual(['low', 'low']);
});
