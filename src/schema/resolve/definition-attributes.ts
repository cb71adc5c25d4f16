import { type Attribute, simplifyCfg, splitArguments } from '../../rust/index.ts';
import type { Repr } from '../types.ts';
import { isIntegerName } from './builtin-types.ts';

/** Attributes with those left out whose `cfg_attr` condition never holds on a Hubris target. */
export function applicable(attributes: readonly Attribute[]): Attribute[] {
  return attributes.filter(({ condition }) => condition === undefined || simplifyCfg(condition) !== false);
}

function argumentsOf(attributes: readonly Attribute[], name: string): string[] {
  return attributes.flatMap((attribute) => (attribute.name === name ? splitArguments(attribute.argument) : []));
}

/** Derived traits by the last part of their path, in source order. */
export function derivesOf(attributes: readonly Attribute[]): string[] {
  return argumentsOf(attributes, 'derive').map((path) => path.split('::').at(-1)?.trim() ?? path);
}

export function reprOf(attributes: readonly Attribute[]): Repr {
  const repr: { -readonly [Key in keyof Repr]: Repr[Key] } = { layout: 'rust' };
  for (const word of argumentsOf(attributes, 'repr')) {
    const [, name = '', number] = /^(\w+)\s*(?:\(\s*(\w+)\s*\))?$/.exec(word) ?? [];
    if (name === 'C' || name === 'transparent') repr.layout = name;
    else if (name === 'packed') repr.packed = Number(number ?? 1);
    else if (name === 'align') repr.align = Math.max(repr.align ?? 1, Number(number ?? 1));
    else if (isIntegerName(name)) repr.integer = name;
  }
  return repr;
}

export function isServerDeath(attributes: readonly Attribute[]): boolean {
  return argumentsOf(attributes, 'idol').includes('server_death');
}

/** True of `#[serde(skip)]`, or of both its halves: the field is in memory only. */
export function isSerdeSkipped(attributes: readonly Attribute[]): boolean {
  const keys = new Set(serdeKeys(attributes).map(({ key }) => key));
  return keys.has('skip') || (keys.has('skip_serializing') && keys.has('skip_deserializing'));
}

/** Helpers that write an array of any length as its plain elements. */
const PLAIN_HELPERS = /(^|::)("?)(BigArray|big_array|serde_big_array|serde_arrays|arrays)\2$/;

/** Container attributes that change what is written, with what to call the change. */
const CHANGING_CONTAINER: ReadonlySet<string> = new Set([
  'untagged',
  'tag',
  'content',
  'from',
  'try_from',
  'into',
  'remote',
]);
const SKIPPING: ReadonlySet<string> = new Set(['skip', 'skip_serializing', 'skip_deserializing']);
const CHANGING_FIELD: ReadonlySet<string> = new Set(['flatten', 'skip_serializing_if', 'getter']);

/** A sentence on the attribute of a struct or enum that makes its serde form differ from the derive's, if one does. */
export function containerObstacle(attributes: readonly Attribute[]): string | undefined {
  const found = serdeKeys(attributes).find(({ key }) => CHANGING_CONTAINER.has(key));
  return found && `\`#[serde(${found.text})]\` changes how it is written.`;
}

/** The same for a variant: one that is skipped counts among the others when it is written, and not when it is read. */
export function variantObstacle(name: string, attributes: readonly Attribute[]): string | undefined {
  const skip = serdeKeys(attributes).find(({ key }) => SKIPPING.has(key));
  return skip ? `\`#[serde(${skip.text})]\` changes how \`${name}\` is written.` : memberObstacle(name, attributes);
}

/** The same for a field: one that is skipped in one direction alone is written and not read, or the other way round. */
export function fieldObstacle(name: string, attributes: readonly Attribute[]): string | undefined {
  return isSerdeSkipped(attributes) ? memberObstacle(name, attributes) : variantObstacle(name, attributes);
}

function memberObstacle(name: string, attributes: readonly Attribute[]): string | undefined {
  for (const { key, value, text } of serdeKeys(attributes)) {
    const helper = /^(with|serialize_with|deserialize_with)$/.test(key) && !PLAIN_HELPERS.test(value);
    if (helper || CHANGING_FIELD.has(key)) return `\`#[serde(${text})]\` changes how \`${name}\` is written.`;
  }
  return undefined;
}

function serdeKeys(attributes: readonly Attribute[]): { key: string; value: string; text: string }[] {
  return argumentsOf(attributes, 'serde').map((text) => {
    const [key = '', ...value] = text.split('=');
    return { key: key.trim(), value: value.join('=').trim().replace(/^"|"$/g, ''), text };
  });
}
