import type * as schema from '../../src/schema/index.ts';
import { mapType, partsOf, walk } from '../../src/schema/index.ts';
import type { Draft as Mutable } from '../schema/draft.ts';
import { type InterfaceMaker, isPlainEnum, type Use, useOf } from './random-interface.ts';

type EnumDefinition = Mutable<schema.EnumDefinition>;
type StructDefinition = Mutable<schema.StructDefinition>;
type Type = schema.Type;
type TypeDefinition = Mutable<schema.TypeDefinition>;
type Variant = Mutable<schema.Variant>;
type InterfaceSchema = Mutable<schema.InterfaceSchema>;
type LeaseSchema = Mutable<schema.LeaseSchema>;
type OperationSchema = Mutable<schema.OperationSchema>;

export interface RandomChange {
  /** What was done, for the report of a failure. */
  readonly kind: string;
  readonly after: schema.InterfaceSchema;
  /** The new names of what was only renamed. */
  readonly renamed: ReadonlyMap<string, string>;
}

/** Changes one thing of an interface. Undefined when the interface has nothing of the kind that was drawn. */
export function randomChange(before: schema.InterfaceSchema, maker: InterfaceMaker): RandomChange | undefined {
  const after = structuredClone(before) as InterfaceSchema;
  const renamed = new Map<string, string>();
  const { random } = maker;
  const [kind, change] = random.pick(CHANGES);
  const operation = random.pick(after.operations);
  const rename = (named: { name: string }) => {
    const name = maker.name('renamed');
    renamed.set(named.name, name);
    named.name = name;
  };
  const isDone = change({ after, operation, maker, rename });
  // Types that were made up since belong to the new version.
  for (const [id, definition] of Object.entries(maker.types)) after.types[id] ??= definition as TypeDefinition;
  return isDone === false ? undefined : { kind, after, renamed };
}

interface Draft {
  after: InterfaceSchema;
  operation: OperationSchema;
  maker: InterfaceMaker;
  rename(named: { name: string }): void;
}

/** Gives false when there is nothing to change. */
type Change = (draft: Draft) => unknown;

const CHANGES: readonly (readonly [string, Change])[] = [
  ['op appended', ({ after, maker }) => void after.operations.push(maker.operation() as OperationSchema)],
  ['op inserted', ({ after, maker }) => insertAnywhere(after.operations, maker.operation() as OperationSchema, maker)],
  ['op removed', ({ after, maker }) => removeOne(after.operations, maker)],
  ['ops reordered', ({ after }) => reverse(after.operations)],
  ['op renamed', ({ operation, rename }) => rename(operation)],
  ['encoding changed', changeEncoding],
  ['arg appended', ({ operation, maker }) => void operation.args.push(maker.argument(operation.encoding))],
  ['arg inserted', ({ operation, maker }) => insertAnywhere(operation.args, maker.argument(operation.encoding), maker)],
  ['arg removed', ({ operation, maker }) => removeOne(operation.args, maker)],
  ['args reordered', ({ operation }) => reverse(operation.args)],
  ['arg renamed', ({ operation, maker, rename }) => one(operation.args, maker, rename)],
  [
    'arg retyped',
    ({ operation, maker }) =>
      one(operation.args, maker, (arg) => Object.assign(arg, maker.received(operation.encoding))),
  ],
  ['arg resized', ({ operation, maker }) => one(operation.args, maker, (arg) => resize(arg, maker))],
  ['lease added', ({ operation, maker }) => void operation.leases.push(maker.lease())],
  ['lease removed', ({ operation, maker }) => removeOne(operation.leases, maker)],
  ['leases reordered', ({ operation }) => reverse(operation.leases)],
  ['lease renamed', ({ operation, maker, rename }) => one(operation.leases, maker, rename)],
  ['lease access', ({ operation, maker }) => one(operation.leases, maker, (lease) => changeAccess(lease, maker))],
  ['lease limit', ({ operation, maker }) => one(operation.leases, maker, (lease) => changeLimit(lease, maker))],
  [
    'lease retyped',
    ({ operation, maker }) =>
      one(operation.leases, maker, (lease) => {
        lease.type = maker.plainType();
      }),
  ],
  ['lease slice', ({ operation, maker }) => one(operation.leases, maker, toggleSlice)],
  [
    'reply replaced',
    ({ operation, maker }) => void Object.assign(operation, { reply: maker.reply(operation.encoding) }),
  ],
  [
    'reply retyped',
    ({ operation, maker }) => void Object.assign(operation.reply.ok, maker.received(operation.encoding)),
  ],
  ['reply resized', ({ operation, maker }) => resize(operation.reply.ok, maker)],
  ['error replaced', replaceError],
  ['field appended', (draft) => inStruct(draft, ({ fields }) => void fields.push(newField(draft)))],
  ['field inserted', (draft) => inStruct(draft, ({ fields }) => insertAnywhere(fields, newField(draft), draft.maker))],
  ['field removed', (draft) => inStruct(draft, ({ fields }) => removeOne(fields, draft.maker))],
  ['fields reordered', (draft) => inStruct(draft, ({ fields }) => reverse(fields))],
  ['field renamed', (draft) => inStruct(draft, ({ fields }) => one(fields, draft.maker, draft.rename))],
  [
    'field retyped',
    (draft) =>
      inStruct(draft, ({ fields }) =>
        one(fields, draft.maker, (field) => {
          field.type = newField(draft).type;
        }),
      ),
  ],
  [
    'field skipped',
    (draft) =>
      inStruct(draft, ({ fields }) =>
        one(fields, draft.maker, (field) => {
          field.serdeSkip = true;
        }),
      ),
  ],
  ['struct repr', (draft) => inStruct(draft, toggleRepr)],
  ['variant appended', (draft) => inEnum(draft, ({ variants }) => void variants.push(newVariant(draft, variants)))],
  [
    'variant inserted',
    (draft) => inEnum(draft, ({ variants }) => insertAnywhere(variants, newVariant(draft, variants), draft.maker)),
  ],
  [
    'variant inserted, values moved',
    (draft) =>
      inEnum(draft, (definition) => {
        insertAnywhere(definition.variants, newVariant(draft, definition.variants), draft.maker);
        recount(definition);
      }),
  ],
  ['variant removed', (draft) => inEnum(draft, ({ variants }) => removeOne(variants, draft.maker))],
  [
    'variant removed, values moved',
    (draft) =>
      inEnum(draft, (definition) => {
        const isDone = removeOne(definition.variants, draft.maker);
        recount(definition);
        return isDone;
      }),
  ],
  ['variants reordered', (draft) => inEnum(draft, ({ variants }) => reverse(variants))],
  ['variant renamed', (draft) => inEnum(draft, ({ variants }) => one(variants, draft.maker, draft.rename))],
  [
    'values moved',
    (draft) => inEnum(draft, (definition) => (isPlainEnum(definition) ? rotateValues(definition) : false)),
  ],
  ['variant fields', (draft) => inEnum(draft, ({ variants }) => one(variants, draft.maker, (it) => refill(it, draft)))],
  ['flag moved', (draft) => inFlags(draft)],
  ['inner type changed', changeInside],
  ['inner type changed', changeInside],
  ['generic struct changed', changeGeneric],
];

/** Changes a type somewhere inside of what an operation carries. */
function changeInside(draft: Draft): unknown {
  const { operation, maker } = draft;
  const { reply } = operation;
  const use = useOf(operation.encoding);
  const values = [...operation.args, reply.ok].filter(({ recv }) => recv.kind === 'FromBytes');
  const places: { place: { type: Type }; use: Use }[] = values.map((place) => ({ place, use }));
  if (reply.kind === 'Result' && reply.error.kind === 'Complex') places.push({ place: reply.error, use: 'serde' });
  const roots = values.map(({ type }) => type);
  for (const definition of definitionsOf(roots, draft)) {
    if (definition.kind === 'struct') places.push(...definition.fields.map((place) => ({ place, use })));
    else if (definition.kind === 'enum')
      places.push(...definition.variants.flatMap(({ fields }) => fields.map((place) => ({ place, use }))));
  }
  if (places.length === 0) return false;
  const { place, use: held } = maker.random.pick(places);
  const before = place.type;
  place.type = changedInside(before, held, maker);
  return JSON.stringify(place.type) !== JSON.stringify(before);
}

function changedInside(type: Type, use: Use, maker: InterfaceMaker): Type {
  const { random } = maker;
  const parts = partsOf(type);
  if (parts.length > 0 && random.chance(50)) {
    const chosen = random.below(parts.length);
    let at = 0;
    return mapType(type, (part) => (at++ === chosen ? changedInside(part, use, maker) : part));
  }
  if (random.chance(20)) return { kind: 'array', element: type, length: 1 + random.below(2) };
  if (use === 'serde' && random.chance(20)) return { kind: 'option', some: type };
  switch (type.kind) {
    case 'integer':
    case 'bool': {
      const value = { type };
      resize(value, maker);
      return value.type;
    }
    case 'array':
      return random.chance(20) ? type.element : { ...type, length: 1 + random.below(4) };
    case 'tuple':
      return { ...type, elements: random.chance(50) ? type.elements.toReversed() : type.elements.slice(1) };
    case 'option':
      return type.some;
    case 'result':
      return { ...type, ok: type.err, err: type.ok };
    case 'named': {
      const instance = maker.instances.get(type.id);
      if (!instance) return type;
      const chosen = random.below(instance.args.length);
      const args = instance.args.map((arg, at) => (at === chosen ? changedInside(arg, use, maker) : arg));
      return maker.instance({ ...instance, args });
    }
    default:
      return type;
  }
}

/** Changes a generic struct wherever it is used. */
function changeGeneric({ after, maker, rename }: Draft): boolean {
  const used = maker.generics.filter((generic) =>
    [...maker.instances].some(([id, instance]) => instance.of === generic && after.types[id]),
  );
  if (used.length === 0) return false;
  const { random } = maker;
  const { members } = random.pick(used);
  const added = maker.member({ name: random.pick(['u8', 'u16', 'i32'] as const) });
  if (random.chance(50)) insertAnywhere(members, added, maker);
  else if (random.chance(40)) rename(random.pick(members));
  else if (members.length > 1) members.reverse();
  else return false;
  maker.renewInstances(after.types);
  return true;
}

function changeEncoding({ operation, maker, after }: Draft): boolean {
  const encoding = maker.random.pick(
    (['Zerocopy', 'Hubpack', 'Ssmarshal'] as const).filter((it) => it !== operation.encoding),
  );
  const carried = [...operation.args, operation.reply.ok];
  const isReceived = carried.some(({ recv }) => recv.kind !== 'FromBytes');
  const isComplex = operation.reply.kind === 'Result' && operation.reply.error.kind === 'Complex';
  const types = carried.map(({ type }) => type);
  if (isReceived || isComplex || (encoding !== 'Hubpack' && !types.every((type) => hasImage(type, after))))
    return false;
  operation.encoding = encoding;
  return true;
}

function hasImage(type: Type, { types }: InterfaceSchema): boolean {
  let isPlain = true;
  walk([type], types, (part) => {
    const definition = part.kind === 'named' ? types[part.id] : undefined;
    if (['option', 'result', 'tuple', 'unit'].includes(part.kind)) isPlain = false;
    if (part.kind === 'integer' && ['usize', 'isize', 'u128', 'i128'].includes(part.name)) isPlain = false;
    if (definition?.kind === 'enum' && !(isPlainEnum(definition) && definition.repr.integer)) isPlain = false;
  });
  return isPlain;
}

/** Another integer in the place of one: the finest change of a type. */
function resize(value: { type: Type }, { random }: InterfaceMaker): boolean {
  if (value.type.kind !== 'integer' && value.type.kind !== 'bool') return false;
  const name = random.pick(['u8', 'i8', 'u16', 'i16', 'u32', 'i32', 'u64'] as const);
  value.type = random.chance(15) ? { kind: 'bool' } : { kind: 'integer', name };
  return true;
}

function changeAccess(lease: LeaseSchema, { random }: InterfaceMaker): void {
  const [read, write] = random.pick([
    [true, false],
    [false, true],
    [true, true],
  ]) as [boolean, boolean];
  Object.assign(lease, { read, write });
}

function changeLimit(lease: LeaseSchema, { random }: InterfaceMaker): boolean {
  if (!lease.slice) return false;
  if (random.chance(30)) delete lease.maxLen;
  else lease.maxLen = 1 + random.below(6);
  return true;
}

function toggleSlice(lease: LeaseSchema): void {
  lease.slice = !lease.slice;
  delete lease.maxLen;
}

function replaceError({ operation, maker }: Draft): boolean {
  if (operation.reply.kind === 'Simple') return false;
  operation.reply.error = maker.error(operation.encoding) as Mutable<schema.ErrorSchema>;
  return true;
}

function toggleRepr(definition: StructDefinition): boolean {
  if (definition.repr.layout === 'transparent') return false;
  definition.repr = definition.repr.packed ? { layout: 'C' } : { layout: 'C', packed: 1 };
  return true;
}

function recount({ variants }: EnumDefinition): void {
  const first = Number(variants[0]?.value ?? 1);
  for (const [index, variant] of variants.entries()) variant.value = String(first + index);
}

function rotateValues({ variants }: EnumDefinition): boolean {
  if (variants.length < 2) return false;
  const values = variants.map(({ value }) => value);
  for (const [index, variant] of variants.entries()) variant.value = values[(index + 1) % values.length] ?? null;
  return true;
}

function newField({ maker }: Draft) {
  return maker.field({ kind: 'integer', name: maker.random.pick(['u8', 'u16', 'u32', 'i16'] as const) });
}

function newVariant(draft: Draft, variants: readonly Variant[]): Variant {
  const free = Math.max(0, ...variants.map(({ value }) => Number(value))) + 1;
  const hasData = variants.some(({ fields }) => fields.length > 0);
  return draft.maker.variant(0, free, hasData ? [newField(draft)] : []) as Variant;
}

function refill(variant: Variant, draft: Draft): boolean {
  if (variant.fields.length === 0) return false;
  variant.fields.push(newField(draft));
  return true;
}

function inStruct(draft: Draft, change: (definition: StructDefinition) => unknown) {
  return inDefinition(draft, (definition) => {
    if (definition.kind !== 'struct' || definition.shape !== 'named') return false;
    const isDone = change(definition);
    return definition.fields.length > 0 && isDone;
  });
}

function inEnum(draft: Draft, change: (definition: EnumDefinition) => unknown) {
  return inDefinition(draft, (definition) => {
    if (definition.kind !== 'enum') return false;
    const isDone = change(definition);
    for (const [index, variant] of definition.variants.entries()) variant.index = index;
    return definition.variants.length > 0 && isDone;
  });
}

function inFlags(draft: Draft) {
  return inDefinition(draft, (definition) => {
    if (definition.kind !== 'flags') return false;
    const flag = draft.maker.random.pick(definition.flags);
    flag.value = String(1 << (4 + draft.maker.random.below(3)));
    return true;
  });
}

/** Changes a definition that the operation carries, as the kind of change can. */
function inDefinition(draft: Draft, change: (definition: TypeDefinition) => unknown): unknown {
  const found = definitionsIn(draft);
  return found.length > 0 ? change(draft.maker.random.pick(found)) : false;
}

/** The definitions that the operation carries. What a generic struct makes is not changed alone. */
function definitionsIn(draft: Draft): TypeDefinition[] {
  const { args, leases, reply } = draft.operation;
  const error = reply.kind === 'Result' && reply.error.kind !== 'ServerDeath' ? [reply.error.type] : [];
  return definitionsOf([...[...args, ...leases, reply.ok].map(({ type }) => type), ...error], draft);
}

function definitionsOf(roots: readonly Type[], { after, maker }: Draft): TypeDefinition[] {
  const found: TypeDefinition[] = [];
  walk(roots, after.types, (type) => {
    const definition = type.kind === 'named' ? after.types[type.id] : undefined;
    if (definition && !maker.instances.has(definition.id)) found.push(definition);
  });
  return found;
}

function insertAnywhere<T>(list: T[], item: T, { random }: InterfaceMaker): void {
  list.splice(random.below(list.length + 1), 0, item);
}

function removeOne(list: unknown[], { random }: InterfaceMaker): boolean {
  if (list.length === 0) return false;
  list.splice(random.below(list.length), 1);
  return true;
}

function reverse(list: unknown[]): boolean {
  list.reverse();
  return list.length > 1;
}

function one<T>(list: T[], { random }: InterfaceMaker, change: (item: T) => unknown): boolean {
  return list.length > 0 && change(random.pick(list)) !== false;
}
