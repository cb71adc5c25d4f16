import type { EnumDefinition, ErrorCode, Type, TypeTable, Variant } from './model.ts';

/**
 * The return codes of a `CLike` error type: the values of its variants, which travel as u16. Null when they cannot be told:
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
  return variants.map((variant) => ({ name: variant.name, code: codeOf(variant), ...notes(variant) }));
}

/** The server makes a `u16` of the value and the kernel passes a `u32`: the upper bits are lost. */
function codeOf(variant: Variant): number {
  return Number(BigInt.asUintN(16, BigInt(variant.code ?? variant.value ?? 0)));
}

function notes({ doc, serverDeath, condition }: Variant): Partial<ErrorCode> {
  return {
    ...(doc !== undefined && { doc }),
    ...(serverDeath && { serverDeath }),
    ...(condition && { condition }),
  };
}
