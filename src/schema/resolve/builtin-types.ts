import type { IntegerName, Type } from '../types.ts';

const INTEGERS: ReadonlySet<string> = new Set('u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize'.split(' '));

export function isIntegerName(name: string): name is IntegerName {
  return INTEGERS.has(name);
}

/** A primitive type by name; undefined for `str` and what else cannot travel. */
export function primitiveType(name: string): Type | undefined {
  if (isIntegerName(name)) return { kind: 'integer', name };
  switch (name) {
    case 'bool':
      return { kind: 'bool' };
    case 'char':
      return { kind: 'char' };
    case 'f32':
    case 'f64':
      return { kind: 'float', name };
    default:
      return undefined;
  }
}

/** A path in a package that is known by heart, with its type arguments; undefined when it is not known after all. */
export function builtinType(path: readonly string[], args: readonly Type[]): Type | undefined {
  const [crate] = path;
  return crate === 'core' ? coreType(path, args) : byteOrderType(path, args);
}

function coreType(path: readonly string[], args: readonly Type[]): Type | undefined {
  const name = path.at(-1) as string;
  const [first, second] = args;
  switch (path.slice(1).join('::')) {
    case 'option::Option':
      return first && { kind: 'option', some: first };
    case 'result::Result':
      return first && second && { kind: 'result', ok: first, err: second };
    case 'convert::Infallible':
      return { kind: 'never' };
    case 'marker::PhantomData':
      return { kind: 'unit' };
    case 'num::Wrapping':
    case 'mem::ManuallyDrop':
      return first;
    case 'net::Ipv4Addr':
      return bytes(4);
    case 'net::Ipv6Addr':
      return bytes(16);
  }
  if (path.length === 3 && path[1] === 'num' && name.startsWith('NonZero')) {
    return name === 'NonZero' ? first : primitiveType(name.slice('NonZero'.length).toLowerCase());
  }
  if (path.length === 3 && (path[1] === 'primitive' || path[1] === 'ffi')) return primitiveType(name) ?? cType(name);
  return undefined;
}

function bytes(length: number): Type {
  return { kind: 'array', element: { kind: 'integer', name: 'u8' }, length };
}

/** `core::ffi` names, as on 32-bit Arm, where `char` is unsigned. */
function cType(name: string): Type | undefined {
  const known: Readonly<Record<string, IntegerName>> = {
    c_char: 'u8',
    c_schar: 'i8',
    c_uchar: 'u8',
    c_short: 'i16',
    c_ushort: 'u16',
    c_int: 'i32',
    c_uint: 'u32',
    c_long: 'i32',
    c_ulong: 'u32',
    c_longlong: 'i64',
    c_ulonglong: 'u64',
  };
  const integer = Object.hasOwn(known, name) ? known[name] : undefined;
  return integer && { kind: 'integer', name: integer };
}

/** `zerocopy::U32<LE>`, `zerocopy::byteorder::U32<LittleEndian>`, `zerocopy::big_endian::U32`: a byte array with a meaning. */
function byteOrderType(path: readonly string[], args: readonly Type[]): Type | undefined {
  const name = path.at(-1) as string;
  const order = endianOf(path.at(-2) as string) ?? endianMarker(args[0]);
  const primitive = /^(U16|U32|U64|U128|Usize|I16|I32|I64|I128|Isize|F32|F64)$/.test(name) ? name.toLowerCase() : '';
  if (primitive === '') {
    const endian = endianOf(name);
    return endian && { kind: 'unresolved', text: MARKER[endian], reason: { kind: 'invalid', message: MARKER.meaning } };
  }
  if (!order) return undefined;
  const endian = order === 'big' ? { endian: 'big' as const } : {};
  if (isIntegerName(primitive)) return { kind: 'integer', name: primitive, ...endian, unaligned: true };
  return { kind: 'float', name: primitive === 'f32' ? 'f32' : 'f64', ...endian, unaligned: true };
}

/** A byte order is a type in Rust, but no value has it: it is resolved to this, which only a byte-order integer understands. */
const MARKER = {
  little: 'zerocopy::LittleEndian',
  big: 'zerocopy::BigEndian',
  meaning: 'A byte order is not the type of any value.',
};

function endianMarker(type: Type | undefined): 'little' | 'big' | undefined {
  if (type?.kind !== 'unresolved') return undefined;
  return type.text === MARKER.big ? 'big' : type.text === MARKER.little ? 'little' : undefined;
}

function endianOf(name: string): 'little' | 'big' | undefined {
  if (/^(LE|LittleEndian|little_endian|le|NativeEndian|native_endian)$/.test(name)) return 'little';
  return /^(BE|BigEndian|big_endian|be|NetworkEndian|network_endian|NETWORK_ENDIAN)$/.test(name) ? 'big' : undefined;
}
