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
  TypeDefinition,
  TypeTable,
  UnionDefinition,
  Variant,
} from './types.ts';

/**
 * What to do with each kind of type. Names are looked up before anything is called: a tuple is a struct without a definition,
 * `Option` and `Result` are enums without one. `at` is whatever the caller of {@link visit} says of the place of the type.
 */
export interface TypeVisitor<R, At> {
  integer(type: IntegerType, at: At): R;
  float(type: FloatType, at: At): R;
  bool(type: TypeOf<'bool'>, at: At): R;
  char(type: TypeOf<'char'>, at: At): R;
  unit(type: TypeOf<'unit'>, at: At): R;
  never(type: TypeOf<'never'>, at: At): R;
  array(type: ArrayType, at: At): R;
  slice(type: TypeOf<'slice'>, at: At): R;
  struct(struct: StructParts, at: At): R;
  enum(parts: EnumParts, at: At): R;
  union(definition: UnionDefinition, at: At): R;
  flags(definition: FlagsDefinition, at: At): R;
  alternatives(type: TypeOf<'alternatives'>, at: At): R;
  /** A type that is not known; also a name that the table does not have. */
  unresolved(type: TypeOf<'unresolved'>, at: At): R;
}

export type TypeOf<K extends Type['kind']> = Extract<Type, { kind: K }>;

/** A struct of whatever shape, or a tuple. */
export interface StructParts {
  readonly shape: StructDefinition['shape'];
  readonly fields: readonly Field[];
  readonly repr: Repr;
  readonly type: Type;
  /** Absent of a tuple. */
  readonly definition?: StructDefinition;
}

/** An enum, or one of the two that the language itself declares. */
export interface EnumParts {
  readonly of: 'enum' | 'option' | 'result';
  readonly variants: readonly VariantParts[];
  readonly repr: Repr;
  readonly type: Type;
  /** Absent of `Option` and `Result`. */
  readonly definition?: EnumDefinition;
}

export type VariantParts = Pick<
  Variant,
  'name' | 'index' | 'value' | 'written' | 'shape' | 'fields' | 'doc' | 'condition'
>;

export const DEFAULT_REPR: Repr = { layout: 'rust' };

/** Calls the one method of `visitor` that is for this type. */
export function visit<R, At>(type: Type, table: TypeTable, visitor: TypeVisitor<R, At>, at: At): R {
  switch (type.kind) {
    case 'integer':
      return visitor.integer(type, at);
    case 'float':
      return visitor.float(type, at);
    case 'bool':
      return visitor.bool(type, at);
    case 'char':
      return visitor.char(type, at);
    case 'unit':
      return visitor.unit(type, at);
    case 'never':
      return visitor.never(type, at);
    case 'array':
      return visitor.array(type, at);
    case 'slice':
      return visitor.slice(type, at);
    case 'tuple':
      return visitor.struct({ shape: 'tuple', fields: positional(type.elements), repr: DEFAULT_REPR, type }, at);
    case 'option':
      return visitor.enum({ of: 'option', variants: optionVariants(type.some), repr: DEFAULT_REPR, type }, at);
    case 'result':
      return visitor.enum({ of: 'result', variants: resultVariants(type.ok, type.err), repr: DEFAULT_REPR, type }, at);
    case 'alternatives':
      return visitor.alternatives(type, at);
    case 'unresolved':
      return visitor.unresolved(type, at);
    case 'named': {
      const definition = table[type.id];
      return definition
        ? visitDefinition(definition, visitor, at, type)
        : visitor.unresolved(undefinedType(type.id), at);
    }
  }
}

/** As {@link visit}, of the type that a definition is of. */
export function visitDefinition<R, At>(
  definition: TypeDefinition,
  visitor: TypeVisitor<R, At>,
  at: At,
  type: Type = { kind: 'named', id: definition.id },
): R {
  const { repr } = definition;
  switch (definition.kind) {
    case 'struct': {
      const { shape, fields } = definition;
      return visitor.struct({ shape, fields, repr, definition, type }, at);
    }
    case 'enum': {
      const { variants } = definition;
      return visitor.enum({ of: 'enum', variants, repr, definition, type }, at);
    }
    case 'union':
      return visitor.union(definition, at);
    case 'flags':
      return visitor.flags(definition, at);
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
