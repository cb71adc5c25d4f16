import {
  type Condition,
  type EnumDefinition,
  type Field,
  type FloatType,
  type IntegerType,
  type InterfaceSchema,
  type Length,
  type Repr,
  type TypeDefinition,
  type TypeId,
  type TypeSpelling,
  typesInDefinition,
  typeText,
  type Variant,
  walk,
} from '../../schema/index.ts';

/** The types of a published version as Rust that a reader can edit. */
export interface RustOfVersion {
  /** In the order of the version's table. */
  readonly items: readonly { readonly id: TypeId; readonly name: string; readonly text: string }[];
  /** Definitions that no Rust text can state: different by image, not resolved, serialized by hand. By the name that other items use. */
  readonly kept: ReadonlyMap<string, TypeId>;
}

/** Writes the definitions of a schema as Rust items, each under a name of its own. */
export function rustOf({ types }: InterfaceSchema): RustOfVersion {
  const names = namesFor(Object.values(types));
  const definitions = Object.values(types);
  const kept = new Set(definitions.filter((one) => !isWritable(one)).map(({ id }) => id));
  return {
    items: definitions
      .filter(({ id }) => !kept.has(id))
      .map((one) => ({ id: one.id, name: names.get(one.id) ?? one.name, text: itemText(one, names) })),
    kept: new Map([...kept].map((id) => [names.get(id) ?? id, id])),
  };
}

/** True where a reader can edit a type: Rust text can state it. */
export function isWritten({ types }: InterfaceSchema, id: TypeId): boolean {
  const definition = types[id];
  return definition !== undefined && isWritable(definition);
}

/** Names that Rust items can have, each only once. `Ring<u8>` is the item `Ring_u8`: its definition is that of these arguments alone. */
function namesFor(definitions: readonly TypeDefinition[]): Map<TypeId, string> {
  const taken = new Set<string>();
  const names = new Map<TypeId, string>();
  for (const { id, name } of definitions) {
    const plain = PLAIN_ID.test(id) ? name : itemName(id, name);
    let free = plain;
    for (let count = 2; taken.has(free); count++) free = `${plain}${count}`;
    taken.add(free);
    names.set(id, free);
  }
  return names;
}

/** The name with its generic arguments; paths in them are cut to their last part. */
function itemName(id: TypeId, name: string): string {
  const start = id.indexOf('<');
  const whole = start < 0 ? name : `${name.replace(/<.*/s, '')}${id.slice(start).replace(/[A-Za-z0-9_]+::/g, '')}`;
  return whole.replace(/[^A-Za-z0-9]+/g, '_').replace(/_$/, '');
}

/** An id with more than a path stands for one of several definitions: for generic arguments, or for an image. */
const PLAIN_ID = /^[A-Za-z0-9_:]+$/;

function isWritable(definition: TypeDefinition): boolean {
  if (definition.customSerde !== undefined || definition.serdeUnseen) return false;
  if (definition.kind === 'enum' && !isWritableEnum(definition)) return false;
  const members =
    definition.kind === 'enum' ? definition.variants : definition.kind === 'flags' ? [] : definition.fields;
  const fields = definition.kind === 'enum' ? definition.variants.flatMap(({ fields }) => fields) : [];
  if ([...members, ...fields].some(({ condition }) => condition !== undefined && condition.kind !== 'cfg'))
    return false;
  if (definition.kind === 'flags' && definition.flags.some(({ value }) => value === null)) return false;
  let isPlain = true;
  walk(typesInDefinition(definition), {}, (type) => {
    if (type.kind === 'unresolved' || type.kind === 'alternatives') isPlain = false;
    if (type.kind === 'array' && typeof type.length !== 'number') isPlain = false;
  });
  return isPlain;
}

function isWritableEnum({ codesComputed, variants }: EnumDefinition): boolean {
  return codesComputed === undefined && variants.every(({ value, code }) => value !== null && code !== null);
}

type Names = ReadonlyMap<TypeId, string>;

function itemText(definition: TypeDefinition, names: Names): string {
  const name = names.get(definition.id) ?? definition.name;
  const head = [...docLines(definition.doc, ''), ...deriveLines(definition.derives), ...reprLines(definition.repr)];
  switch (definition.kind) {
    case 'struct': {
      const body = fieldsText(definition.fields, definition.shape, '', names, true);
      return [...head, `pub struct ${name}${body}${definition.shape === 'named' ? '' : ';'}`].join('\n');
    }
    case 'union':
      return [...head, `pub union ${name}${fieldsText(definition.fields, 'named', '', names, true)}`].join('\n');
    case 'enum': {
      const variants = definition.variants.flatMap((variant) => variantLines(variant, names));
      return [...head, `pub enum ${name} {`, ...variants, '}', ...codesText(definition.variants, name)].join('\n');
    }
    case 'flags': {
      const flags = definition.flags.flatMap((flag) => [
        ...docLines(flag.doc, '        '),
        `        const ${flag.name} = ${flag.value};`,
      ]);
      const lines = [
        ...head.map((line) => `    ${line}`),
        `    pub struct ${name}: ${typeText(definition.bits, new RustSpelling(names))} {`,
      ];
      return ['bitflags! {', ...lines, ...flags, '    }', '}'].join('\n');
    }
  }
}

function docLines(doc: string | undefined, indent: string): string[] {
  return (doc ?? '').split('\n').flatMap((line) => (doc ? [`${indent}/// ${line}`.trimEnd()] : []));
}

function deriveLines(derives: readonly string[]): string[] {
  return derives.length > 0 ? [`#[derive(${derives.join(', ')})]`] : [];
}

function reprLines({ layout, integer, packed, align }: Repr): string[] {
  const words = [
    ...(layout === 'rust' ? [] : [layout]),
    ...(integer ? [integer] : []),
    ...(packed === undefined ? [] : [packed === 1 ? 'packed' : `packed(${packed})`]),
    ...(align === undefined ? [] : [`align(${align})`]),
  ];
  return words.length > 0 ? [`#[repr(${words.join(', ')})]`] : [];
}

function cfgLine(condition: Condition | undefined, indent: string): string[] {
  return condition?.kind === 'cfg' ? [`${indent}#[cfg(${condition.predicate})]`] : [];
}

function variantLines(variant: Variant, names: Names): string[] {
  const value = variant.written ? ` = ${variant.value}` : '';
  return [
    ...docLines(variant.doc, '    '),
    ...cfgLine(variant.condition, '    '),
    ...(variant.serverDeath ? ['    #[idol(server_death)]'] : []),
    `    ${variant.name}${fieldsText(variant.fields, variant.shape, '    ', names, false)}${value},`,
  ];
}

function fieldsText(
  fields: readonly Field[],
  shape: 'named' | 'tuple' | 'unit',
  indent: string,
  names: Names,
  ofItem: boolean,
): string {
  if (shape === 'unit') return '';
  const isPublic = ofItem ? 'pub ' : '';
  if (shape === 'tuple') {
    const parts = fields.map(({ type, serdeSkip, condition }) => {
      const attributes = [...cfgLine(condition, ''), ...(serdeSkip ? ['#[serde(skip)]'] : [])];
      return [...attributes, `${isPublic}${typeText(type, new RustSpelling(names))}`].join(' ');
    });
    return `(${parts.join(', ')})`;
  }
  const lines = fields.flatMap((field) => [
    ...docLines(field.doc, `${indent}    `),
    ...cfgLine(field.condition, `${indent}    `),
    ...(field.serdeSkip ? [`${indent}    #[serde(skip)]`] : []),
    `${indent}    ${isPublic}${field.name}: ${typeText(field.type, new RustSpelling(names))},`,
  ]);
  return [' {', ...lines, `${indent}}`].join('\n');
}

/** Return codes that hand-written code gives. */
function codesText(variants: readonly Variant[], name: string): string[] {
  if (variants.every(({ code }) => code === undefined)) return [];
  return [
    '',
    `impl From<${name}> for u16 {`,
    `    fn from(error: ${name}) -> u16 {`,
    '        match error {',
    ...variants.map(
      (variant) => `            ${name}::${variant.name}${shapePattern(variant)} => ${variant.code ?? variant.value},`,
    ),
    '        }',
    '    }',
    '}',
  ];
}

function shapePattern({ shape }: Variant): string {
  return shape === 'unit' ? '' : shape === 'tuple' ? '(..)' : ' { .. }';
}

/** Types as Rust code that compiles has them. */
class RustSpelling implements TypeSpelling {
  readonly #names: Names;
  readonly never = 'core::convert::Infallible';

  constructor(names: Names) {
    this.#names = names;
  }

  number({ name, unaligned, endian }: IntegerType | FloatType): string {
    if (!unaligned) return name;
    const module = endian === 'big' ? 'big_endian' : 'little_endian';
    return `zerocopy::byteorder::${module}::${name[0]?.toUpperCase()}${name.slice(1)}`;
  }

  named(id: TypeId): string {
    return this.#names.get(id) ?? id;
  }

  length(length: Length): string {
    return String(length);
  }

  alternatives([first = '()']: readonly string[]): string {
    return first;
  }
}
