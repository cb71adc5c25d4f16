import {
  type EnumDefinition,
  type ErrorCode,
  errorCodes,
  type Field,
  type FlagsDefinition,
  type Type,
  type TypeDefinition,
  type TypeId,
  type TypeTable,
  type Variant,
} from '../../schema/index.ts';
import { mayBeNull } from '../../wire/index.ts';
import { LINE_WIDTH, propertyName, quoted } from './literal.ts';
import { TypeNames } from './names.ts';
import { tsdoc } from './tsdoc.ts';

/** How the length of a `usize` counts: 4 bytes in a memory image, 8 in the serde encodings, open in a type that may travel either way. */
export type Travel = 'image' | 'serde' | 'either';

/** The TypeScript types of a table's Rust types. A definition gets its name, and is declared, when it is first used. */
export class TypeTexts {
  readonly #table: TypeTable;
  readonly #names = new TypeNames();
  readonly #named = new Map<TypeId, string>();
  readonly #declarations: string[] = [];
  /** What the file imports from the runtime. */
  readonly imports = new Set<string>();

  constructor(table: TypeTable) {
    this.#table = table;
  }

  /** Reserves the name of something else that the file declares; returns the one to use. */
  reserve(name: string): string {
    return this.#names.take(name);
  }

  /** Declarations of all the types used so far, in the order of their first use. */
  get declarations(): readonly string[] {
    return this.#declarations;
  }

  text(type: Type, travel: Travel): string {
    switch (type.kind) {
      case 'integer':
        if (type.name.endsWith('size')) return { image: 'number', serde: 'bigint', either: 'number | bigint' }[travel];
        return type.name.endsWith('64') || type.name.endsWith('128') ? 'bigint' : 'number';
      case 'float':
        return 'number';
      case 'bool':
        return 'boolean';
      case 'char':
        return 'string';
      case 'unit':
        return 'null';
      case 'never':
        return 'never';
      case 'tuple':
        return `[${type.elements.map((element) => this.text(element, travel)).join(', ')}]`;
      case 'array':
      case 'slice':
        return this.listOf(type.element, travel);
      case 'option': {
        const some = this.text(type.some, travel);
        return mayBeNull(type.some, this.#table) ? `{ Some: ${some} } | null` : `${some} | null`;
      }
      case 'result':
        return this.result(this.text(type.ok, travel), this.text(type.err, travel));
      case 'named':
        return this.#name(type.id);
      case 'alternatives':
      case 'unresolved':
        return 'unknown';
    }
  }

  listOf(element: Type, travel: Travel): string {
    const text = this.text(element, travel);
    return text.includes(' | ') ? `(${text})[]` : `${text}[]`;
  }

  result(ok: string, err: string): string {
    return `${this.runtime('Result')}<${ok}, ${err}>`;
  }

  /** A type of the runtime, which is imported because it is used. */
  runtime(name: string): string {
    this.imports.add(name);
    return name;
  }

  /** The type of a `CLike` error: the names of its codes, or the codes themselves where they cannot be read. */
  errorText(type: Type): string {
    const codes = this.errorCodes(type);
    if (codes === null) return 'number';
    if (type.kind === 'named') return this.#name(type.id);
    return codes.length === 0 ? 'never' : [...new Set(codes.map(({ name }) => quoted(name)))].join(' | ');
  }

  errorCodes(type: Type): readonly ErrorCode[] | null {
    return errorCodes(type, this.#table);
  }

  #name(id: TypeId): string {
    const known = this.#named.get(id);
    if (known !== undefined) return known;
    const definition = this.#table[id];
    if (!definition) return 'unknown';
    const name = this.#names.take(definition.name, definition.crate);
    this.#named.set(id, name);
    // Holds the place: what the definition uses is declared after it.
    const place = this.#declarations.push('') - 1;
    this.#declarations[place] = [
      ...tsdoc([definition.doc, variantDocs(definition)]),
      this.#declare(name, definition),
    ].join('\n');
    return name;
  }

  #declare(name: string, definition: TypeDefinition): string {
    switch (definition.kind) {
      case 'struct':
        if (definition.shape !== 'named')
          return `export type ${name} = ${this.#payload(definition.shape, definition.fields)};`;
        return this.#interface(name, definition.fields, false);
      case 'union':
        return this.#interface(name, definition.fields, true);
      case 'flags':
        return this.#flags(name, definition);
      case 'enum':
        return this.#union(name, definition);
    }
  }

  #interface(name: string, fields: readonly Field[], optional: boolean): string {
    if (fields.length === 0) return `export type ${name} = Record<string, never>;`;
    const members = fields.flatMap((field) => [
      ...tsdoc([field.doc], '  '),
      `  ${propertyName(field.name)}${optional || field.serdeSkip ? '?' : ''}: ${this.text(field.type, 'either')};`,
    ]);
    return [`export interface ${name} {`, ...members, '}'].join('\n');
  }

  #flags(name: string, { bits, flags }: FlagsDefinition): string {
    const text = this.text(bits, 'either');
    const suffix = text === 'bigint' ? 'n' : '';
    const members = flags.flatMap(({ name: flag, value, doc }) =>
      value === null ? [] : [...tsdoc([doc], '  '), `  ${propertyName(flag)}: ${value}${suffix},`],
    );
    const alias = `export type ${name} = ${text};`;
    if (members.length === 0) return alias;
    return [
      alias,
      '',
      ...tsdoc([`The flags of a {@link ${name}}.`]),
      `export const ${name} = {`,
      ...members,
      '} as const;',
    ].join('\n');
  }

  #union(name: string, { variants }: EnumDefinition): string {
    if (variants.length === 0) return `export type ${name} = never;`;
    const members = variants.map((variant) => this.#variant(variant));
    const flat = `export type ${name} = ${members.join(' | ')};`;
    if (flat.length <= LINE_WIDTH) return flat;
    return [`export type ${name} =`, ...members.map((member) => `  | ${member}`)].join('\n').concat(';');
  }

  #variant({ name, shape, fields }: Variant): string {
    if (shape === 'unit') return quoted(name);
    return `{ ${propertyName(name)}: ${this.#payload(shape, fields)} }`;
  }

  #payload(shape: 'named' | 'tuple' | 'unit', fields: readonly Field[]): string {
    const texts = fields.map(({ type }) => this.text(type, 'either'));
    if (shape === 'unit') return 'null';
    if (shape === 'tuple') return texts.length === 1 ? (texts[0] as string) : `[${texts.join(', ')}]`;
    if (fields.length === 0) return 'Record<string, never>';
    return `{ ${fields.map(({ name }, index) => `${propertyName(name)}: ${texts[index]}`).join('; ')} }`;
  }
}

/** The documentation of an enum's variants as a list: editors show none of a union's members. */
function variantDocs(definition: TypeDefinition): string | undefined {
  if (definition.kind !== 'enum') return undefined;
  const items = definition.variants.flatMap(({ name, doc }) =>
    doc === undefined ? [] : [`- \`${name}\`: ${doc.trim().replaceAll('\n', '\n  ')}`],
  );
  return items.join('\n');
}
