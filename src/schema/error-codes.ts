import type { ErrorCode } from './model.ts';
import type { EnumDefinition, Type, TypeTable, Variant } from './types.ts';
import { valueCases } from './variant-numbers.ts';

/**
 * The return codes of a `CLike` error type: the values of its variants, which travel as u16. A variant whose value depends on the
 * configuration is listed once for each value, with its condition. Null when they cannot be told:
 * the type is not resolved, is not an enum without data, or computes its codes.
 */
export function errorCodes(type: Type, table: TypeTable): ErrorCode[] | null {
  switch (type.kind) {
    case 'named': {
      const definition = table[type.id];
      return definition?.kind === 'enum' ? enumCodes(definition) : null;
    }
    case 'alternatives': {
      const cases = type.cases.map((each) => ({ codes: errorCodes(each.type, table), condition: each.condition }));
      if (cases.some(({ codes }) => codes === null)) return null;
      return cases.flatMap(({ codes, condition }) => (codes ?? []).map((code) => ({ ...code, condition })));
    }
    case 'never':
      return [];
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

function enumCodes({ variants, codesComputed }: EnumDefinition): ErrorCode[] | null {
  if (codesComputed !== undefined) return null;
  // Hand-written codes may come from variants with data; values alone cannot.
  const hasCode = ({ code, value, fields }: Variant) => code !== undefined || (value !== null && fields.length === 0);
  if (!variants.every(hasCode)) return null;
  return variants.flatMap((variant, position) => codesOf(variant, variants, position));
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
