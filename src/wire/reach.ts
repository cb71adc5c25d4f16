import type { Type, TypeDefinition, TypeTable } from './model.ts';

/** Visits every use of a type that some types reach, each definition once. It does not recurse: hostile types may nest deep. */
export function reach(roots: readonly Type[], table: TypeTable, visit: (type: Type) => void): void {
  const seen = new Set<string>();
  const open = roots.toReversed();
  for (let type = open.pop(); type; type = open.pop()) {
    visit(type);
    if (type.kind !== 'named') {
      open.push(...partsOf(type).toReversed());
    } else if (!seen.has(type.id)) {
      seen.add(type.id);
      const definition = table[type.id];
      if (definition) open.push(...definitionParts(definition).toReversed());
    }
  }
}

function partsOf(type: Type): Type[] {
  switch (type.kind) {
    case 'tuple':
      return type.elements;
    case 'array':
    case 'slice':
      return [type.element];
    case 'option':
      return [type.some];
    case 'result':
      return [type.ok, type.err];
    case 'alternatives':
      return type.cases.map((alternative) => alternative.type);
    case 'integer':
    case 'float':
    case 'bool':
    case 'char':
    case 'unit':
    case 'never':
    case 'named':
    case 'unresolved':
      return [];
  }
}

function definitionParts(definition: TypeDefinition): Type[] {
  switch (definition.kind) {
    case 'struct':
    case 'union':
      return definition.fields.map(({ type }) => type);
    case 'enum':
      return definition.variants.flatMap(({ fields }) => fields.map(({ type }) => type));
    case 'flags':
      return [definition.bits];
  }
}
