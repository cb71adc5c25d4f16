import type {
  Field,
  InterfaceSchema,
  OperationSchema,
  Type,
  TypeDefinition,
  TypeTable,
} from '../../src/schema/index.ts';
import { typeName } from '../../src/schema/index.ts';
import { ARM, imageObstacles, Layouts } from '../../src/wire/index.ts';
import { type RandomPair, randomPair } from '../compare/random-pair.ts';
import type { RustVersion } from './witness-program.ts';

/** Two versions with several changes between them, as the Rust compiler takes them. */
export interface RustPair {
  readonly name: string;
  readonly old: RustVersion;
  readonly new: RustVersion;
}

/** The first random pairs of several changes whose types the crates around the stubs can derive what they need for. */
export function rustPairs(count: number): RustPair[] {
  const pairs: RustPair[] = [];
  for (let seed = 0; pairs.length < count; seed++) {
    const pair = randomPair(7_000_003 + seed);
    if (!pair || pair.kinds.length < 2 || ![pair.before, pair.after].every(isCompilable)) continue;
    pairs.push({
      name: `pair ${seed}: ${pair.kinds.join(' + ')}`,
      old: versionOf(pair, 'before'),
      new: versionOf(pair, 'after'),
    });
  }
  return pairs;
}

function isCompilable({ operations, types }: InterfaceSchema): boolean {
  const { memory } = new Layouts(types, ARM);
  const isPlain = (type: Type) =>
    isMadeOf(type, types, ['integer', 'array']) && imageObstacles(type, memory).length === 0;
  return (
    operations.every(({ args, reply, leases, encoding }) => {
      const values = [...args, reply.ok];
      if (!leases.every(({ type }) => isPlain(type))) return false;
      // A `Simple` operation is idempotent, and then no lease is both read and written.
      if (reply.kind === 'Simple' && leases.some(({ read, write }) => read && write)) return false;
      if (encoding !== 'Zerocopy') return values.every(({ type }) => isMadeOf(type, types, SERDE));
      return values.every(
        ({ type, recv }) =>
          type.kind === 'unit' || (recv.kind === 'FromBytes' ? isPlain(type) : isMadeOf(type, types, SERDE)),
      );
    }) &&
    operations.every(
      ({ reply }) =>
        reply.kind === 'Simple' ||
        reply.error.kind === 'ServerDeath' ||
        (reply.error.type.kind === 'named' && isMadeOf(reply.error.type, types, SERDE)),
    )
  );
}

const SERDE: readonly Type['kind'][] = ['integer', 'bool', 'array', 'option', 'tuple', 'unit'];

/** Whether a type is made of such types, of structs that are not packed, and (for serde) of enums. */
function isMadeOf(type: Type, types: TypeTable, kinds: readonly Type['kind'][]): boolean {
  const all = (inner: readonly Type[]) => inner.every((one) => isMadeOf(one, types, kinds));
  const fields = (list: readonly Field[]) =>
    list.every(({ serdeSkip }) => !serdeSkip) && all(list.map((field) => field.type));
  if (type.kind !== 'named') {
    if (!kinds.includes(type.kind)) return false;
    // Numbers of another byte order have no serde, and those of pointers are larger on the machine that runs this.
    if (type.kind === 'integer') return type.unaligned === undefined && !type.name.endsWith('size');
    if (type.kind === 'array') return all([type.element]);
    if (type.kind === 'option') return all([type.some]);
    return type.kind === 'tuple' ? all(type.elements) : true;
  }
  const definition = types[type.id];
  // Generic types would have to be written as the struct that they are made of.
  if (definition?.name.includes('<')) return false;
  if (definition?.kind === 'struct') return (kinds !== SERDE || !definition.repr.packed) && fields(definition.fields);
  if (definition?.kind !== 'enum' || kinds !== SERDE || definition.variants.length === 0) return false;
  return definition.variants.every((variant) => fields(variant.fields));
}

/** Ids as paths of a crate have them, and types as they are written. */
function versionOf(pair: RandomPair, side: 'before' | 'after'): RustVersion {
  const text = JSON.stringify(pair[side])
    .replace(/"(Type\d+)":\{/g, '"test::$1":{')
    .replace(/"id":"(Type\d+)"/g, '"id":"test::$1"');
  const { name, operations, types } = JSON.parse(text) as InterfaceSchema;
  const written = operations.map((operation) => withTexts(operation, types));
  const schema = { name, operations: written, types };
  const idol = `Interface(name: "${name}", ops: {\n${written.map((one) => operationText(one)).join(',\n')}\n})\n`;
  const definitions = Object.values(types).map((definition) => definitionText(definition, types));
  return { schema, idol: { language: 'idol', path: 'idl/test.idol', text: idol }, types: definitions.join('\n') };
}

function withTexts(operation: OperationSchema, types: TypeTable): OperationSchema {
  const of = <T extends { type: Type }>(one: T): T => ({ ...one, text: typeName(one.type, types) });
  const { reply } = operation;
  const ok = of(reply.ok);
  return {
    ...operation,
    idempotent: reply.kind === 'Simple',
    args: operation.args.map(of),
    leases: operation.leases.map((lease) => ({
      ...of(lease),
      text: lease.slice ? `[${typeName(lease.type, types)}]` : typeName(lease.type, types),
    })),
    reply:
      reply.kind === 'Simple'
        ? { ...reply, ok }
        : { ...reply, ok, error: reply.error.kind === 'ServerDeath' ? reply.error : of(reply.error) },
  };
}

function operationText({ name, args, leases, reply, encoding, idempotent }: OperationSchema): string {
  const value = ({ text, recv }: OperationSchema['args'][number] | OperationSchema['reply']['ok']) =>
    recv.kind === 'FromBytes' ? `"${text}"` : `(type: "${text}", recv: ${recv.kind}("${typeName(recv.raw, {})}"))`;
  const parts = [
    `args: {${args.map((arg) => `"${arg.name}": ${value(arg)}`).join(', ')}}`,
    `leases: {${leases
      .map(({ name: lease, text, read, write, maxLen }) => {
        const limit = maxLen === undefined ? '' : `, max_len: Some(${maxLen})`;
        return `"${lease}": (type: "${text}", read: ${read}, write: ${write}${limit})`;
      })
      .join(', ')}}`,
    reply.kind === 'Simple'
      ? `reply: Simple(${value(reply.ok)})`
      : `reply: Result(ok: ${value(reply.ok)}, err: ${reply.error.kind === 'ServerDeath' ? 'ServerDeath' : `${reply.error.kind}("${reply.error.text}")`})`,
    `encoding: ${encoding}`,
    `idempotent: ${idempotent}`,
  ];
  return `    "${name}": (${parts.join(', ')})`;
}

function definitionText(definition: TypeDefinition, types: TypeTable): string {
  const fields = (list: readonly Field[], visibility: string) =>
    list.map((field) => `    ${visibility}${field.name}: ${typeName(field.type, types)},`).join('\n');
  const { name, repr } = definition;
  const parts = [repr.layout === 'rust' ? '' : repr.layout, repr.integer ?? '', repr.packed ? 'packed' : ''].filter(
    Boolean,
  );
  const head = parts.length > 0 ? `#[repr(${parts.join(', ')})]\n` : '';
  switch (definition.kind) {
    case 'struct':
      if (definition.shape === 'tuple')
        return `${head}pub struct ${name}(${definition.fields.map(({ type }) => `pub ${typeName(type, types)}`).join(', ')});\n`;
      if (definition.shape === 'unit') return `${head}pub struct ${name};\n`;
      return `${head}pub struct ${name} {\n${fields(definition.fields, 'pub ')}\n}\n`;
    case 'enum': {
      const hasData = definition.variants.some((variant) => variant.fields.length > 0);
      const variants = definition.variants.map(({ name: variant, shape, fields: held, value }) => {
        if (shape === 'tuple') return `    ${variant}(${held.map(({ type }) => typeName(type, types)).join(', ')}),`;
        if (held.length > 0) return `    ${variant} {\n${fields(held, '')}\n},`;
        return `    ${variant}${hasData ? '' : ` = ${value}`},`;
      });
      return `${head}pub enum ${name} {\n${variants.join('\n')}\n}\n`;
    }
    case 'union':
    case 'flags':
      throw new Error(`${name}: no ${definition.kind} is written`);
  }
}
