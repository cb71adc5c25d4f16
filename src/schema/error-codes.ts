import type { ErrorCode } from './model.ts';
import type { EnumDefinition, Type, TypeTable, Variant } from './types.ts';
import { valueCases } from './variant-numbers.ts';

/** What is known of the return codes of an error. */
export interface KnownCodes {
  readonly codes: readonly ErrorCode[];
  /** Names of variants whose codes are not known, mostly because hand-written code computes them. Empty when `codes` are all. */
  readonly open: readonly string[];
}

/**
 * The return codes of a `CLike` error type, which are sent as u16: what the variants are converted to, or their values. A variant whose
 * value depends on the configuration is listed once for each value, with its condition. Null when no code is known: the type is
 * not resolved, is not an enum without data, or computes all of its codes.
 */
export function knownCodes(type: Type, table: TypeTable): KnownCodes | null {
  switch (type.kind) {
    case 'named': {
      const definition = table[type.id];
      return definition?.kind === 'enum' ? enumCodes(definition) : null;
    }
    case 'alternatives': {
      const codes: ErrorCode[] = [];
      const open = new Set<string>();
      for (const { type: each, condition } of type.cases) {
        const known = knownCodes(each, table);
        if (!known) return null;
        codes.push(...known.codes.map((code) => ({ ...code, condition })));
        for (const name of known.open) open.add(name);
      }
      return { codes, open: [...open] };
    }
    case 'never':
      return { codes: [], open: [] };
    case 'integer':
    case 'float':
    case 'bool':
    case 'char':
    case 'unit':
    case 'tuple':
    case 'array':
    case 'slice':
    case 'option':
    case 'result':
    case 'unresolved':
      return null;
  }
}

/** All return codes of a `CLike` error type; null when one of them is not known. */
export function errorCodes(type: Type, table: TypeTable): readonly ErrorCode[] | null {
  const known = knownCodes(type, table);
  return known && known.open.length === 0 ? known.codes : null;
}

/** Asked for by every operation that has the error, and by every view of it. */
const codesByEnum = new WeakMap<EnumDefinition, KnownCodes | null>();

function enumCodes(definition: EnumDefinition): KnownCodes | null {
  let codes = codesByEnum.get(definition);
  if (codes === undefined) {
    codes = codesOfEnum(definition);
    codesByEnum.set(definition, codes);
  }
  return codes;
}

function codesOfEnum({ variants }: EnumDefinition): KnownCodes | null {
  // A conversion may give variants with data a code, too; without one, such an enum is no error that travels as a code.
  if (variants.some(({ code, fields }) => code === undefined && fields.length > 0)) return null;
  const open = variants.filter((variant) => !hasCode(variant)).map(({ name }) => name);
  if (variants.length > 0 && open.length === variants.length) return null;
  const codes = variants.flatMap((variant, position) => (hasCode(variant) ? codesOf(variant, variants, position) : []));
  return { codes, open };
}

function hasCode({ code, value }: Variant): boolean {
  return code === undefined ? value !== null : code !== null;
}

/** The codes of a variant: several where the derive counts them over variants that may be absent. */
function codesOf(variant: Variant, variants: readonly Variant[], position: number): ErrorCode[] {
  const make = (number: string | null, condition = variant.condition) => ({
    name: variant.name,
    code: asCode(number),
    ...notes(variant),
    ...(condition && { condition }),
  });
  if (variant.code !== undefined) return [make(variant.code)];
  const cases = valueCases(variants, position);
  return cases.map(({ number, condition }) => make(cases.length === 1 ? variant.value : number, condition));
}

/** The server makes a `u16` of the value and the kernel passes a `u32`: the upper bits are lost. */
function asCode(number: string | null): number {
  return Number(BigInt.asUintN(16, BigInt(number ?? 0)));
}

function notes({ doc, serverDeath }: Variant): Partial<ErrorCode> {
  return {
    ...(doc !== undefined && { doc }),
    ...(serverDeath && { serverDeath }),
  };
}
