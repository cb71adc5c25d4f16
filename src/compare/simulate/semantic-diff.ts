import type {
  EnumDefinition,
  FlagsDefinition,
  Type,
  TypeDefinition,
  TypeTable,
  UnionDefinition,
  Variant,
} from '../../schema/index.ts';
import type { Value } from '../../wire/index.ts';
import { alignByName } from '../match/align.ts';
import { baseName } from './codec-plan.ts';
import { unsentVariants } from './unsent-variants.ts';
import { type Fields, fieldOf, hasKey, partsOf, unwrapSome } from './value-parts.ts';

/** A value as one side has it: the type that gives it its meaning, and where that type's definitions are. */
export interface Meant {
  type: Type;
  types: TypeTable;
  value: Value;
}

/** A value as it was read. */
export interface ReadMeant extends Meant {
  /** Who read it, for the sentence: `the new server`. */
  by: string;
}

/**
 * How `read` differs in meaning from what was `sent`, as the rest of a sentence; undefined when it is the same thing.
 * Fields, variants and flags are the same by name, or by place when one was renamed. What the reader leaves unread is no
 * misreading; what it reads though nothing was sent for it is one.
 */
export function misreading(sent: Meant, read: ReadMeant, path: string): string | undefined {
  const a = withoutNewtype(sent, read);
  const b = withoutNewtype(read, sent);
  const [x, y] = [recordOf(a), recordOf(b)];
  if (x && y) return misreadRecord(a, x, b, y, path);
  const [p, q] = [a.type, b.type];
  if (p.kind === 'array' && q.kind === 'array') return misreadList(a, p.element, b, q.element, path);
  if (p.kind === 'array' || q.kind === 'array') return isSameByLeaves(a, b) ? undefined : differs(a, b, path);
  if (p.kind === 'option' && q.kind === 'option') return misreadOption(a, p.some, b, q.some, path);
  if (p.kind === 'result' && q.kind === 'result') return misreadResult(a, p, b, q, path);
  const [d, e] = [definitionOf(a), definitionOf(b)];
  if (d?.kind === 'enum' && e?.kind === 'enum') return misreadEnum(a, d, b, e, path);
  if (d?.kind === 'union' && e?.kind === 'union') return misreadUnion(a, d, b, e, path);
  if (d?.kind === 'flags' && e?.kind === 'flags') {
    const moved = d.flags.find((flag) => {
      const other = e.flags.find((one) => one.name === flag.name);
      return other && isSet(flag, a.value) !== isSet(other, b.value);
    });
    if (moved) return `${b.by} does not see flag \`${moved.name}\` of \`${path}\` as it was sent`;
  }
  const [m, n] = [scalarOf(a, d), scalarOf(b, e)];
  if (m !== undefined && m === n) return undefined;
  return differs(a, b, path);
}

/** A struct of one field means what the field means, when the other side is no struct. */
function withoutNewtype<M extends Meant>(one: M, other: Meant): M {
  if (one.type.kind === 'tuple' && one.type.elements.length === 1 && !recordOf(other)) {
    const [type] = one.type.elements as [Type];
    return withoutNewtype({ ...one, type, value: Array.isArray(one.value) ? one.value[0] : null }, other);
  }
  const definition = definitionOf(one);
  const otherDefinition = definitionOf(other);
  if (definition?.kind !== 'struct' || otherDefinition?.kind === 'struct' || other.type.kind === 'tuple') return one;
  const [only, ...others] = partsOf(definition, one.value);
  if (!only || others.length > 0) return one;
  return withoutNewtype({ ...one, type: only.field.type, value: only.value }, other);
}

function definitionOf({ type, types }: Meant): TypeDefinition | undefined {
  return type.kind === 'named' ? types[type.id] : undefined;
}

interface Part {
  name: string;
  type: Type;
  /** Undefined of a field that serde skips: it does not travel, but a renamed one is told from others by its place among all. */
  value: Value | undefined;
}

function recordOf(meant: Meant): Part[] | undefined {
  const { type, value } = meant;
  if (type.kind === 'unit') return [];
  if (type.kind === 'tuple') {
    const elements = Array.isArray(value) ? (value as readonly Value[]) : [];
    return type.elements.map((element, i) => ({ name: `${i}`, type: element, value: elements[i] ?? null }));
  }
  const definition = definitionOf(meant);
  return definition?.kind === 'struct' ? namedParts(definition, value) : undefined;
}

function namedParts(fields: Fields, whole: Value): Part[] {
  const present = new Map(partsOf(fields, whole).map(({ field, value }) => [field, value]));
  return fields.fields.map((field) => ({ name: field.name, type: field.type, value: present.get(field) }));
}

/** Fields of one struct that have other names now, or of a tuple, which has none, are the same by their place. */
function isByPlace(a: Meant, b: Meant): boolean {
  const [d, e] = [definitionOf(a), definitionOf(b)];
  return !d || !e || baseName(d) === baseName(e) || isTuple(d) || isTuple(e);
}

function isTuple(definition: TypeDefinition): boolean {
  return definition.kind === 'struct' && definition.shape === 'tuple';
}

function misreadRecord(
  a: Meant,
  sent: readonly Part[],
  b: ReadMeant,
  read: readonly Part[],
  path: string,
): string | undefined {
  const { pairs, added } = alignByName(sent, read, () => isByPlace(a, b));
  const present = pairs.filter((pair) => pair.new.value !== undefined);
  const unsent = [...added, ...present.flatMap((pair) => (pair.old.value === undefined ? [pair.new] : []))].find(
    ({ value }) => value !== undefined,
  );
  if (unsent) return `${b.by} reads \`${path}.${unsent.name}\` as ${show(unsent)}, though nothing was sent for it`;
  return firstOf(present, (pair) =>
    misreading(
      { types: a.types, type: pair.old.type, value: pair.old.value as Value },
      { ...b, type: pair.new.type, value: pair.new.value as Value },
      read.length === 1 && pair.new.name === '0' ? path : `${path}.${pair.new.name}`,
    ),
  );
}

function misreadList(a: Meant, sent: Type, b: ReadMeant, read: Type, path: string): string | undefined {
  const [values, others] = [a.value, b.value].map((value) => [...(value as Iterable<Value>)]) as [Value[], Value[]];
  if (others.length > values.length)
    return `${b.by} reads ${others.length} elements of \`${path}\`, but ${values.length} were sent`;
  return firstOf(others, (value, i) =>
    misreading({ types: a.types, type: sent, value: values[i] as Value }, { ...b, type: read, value }, `${path}[${i}]`),
  );
}

/** The same scalars one by one, however they are grouped: `[u8; 3]` and a struct of three `u8`. */
function isSameByLeaves(a: Meant, b: ReadMeant): boolean {
  const [sent, read] = [leavesOf(a), leavesOf(b)];
  if (!sent || !read || read.length > sent.length) return false;
  return read.every((leaf, index) => leaf === sent[index]);
}

/** Each scalar with its type, as text; undefined where there is anything else. */
function leavesOf(meant: Meant): string[] | undefined {
  const { type, types, value } = meant;
  const all = (parts: readonly { type: Type; value: Value }[]) => {
    const lists = parts.map((part) => leavesOf({ types, ...part }));
    return lists.every((list) => list !== undefined) ? lists.flat() : undefined;
  };
  if (type.kind === 'integer' || type.kind === 'float') return [`${type.name} ${type.endian ?? ''} ${value}`];
  if (type.kind === 'bool' || type.kind === 'char') return [`${type.kind} ${value}`];
  if (type.kind === 'array')
    return all([...(value as Iterable<Value>)].map((item) => ({ type: type.element, value: item })));
  const record = recordOf(meant);
  return (
    record && all(record.flatMap(({ type: of, value: own }) => (own === undefined ? [] : [{ type: of, value: own }])))
  );
}

function misreadOption(a: Meant, sent: Type, b: ReadMeant, read: Type, path: string): string | undefined {
  if (a.value === null || b.value === null) {
    return a.value === b.value ? undefined : differs(a, b, path);
  }
  return misreading(
    { ...a, type: sent, value: unwrapSome(sent, a.types, a.value) },
    { ...b, type: read, value: unwrapSome(read, b.types, b.value) },
    path,
  );
}

function misreadResult(
  a: Meant,
  sent: Type & { kind: 'result' },
  b: ReadMeant,
  read: Type & { kind: 'result' },
  path: string,
): string | undefined {
  const variant = hasKey(a.value, 'Ok') ? 'Ok' : 'Err';
  if (!hasKey(b.value, variant)) return differs(a, b, path);
  const part = variant === 'Ok' ? 'ok' : 'err';
  return misreading(
    { ...a, type: sent[part], value: fieldOf(a.value, variant) },
    { ...b, type: read[part], value: fieldOf(b.value, variant) },
    path,
  );
}

function misreadEnum(
  a: Meant,
  sent: EnumDefinition,
  b: ReadMeant,
  read: EnumDefinition,
  path: string,
): string | undefined {
  const x = variantOf(sent, a.value);
  const y = variantOf(read, b.value);
  if (!x || !y) return differs(a, b, path);
  const isRenamed = () =>
    baseName(sent) === baseName(read) &&
    // A reader of another encoding may meet it under the number of another variant.
    (x.index === y.index || x.value === y.value) &&
    !read.variants.some((variant) => variant.name === x.name) &&
    !unsentVariants(read).includes(x.name) &&
    !sent.variants.some((variant) => variant.name === y.name) &&
    !unsentVariants(sent).includes(y.name);
  if (x.name !== y.name && !isRenamed()) return differs(a, b, path);
  return misreadRecord(
    a,
    namedParts(x, fieldOf(a.value, x.name)),
    b,
    namedParts(y, fieldOf(b.value, y.name)),
    `${path}.${y.name}`,
  );
}

/** Which field of a union is meant, nobody sends: the reader's field of the same name has to say the same. */
function misreadUnion(
  a: Meant,
  sent: UnionDefinition,
  b: ReadMeant,
  read: UnionDefinition,
  path: string,
): string | undefined {
  const { pairs } = alignByName(sent.fields, read.fields, () => true);
  const pair = pairs.find((one) => hasKey(a.value, one.old.name));
  if (!pair) return undefined;
  return misreading(
    { ...a, type: pair.old.type, value: fieldOf(a.value, pair.old.name) },
    { ...b, type: pair.new.type, value: fieldOf(b.value, pair.new.name) },
    `${path}.${pair.new.name}`,
  );
}

function variantOf(definition: EnumDefinition, value: Value): Variant | undefined {
  return definition.variants.find((variant) => value === variant.name || hasKey(value, variant.name));
}

/** A number, truth value or character as one number: two that are equal mean the same whatever their types. */
function scalarOf({ value }: Meant, definition: TypeDefinition | undefined): bigint | string | undefined {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'boolean') return value ? 1n : 0n;
  if (typeof value === 'number') return Number.isInteger(value) && !Object.is(value, -0) ? BigInt(value) : `${value}`;
  if (typeof value !== 'string') return undefined;
  if (definition?.kind !== 'enum') return BigInt(value.codePointAt(0) ?? 0);
  const code = variantOf(definition, value)?.value;
  return code === undefined || code === null ? undefined : BigInt(code);
}

function firstOf<T>(items: readonly T[], find: (item: T, index: number) => string | undefined): string | undefined {
  for (const [index, item] of items.entries()) {
    const found = find(item, index);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isSet({ value }: FlagsDefinition['flags'][number], bits: Value): boolean {
  return (BigInt(value ?? 0) & BigInt(typeof bits === 'bigint' ? bits : Number(bits))) !== 0n;
}

function differs(a: Meant, b: ReadMeant, path: string): string {
  return `${b.by} reads \`${path}\` = ${show(a)} as ${show(b)}`;
}

/** A value in a sentence: short, whatever it is. */
function show({ type, value }: Pick<Meant, 'type'> & { value: Value | undefined }): string {
  if (typeof value === 'string') return `\`${value}\``;
  if (value === null) return type.kind === 'unit' ? '`()`' : '`None`';
  if (typeof value !== 'object') return `${value}`;
  // JSON has no integers of that size: they are marked, and lose their quotes afterwards.
  const json = JSON.stringify(value, (_, inner) => (typeof inner === 'bigint' ? `integer ${inner}` : inner));
  const text = json.replace(/"integer (-?\d+)"/g, '$1');
  return `\`${text.length > 60 ? `${text.slice(0, 60)}…` : text}\``;
}
