import type {
  ArrayType,
  EnumDefinition,
  Field,
  FlagsDefinition,
  FloatType,
  IntegerType,
  Repr,
  StructDefinition,
  Type,
  TypeTable,
  UnionDefinition,
  Variant,
} from './types.ts';

/**
 * What to do with each kind of type. Names are looked up before anything is called: a tuple is a struct without a definition,
 * `Option` and `Result` are enums without one.
 */
export interface TypeVisitor<R> {
  integer(type: IntegerType): R;
  float(type: FloatType): R;
  bool(type: TypeOf<'bool'>): R;
  char(type: TypeOf<'char'>): R;
  unit(type: TypeOf<'unit'>): R;
  never(type: TypeOf<'never'>): R;
  array(type: ArrayType): R;
  slice(type: TypeOf<'slice'>): R;
  struct(struct: StructParts, type: Type): R;
  enum(parts: EnumParts, type: Type): R;
  union(definition: UnionDefinition): R;
  flags(definition: FlagsDefinition): R;
  alternatives(type: TypeOf<'alternatives'>): R;
  /** A type that is not known; also a name that the table does not have. */
  unresolved(type: TypeOf<'unresolved'>): R;
}

export type TypeOf<K extends Type['kind']> = Extract<Type, { kind: K }>;

/** A struct of whatever shape, or a tuple. */
export interface StructParts {
  readonly shape: StructDefinition['shape'];
  readonly fields: readonly Field[];
  readonly repr: Repr;
  /** Absent of a tuple. */
  readonly definition?: StructDefinition;
}

/** An enum, or one of the two that the language itself declares. */
export interface EnumParts {
  readonly of: 'enum' | 'option' | 'result';
  readonly variants: readonly VariantParts[];
  readonly repr: Repr;
  /** Absent of `Option` and `Result`. */
  readonly definition?: EnumDefinition;
}

export type VariantParts = Pick<
  Variant,
  'name' | 'index' | 'value' | 'written' | 'shape' | 'fields' | 'doc' | 'condition'
>;

export const DEFAULT_REPR: Repr = { layout: 'rust' };

/** Calls the one method of `visitor` that is for this type. */
export function visit<R>(type: Type, table: TypeTable, visitor: TypeVisitor<R>): R {
  switch (type.kind) {
    case 'integer':
      return visitor.integer(type);
    case 'float':
      return visitor.float(type);
    case 'bool':
      return visitor.bool(type);
    case 'char':
      return visitor.char(type);
    case 'unit':
      return visitor.unit(type);
    case 'never':
      return visitor.never(type);
    case 'array':
      return visitor.array(type);
    case 'slice':
      return visitor.slice(type);
    case 'tuple':
      return visitor.struct({ shape: 'tuple', fields: positional(type.elements), repr: DEFAULT_REPR }, type);
    case 'option':
      return visitor.enum({ of: 'option', variants: optionVariants(type.some), repr: DEFAULT_REPR }, type);
    case 'result':
      return visitor.enum({ of: 'result', variants: resultVariants(type.ok, type.err), repr: DEFAULT_REPR }, type);
    case 'alternatives':
      return visitor.alternatives(type);
    case 'unresolved':
      return visitor.unresolved(type);
    case 'named': {
      const definition = table[type.id];
      if (!definition) return visitor.unresolved(undefinedType(type.id));
      switch (definition.kind) {
        case 'struct':
          return visitor.struct(
            { shape: definition.shape, fields: definition.fields, repr: definition.repr, definition },
            type,
          );
        case 'enum':
          return visitor.enum({ of: 'enum', variants: definition.variants, repr: definition.repr, definition }, type);
        case 'union':
          return visitor.union(definition);
        case 'flags':
          return visitor.flags(definition);
      }
    }
  }
}

/** What a name stands for that has no definition. */
function undefinedType(id: string): TypeOf<'unresolved'> {
  return {
    kind: 'unresolved',
    text: id,
    reason: { kind: 'not-found', message: `There is no definition of \`${id}\`.` },
  };
}

/** The variants of `Option<T>`, as the compiler numbers them. */
export function optionVariants(some: Type): VariantParts[] {
  return [
    { name: 'None', index: 0, value: '0', shape: 'unit', fields: [] },
    { name: 'Some', index: 1, value: '1', shape: 'tuple', fields: positional([some]) },
  ];
}

/** The variants of `Result<T, E>`, as the compiler numbers them. */
export function resultVariants(ok: Type, err: Type): VariantParts[] {
  return [
    { name: 'Ok', index: 0, value: '0', shape: 'tuple', fields: positional([ok]) },
    { name: 'Err', index: 1, value: '1', shape: 'tuple', fields: positional([err]) },
  ];
}

/** A tuple's elements as fields named by their position. */
export function positional(elements: readonly Type[]): Field[] {
  return elements.map((type, index) => ({ name: String(index), type }));
}
