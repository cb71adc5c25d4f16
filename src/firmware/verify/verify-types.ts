import {
  type EnumDefinition,
  errorCodes,
  type Field,
  type InterfaceSchema,
  type OperationSchema,
  type Type,
  type TypeDefinition,
  walk,
} from '../../schema/index.ts';
import { MemoryImages, type Target } from '../../wire/index.ts';
import type { CompiledMember } from '../dwarf/types.ts';
import type { FirmwareTask } from '../model.ts';
import { type CompiledDefinition, definitionsOf, placeOf } from './compiled-definitions.ts';
import type { Fact } from './fact.ts';
import type { FactList } from './fact-list.ts';

/** Sets every definition that an interface reaches against the compiler's: what of it travels, and no more. */
export function verifyTypes(
  schema: InterfaceSchema,
  servers: readonly FirmwareTask[],
  all: readonly FirmwareTask[],
  target: Target,
  facts: FactList,
): void {
  const images = new MemoryImages(schema.types, target);
  const inMemory = reached(schema, memoryTypes);
  const bySerde = reached(schema, serdeTypes);
  const asCode = reached(schema, codeTypes);
  for (const definition of Object.values(schema.types)) {
    const { id } = definition;
    const found = definitionsOf(id, [...servers, ...all]);
    const uses = { memory: inMemory.has(id), serde: bySerde.has(id), code: asCode.has(id) };
    for (const compiled of found.length > 0 ? found : [undefined]) {
      const verifier = new DefinitionVerifier(definition, compiled, images, facts);
      if (uses.memory) verifier.memory();
      if (uses.serde) verifier.order();
      if (uses.code) verifier.codes();
    }
  }
}

/** What travels as it lies in memory, or fills a buffer that is as large as it is there. */
function memoryTypes({ args, leases, reply, encoding }: OperationSchema): Type[] {
  const values = [...args, reply.ok].flatMap(({ type, recv }) =>
    recv.kind === 'FromBytes' ? [type] : [type, recv.raw],
  );
  return [...(encoding === 'Zerocopy' ? values : []), ...leases.map(({ type }) => type)];
}

function serdeTypes({ args, reply, encoding }: OperationSchema): Type[] {
  const values = encoding === 'Zerocopy' ? [] : [...args.map(({ type }) => type), reply.ok.type];
  return [...values, ...(reply.kind === 'Result' && reply.error.kind === 'Complex' ? [reply.error.type] : [])];
}

function codeTypes({ reply }: OperationSchema): Type[] {
  return reply.kind === 'Result' && reply.error.kind === 'CLike' ? [reply.error.type] : [];
}

function reached({ operations, types }: InterfaceSchema, typesOf: (operation: OperationSchema) => Type[]): Set<string> {
  const ids = new Set<string>();
  walk(operations.flatMap(typesOf), types, (type) => {
    if (type.kind === 'named') ids.add(type.id);
  });
  return ids;
}

class DefinitionVerifier {
  readonly #definition: TypeDefinition;
  readonly #compiled: CompiledDefinition | undefined;
  readonly #images: MemoryImages;
  readonly #facts: FactList;

  constructor(
    definition: TypeDefinition,
    compiled: CompiledDefinition | undefined,
    images: MemoryImages,
    facts: FactList,
  ) {
    this.#definition = definition;
    this.#compiled = compiled;
    this.#images = images;
    this.#facts = facts;
  }

  memory(): void {
    const definition = this.#definition;
    const type = this.#compiled?.type;
    const memory = this.#images.definition(definition.id);
    // What we cannot work out is no fact of ours.
    if ('unresolved' in memory) return;
    this.#add('size', '', bytes(memory.size.max), type && bytes(type.size));
    this.#add('alignment', '', bytes(memory.align.max), type?.align === undefined ? undefined : bytes(type.align));
    if (definition.kind === 'struct' && memory.kind === 'fields') {
      this.#offsets(definition.fields, memory.offsets, type && 'members' in type ? type.members : undefined, '');
    }
    if (definition.kind !== 'enum' || memory.kind !== 'enum') return;
    this.#values(definition, 'value');
    definition.variants.forEach(({ name, fields }, index) => {
      const found = type?.kind === 'tagged' ? type.variants.find((variant) => variant.name === name) : undefined;
      this.#offsets(fields, memory.variants[index] ?? [], found?.members, `::${name}`);
    });
  }

  /** Serde sends fields and variants in the order of the source, whatever their place in memory. */
  order(): void {
    const definition = this.#definition;
    const type = this.#compiled?.type;
    switch (definition.kind) {
      case 'struct':
        this.#fields(definition.fields, type && 'members' in type ? type.members : undefined, '');
        return;
      case 'enum': {
        const variants = type && 'variants' in type ? type.variants : undefined;
        this.#sequence(definition.variants, variants, '');
        for (const { name, fields } of definition.variants) {
          const found = type?.kind === 'tagged' ? type.variants.find((each) => each.name === name) : undefined;
          this.#fields(fields, found?.members, `::${name}`);
        }
        return;
      }
      case 'union':
      case 'flags':
        return;
    }
  }

  codes(): void {
    if (this.#definition.kind !== 'enum') return;
    const codes = errorCodes({ kind: 'named', id: this.#definition.id }, this.#images.table);
    // Codes that are computed are nobody's values.
    const isByValue = this.#definition.variants.every(({ code }) => code === undefined);
    if (codes !== null && isByValue) this.#values(this.#definition, 'error code');
  }

  #values({ variants }: EnumDefinition, kind: 'value' | 'error code'): void {
    const type = this.#compiled?.type;
    // A tag in a niche is no value of a variant; neither is that of an enum with one variant kept anywhere.
    const theirs =
      type?.kind === 'enum' || (type?.kind === 'tagged' && type.variants.every(({ value }) => value !== undefined))
        ? new Map(type.variants.map(({ name, value }) => [name, value as bigint]))
        : undefined;
    for (const { name, value } of variants) {
      if (value === null) continue;
      const found = theirs?.get(name);
      this.#add(kind, `::${name}`, value, theirs && (found === undefined ? 'no such variant' : String(found)));
    }
    const known = new Set(variants.map(({ name }) => name));
    for (const [name, value] of theirs ?? []) {
      if (!known.has(name)) this.#add(kind, `::${name}`, 'no such variant', String(value));
    }
  }

  #offsets(
    fields: readonly Field[],
    ours: readonly (number | null)[],
    theirs: readonly CompiledMember[] | undefined,
    within: string,
  ): void {
    fields.forEach(({ name }, index) => {
      const offset = ours[index];
      if (offset === undefined || offset === null) return;
      const member = theirs?.find((each) => each.name === name);
      this.#add(
        'offset',
        `${within}.${name}`,
        `at ${offset}`,
        theirs && (member ? `at ${member.offset}` : 'no such field'),
      );
    });
    for (const { name, offset } of theirs ?? []) {
      if (!fields.some((field) => field.name === name))
        this.#add('offset', `${within}.${name}`, 'no such field', `at ${offset}`);
    }
  }

  /** A field's size in memory tells integers of different widths apart, which serde sends at full width. */
  #fields(ours: readonly Field[], theirs: readonly CompiledMember[] | undefined, within: string): void {
    this.#sequence(ours, theirs, within);
    for (const { name, type } of ours) {
      const memory = this.#images.of(type);
      if ('unresolved' in memory || memory.size.min !== memory.size.max) continue;
      const member = theirs?.find((each) => each.name === name);
      const size = member && this.#compiled?.types.sizeOf(member.type);
      this.#add('size', `${within}.${name}`, bytes(memory.size.max), size === undefined ? undefined : bytes(size));
    }
  }

  #sequence(
    ours: readonly { readonly name: string }[],
    theirs: readonly { readonly name: string }[] | undefined,
    within: string,
  ): void {
    const list = (items: readonly { readonly name: string }[]) => items.map(({ name }) => name).join(', ') || 'none';
    if (ours.length > 0 || (theirs?.length ?? 0) > 0) this.#add('order', within, list(ours), theirs && list(theirs));
  }

  #add(kind: Fact['kind'], within: string, ours: string, theirs: string | undefined): void {
    const { id, place, repr, kind: definitionKind } = this.#definition;
    const isOrdered = kind === 'offset' && repr.layout === 'rust' && definitionKind === 'struct';
    this.#facts.add({
      kind,
      subject: `${id}${within}`,
      ours,
      ...(theirs !== undefined && { theirs }),
      ...(place && { ourPlace: `${place.path}:${place.line}:${place.column}` }),
      ...(this.#compiled && { theirPlace: placeOf(this.#compiled) }),
      ...(isOrdered && {
        note: 'The struct has no `repr`: each release of the compiler may order its fields otherwise.',
      }),
    });
  }
}

export function bytes(count: number): string {
  return count === 1 ? '1 byte' : `${count} bytes`;
}
