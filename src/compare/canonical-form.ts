import {
  type Condition,
  type ErrorCode,
  type ErrorSchema,
  errorCodes,
  type Field,
  type InterfaceSchema,
  type Length,
  type MessageContract,
  type OperationSchema,
  type Recv,
  type Type,
  type TypeDefinition,
  type TypeTable,
  type Variant,
  valueCases,
} from '../schema/index.ts';
import { type Conditional, haveSameConditions, pairCases } from './match/alternatives.ts';

/**
 * Whether two uses of types mean the same to a reader of the interface: the same kind all the way down, where two definitions
 * count as one when they share their last name. What changed inside such a definition is a finding of its own, made once
 * and not at every use; and a type that only moved, or is spelt by another path, is no change at all.
 */
export function isSameUse(a: Type, aTypes: TypeTable, b: Type, bTypes: TypeTable): boolean {
  const same = (x: Type, y: Type) => isSameUse(x, aTypes, y, bTypes);
  switch (a.kind) {
    case 'integer':
    case 'float':
      return b.kind === a.kind && a.name === b.name && a.endian === b.endian && a.unaligned === b.unaligned;
    case 'bool':
    case 'char':
    case 'unit':
    case 'never':
      return b.kind === a.kind;
    case 'tuple':
      return (
        b.kind === 'tuple' &&
        a.elements.length === b.elements.length &&
        a.elements.every((element, i) => same(element, b.elements[i] as Type))
      );
    case 'array':
      return b.kind === 'array' && isSameLength(a.length, b.length) && same(a.element, b.element);
    case 'slice':
      return b.kind === 'slice' && same(a.element, b.element);
    case 'option':
      return b.kind === 'option' && same(a.some, b.some);
    case 'result':
      return b.kind === 'result' && same(a.ok, b.ok) && same(a.err, b.err);
    case 'named':
      return b.kind === 'named' && (a.id === b.id || aTypes[a.id]?.name === bTypes[b.id]?.name);
    case 'alternatives':
      return (
        b.kind === 'alternatives' &&
        haveSameConditions(a.cases, b.cases) &&
        pairCases(a.cases, b.cases).every((pair) => same(pair.old.type, pair.new.type))
      );
    case 'unresolved':
      return b.kind === 'unresolved' && a.text === b.text;
  }
}

function isSameLength(a: Length, b: Length): boolean {
  if (typeof a === 'number' || typeof b === 'number') return a === b;
  if (a.kind === 'unresolved' || b.kind === 'unresolved') {
    return a.kind === 'unresolved' && b.kind === 'unresolved' && a.text === b.text;
  }
  if (!haveSameConditions(a.cases, b.cases)) return false;
  return pairCases(a.cases, b.cases).every((pair) => pair.old.value === pair.new.value);
}

/** Whether two operations carry the same, whatever they and their parts are called. */
export function isSameOperation(a: OperationSchema, aTypes: TypeTable, b: OperationSchema, bTypes: TypeTable): boolean {
  return operationText(a, aTypes) === operationText(b, bTypes);
}

/** What an operation carries as one text: equal texts, equal schemas. Names are no part of it, those inside types apart. */
export function operationText(operation: OperationSchema, types: TypeTable): string {
  return remembered(operationTexts, types, operation, () => new CanonicalForm(types).operation(operation));
}

/** Whether two definitions are the same but for documentation, place, derives and their paths. */
export function isSameDefinition(a: TypeDefinition, aTypes: TypeTable, b: TypeDefinition, bTypes: TypeTable): boolean {
  return new CanonicalForm(aTypes).definition(a) === new CanonicalForm(bTypes).definition(b);
}

/** Whether two single types carry the same. */
export function isSamePart(a: Type, aTypes: TypeTable, b: Type, bTypes: TypeTable): boolean {
  return partText(a, aTypes) === partText(b, bTypes);
}

function partText(type: Type, types: TypeTable): string {
  return remembered(partTexts, types, type, () => new CanonicalForm(types).part(type));
}

/** Whether two argument lists carry the same, in the same order and encoding, under the same names. */
export function isSameArguments(a: OperationSchema, aTypes: TypeTable, b: OperationSchema, bTypes: TypeTable): boolean {
  return a.encoding === b.encoding && new CanonicalForm(aTypes).args(a) === new CanonicalForm(bTypes).args(b);
}

/**
 * An interface's schema as one text: all names and all that travels, and nothing of documentation, places, or how and where a type
 * is written. Equal texts, one version.
 */
export function interfaceText({ name, operations, types, messages }: InterfaceSchema): string {
  const form = new CanonicalForm(types);
  return JSON.stringify([
    name,
    operations.map((operation) => [
      operation.name,
      operation.args.map((arg) => arg.name),
      operation.leases.map((lease) => lease.name),
      form.operation(operation),
    ]),
    ...(messages ? [contractText(messages)] : []),
  ]);
}

/** What the sides of a message contract are called counts as little as names of tasks. */
function contractText({ directions, version, minVersion }: MessageContract): unknown {
  return [directions.map(({ limit, after }) => [limit ?? null, after]), version ?? null, minVersion ?? null];
}

/** Whether two interfaces carry the same: documentation, places and the paths of types apart. */
export function isSameInterface(a: InterfaceSchema, b: InterfaceSchema): boolean {
  const text = ({ name, operations, types, messages }: InterfaceSchema) =>
    JSON.stringify([name, operations.map((operation) => [operation.name, operationText(operation, types)]), messages]);
  return text(a) === text(b);
}

/**
 * Whether what the type is made of is open: a part could not be resolved, or differs between images. (It may still be the same
 * on both sides of a comparison.)
 */
export function isOpen(type: Type, types: TypeTable): boolean {
  return remembered(openTypes, types, type, () => new CanonicalForm(types).isOpen(type));
}

/** What is worked out of a part of one table, whose parts never change: each is asked for again and again in a comparison. */
type Remembered<R> = WeakMap<TypeTable, WeakMap<object, R>>;

const operationTexts: Remembered<string> = new WeakMap();
const partTexts: Remembered<string> = new WeakMap();
const openTypes: Remembered<boolean> = new WeakMap();

function remembered<R>(all: Remembered<R>, types: TypeTable, part: object, make: () => R): R {
  const own = all.get(types) ?? new WeakMap<object, R>();
  all.set(types, own);
  const known = own.get(part);
  if (known !== undefined) return known;
  const made = make();
  own.set(part, made);
  return made;
}

/**
 * Writes a canonical text of all that travels: equal texts, equal schemas. A definition is written once, at its first
 * mention, and is a number from then on: so a recursive type ends, and a much shared one stays small.
 */
class CanonicalForm {
  readonly #types: TypeTable;
  readonly #numbers = new Map<string, number>();
  #isOpen = false;

  constructor(types: TypeTable) {
    this.#types = types;
  }

  operation(operation: OperationSchema): string {
    const { reply } = operation;
    return JSON.stringify([
      operation.encoding,
      operation.idempotent,
      operation.args.map((arg) => [this.#type(arg.type), this.#recv(arg.recv)]),
      operation.leases.map((lease) => [
        this.#type(lease.type),
        lease.slice,
        lease.read,
        lease.write,
        lease.maxLen ?? null,
      ]),
      [reply.kind, this.#type(reply.ok.type), this.#recv(reply.ok.recv)],
      reply.kind === 'Simple' ? null : this.#error(reply.error),
    ]);
  }

  /** Of a `CLike` error only the codes travel: in which order, and in what representation they are declared is nobody's matter. */
  #error(error: ErrorSchema): unknown {
    switch (error.kind) {
      case 'ServerDeath':
        return [error.kind, null];
      case 'Complex':
        return [error.kind, this.#type(error.type)];
      case 'CLike': {
        const codes = errorCodes(error.type, this.#types);
        return [error.kind, codes ? codeTexts(codes) : this.#type(error.type)];
      }
    }
  }

  isOpen(type: Type): boolean {
    this.#type(type);
    return this.#isOpen;
  }

  part(type: Type): string {
    return JSON.stringify(this.#type(type));
  }

  args(operation: OperationSchema): string {
    return JSON.stringify(operation.args.map((arg) => [arg.name, this.#type(arg.type), this.#recv(arg.recv)]));
  }

  definition(definition: TypeDefinition): string {
    return JSON.stringify(this.#definition(definition));
  }

  #recv(recv: Recv): unknown {
    switch (recv.kind) {
      case 'FromBytes':
        return recv.kind;
      case 'FromPrimitive':
        return [recv.kind, this.#type(recv.raw)];
      case 'From':
        return [recv.kind, this.#type(recv.raw), recv.function ?? null];
    }
  }

  #type(type: Type): unknown {
    switch (type.kind) {
      case 'integer':
      case 'float':
        return [type.name, type.endian ?? '', type.unaligned ?? false];
      case 'bool':
      case 'char':
      case 'unit':
      case 'never':
        return type.kind;
      case 'tuple':
        return ['tuple', ...type.elements.map((element) => this.#type(element))];
      case 'array':
        if (typeof type.length !== 'number') this.#isOpen = true;
        return ['array', this.#type(type.element), lengthText(type.length)];
      case 'slice':
        return ['slice', this.#type(type.element)];
      case 'option':
        return ['option', this.#type(type.some)];
      case 'result':
        return ['result', this.#type(type.ok), this.#type(type.err)];
      case 'alternatives':
        this.#isOpen = true;
        return ['alternatives', ...inOrder(type.cases).map((one) => [one.condition, this.#type(one.type)])];
      case 'unresolved':
        this.#isOpen = true;
        return ['unresolved', type.text];
      case 'named': {
        const definition = this.#types[type.id];
        const seen = this.#numbers.get(type.id);
        if (seen !== undefined || !definition) return ['definition', seen ?? type.id];
        this.#numbers.set(type.id, this.#numbers.size);
        return this.#definition(definition);
      }
    }
  }

  #definition(definition: TypeDefinition): unknown {
    const field = (one: Field) => {
      if (one.condition) this.#isOpen = true;
      return [one.name, this.#type(one.type), inCrate(one.condition, definition), one.serdeSkip ?? false];
    };
    const head = [definition.kind, definition.repr, definition.customSerde ?? null];
    if (definition.customSerde) this.#isOpen = true;
    switch (definition.kind) {
      case 'struct':
        return [head, definition.shape, definition.fields.map(field)];
      case 'union':
        return [head, definition.fields.map(field)];
      case 'enum':
        if (definition.variants.some((one) => one.condition)) this.#isOpen = true;
        return [
          head,
          definition.variants.map((one, position) => [
            one.name,
            numberText(definition.variants, position),
            one.shape,
            one.fields.map(field),
            inCrate(one.condition, definition),
            one.code ?? null,
            one.serverDeath ?? false,
          ]),
          definition.codesComputed ?? null,
        ];
      case 'flags':
        if (definition.flags.some((flag) => flag.value === null)) this.#isOpen = true;
        return [head, this.#type(definition.bits), definition.flags.map((flag) => [flag.name, flag.value])];
    }
  }
}

/** A condition on a feature with its crate: another crate's feature of the same name is another one. */
function inCrate(condition: Condition | undefined, { crate }: TypeDefinition): unknown {
  const isOfCrate = condition?.kind === 'cfg' && condition.predicate.includes('feature');
  return isOfCrate ? [condition, crate] : (condition ?? null);
}

/** A variant's value, or all that it can have with when it has them. */
function numberText(variants: readonly Variant[], position: number): unknown {
  const cases = valueCases(variants, position);
  return cases.length === 1 ? (variants[position] as Variant).value : cases;
}

/** Only which codes there are counts, not their order. */
function codeTexts(codes: readonly ErrorCode[]): unknown[] {
  return codes
    .toSorted((a, b) => a.code - b.code || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
    .map(({ name, code, serverDeath, condition }) => [
      name,
      code,
      serverDeath ?? false,
      condition ? conditionText(condition) : null,
    ]);
}

function lengthText(length: Length): unknown {
  if (typeof length === 'number') return length;
  if (length.kind === 'unresolved') return [length.kind, length.text];
  return [length.kind, ...inOrder(length.cases).map(({ condition, value }) => [condition, value])];
}

/** Cases by their conditions, which exclude each other: trees list their images in any order. */
function inOrder<C extends Conditional>(cases: readonly C[]): (Omit<C, 'condition'> & { condition: string })[] {
  return cases
    .map((one) => ({ ...one, condition: conditionText(one.condition) }))
    .sort((a, b) => (a.condition < b.condition ? -1 : a.condition > b.condition ? 1 : 0));
}

function conditionText(condition: Condition): string {
  return condition.kind === 'cfg'
    ? `cfg ${condition.predicate}`
    : `images ${JSON.stringify([...new Set(condition.images)].sort())}`;
}
