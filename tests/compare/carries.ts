import type { Field, Type, TypeTable } from '../../src/schema/index.ts';
import type { Value } from '../../src/wire/index.ts';

/** A value with what gives it its meaning. */
interface Typed {
  readonly type: Type;
  readonly types: TypeTable;
  readonly value: Value;
}

/** What a value says, whatever types it goes through. */
type Meaning =
  /** `type` tells numbers apart that are grouped in another way: a list of bytes and a struct of bytes. */
  | { kind: 'scalar'; value: string; type: string }
  | { kind: 'list'; items: Meaning[] }
  | { kind: 'record'; fields: Map<string, Meaning> }
  | { kind: 'none' }
  | { kind: 'some'; value: Meaning }
  | { kind: 'variant'; name: string; code: string | null; fields: Map<string, Meaning> }
  | { kind: 'flags'; bits: string; flags: Map<string, boolean> }
  | { kind: 'union'; fields: Map<string, Meaning> };

/**
 * Whether all that a reader read was sent and meant so. It is written apart from what judges a change, and knows by
 * `renamed` what was only renamed. A reader may leave parts unread.
 */
export function carries(sent: Typed, read: Typed, renamed: ReadonlyMap<string, string> = new Map()): boolean {
  const isSame = (a: string, b: string) => a === b || renamed.get(a) === b || renamed.get(b) === a;
  return isIncluded(meaningOf(sent), meaningOf(read));

  function isIncluded(a: Meaning, b: Meaning): boolean {
    if (b.kind !== 'record' && a.kind === 'record' && a.fields.size === 1) return isIncluded(only(a.fields), b);
    if (a.kind !== 'record' && b.kind === 'record' && b.fields.size === 1) return isIncluded(a, only(b.fields));
    if (a.kind === 'variant' && b.kind === 'variant') return isSame(a.name, b.name) && areIncluded(a.fields, b.fields);
    if (a.kind === 'flags' && b.kind === 'flags') {
      return [...b.flags].every(([name, isSet]) => (findName(a.flags, name) ?? isSet) === isSet) && a.bits === b.bits;
    }
    if (a.kind === 'record' && b.kind === 'record') return areIncluded(a.fields, b.fields);
    if (a.kind === 'union' && b.kind === 'union') {
      return [...a.fields].every(([name, value]) => {
        const taken = findName(b.fields, name);
        return !taken || isIncluded(value, taken);
      });
    }
    if (a.kind === 'list' && b.kind === 'list') {
      return b.items.every((item, i) => a.items[i] !== undefined && isIncluded(a.items[i], item));
    }
    if (a.kind === 'list' || b.kind === 'list') {
      const [sent, taken] = [leaves(a), leaves(b)];
      if (!sent || !taken) return false;
      return taken.every((leaf, i) => leaf === sent[i]);
    }
    if (a.kind === 'some' && b.kind === 'some') return isIncluded(a.value, b.value);
    if (a.kind === 'none' || b.kind === 'none') return a.kind === b.kind;
    const [x, y] = [plain(a), plain(b)];
    return x !== undefined && x === y;
  }

  function areIncluded(a: Map<string, Meaning>, b: Map<string, Meaning>): boolean {
    // The fields of a tuple have no names, and are what stands in their place.
    const isByPlace = isTuple(a) || isTuple(b);
    return [...b].every(([name, value], place) => {
      const from = isByPlace ? [...a.values()][place] : findName(a, name);
      return from !== undefined && isIncluded(from, value);
    });
  }

  function findName<T>(map: Map<string, T>, name: string): T | undefined {
    // What kept its name was not renamed.
    if (map.has(name)) return map.get(name);
    for (const [key, value] of map) if (isSame(key, name)) return value;
    return undefined;
  }
}

/** Every number, boolean and character in order, with its type; undefined where there is anything else. */
function leaves(meaning: Meaning): string[] | undefined {
  if (meaning.kind === 'scalar')
    return /^(?:[uif]\d|[ui]size|bool|char)/.test(meaning.type) ? [`${meaning.type}=${meaning.value}`] : undefined;
  const parts =
    meaning.kind === 'list' ? meaning.items : meaning.kind === 'record' ? [...meaning.fields.values()] : undefined;
  const all = parts?.map(leaves);
  return all?.every((part) => part !== undefined) ? all.flat() : undefined;
}

function isTuple(fields: Map<string, Meaning>): boolean {
  return fields.size > 0 && [...fields.keys()].every((name) => /^\d+$/.test(name));
}

function only(fields: Map<string, Meaning>): Meaning {
  return [...fields.values()][0] as Meaning;
}

function plain(meaning: Meaning): string | undefined {
  if (meaning.kind === 'scalar') return meaning.value;
  if (meaning.kind === 'flags') return meaning.bits;
  return meaning.kind === 'variant' && meaning.fields.size === 0 ? (meaning.code ?? undefined) : undefined;
}

function meaningOf({ type, types, value }: Typed): Meaning {
  const of = (inner: Type, innerValue: unknown) => meaningOf({ type: inner, types, value: innerValue as Value });
  const fieldsOf = (shape: string, fields: readonly Field[], whole: unknown) =>
    new Map(
      fields.flatMap((field, i) => {
        const part =
          shape === 'named' ? get(whole, field.name) : fields.length === 1 ? whole : (whole as unknown[])?.[i];
        // What serde skips neither travels nor arrives.
        return field.serdeSkip && part === undefined ? [] : [[field.name, of(field.type, part)]];
      }),
    );
  switch (type.kind) {
    case 'integer':
    case 'float':
      return { kind: 'scalar', value: String(value), type: `${type.name} ${type.endian ?? ''}` };
    case 'bool':
      return { kind: 'scalar', value: value === true ? '1' : value === false ? '0' : String(value), type: 'bool' };
    case 'char':
      return { kind: 'scalar', value: String(String(value).codePointAt(0)), type: 'char' };
    case 'unit':
      return { kind: 'record', fields: new Map() };
    case 'tuple':
      return {
        kind: 'record',
        fields: new Map(type.elements.map((element, i) => [`${i}`, of(element, get(value, i))])),
      };
    case 'array':
      return { kind: 'list', items: [...(value as Iterable<Value>)].map((item) => of(type.element, item)) };
    case 'option':
      if (value === null) return { kind: 'none' };
      return { kind: 'some', value: of(type.some, isWrapped(value) ? get(value, 'Some') : value) };
    case 'result': {
      const side = 'Ok' in (value as object) ? 'Ok' : 'Err';
      const inner = of(side === 'Ok' ? type.ok : type.err, get(value, side));
      return { kind: 'variant', name: side, code: null, fields: new Map([['0', inner]]) };
    }
    case 'named':
      break;
    default:
      throw new Error(`nothing of kind ${type.kind} travels in these tests`);
  }
  const definition = types[type.id];
  switch (definition?.kind) {
    case 'struct':
      return {
        kind: 'record',
        fields: definition.shape === 'unit' ? new Map() : fieldsOf(definition.shape, definition.fields, value),
      };
    case 'union':
      return {
        kind: 'union',
        fields: new Map(
          definition.fields
            .filter(({ name }) => get(value, name) !== undefined)
            .map((field) => [field.name, of(field.type, get(value, field.name))]),
        ),
      };
    case 'flags':
      return {
        kind: 'flags',
        bits: String(value),
        flags: new Map(
          definition.flags.map((flag) => [flag.name, (BigInt(String(value)) & BigInt(flag.value ?? 0)) !== 0n]),
        ),
      };
    case 'enum': {
      // What `From` could make nothing of arrives as it is.
      const name = typeof value === 'object' ? Object.keys(value ?? {})[0] : String(value);
      const variant = definition.variants.find((one) => one.name === name);
      if (!variant) return { kind: 'scalar', value: String(value), type: 'none' };
      const fields =
        variant.shape === 'unit'
          ? new Map<string, Meaning>()
          : fieldsOf(variant.shape, variant.fields, get(value, variant.name));
      return { kind: 'variant', name: variant.name, code: variant.value, fields };
    }
    case undefined:
      throw new Error(`no definition of ${type.id}`);
  }
}

function isWrapped(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'Some' in value && Object.keys(value).length === 1;
}

function get(value: unknown, key: string | number): unknown {
  return (value as Record<string | number, unknown> | null)?.[key];
}
