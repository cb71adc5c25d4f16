import {
  type Condition,
  conditionsIn,
  type ErrorCode,
  type ErrorSchema,
  errorCodes,
  type InterfaceSchema,
  type LeaseSchema,
  type OperationSchema,
  reachableTypes,
  type Type,
  type TypeDefinition,
  type TypeTable,
  type UnresolvedReason,
  type ValueSchema,
  walk,
} from '../schema/index.ts';
import { operationBuffers } from './layout/lay-out.ts';
import { Layouts } from './layout/layouts.ts';
import type { RuntimeError, RuntimeLease, RuntimeOperation, RuntimeSchema, RuntimeValue } from './runtime-schema.ts';
import { ARM, type Target } from './target.ts';

/** A runtime schema, and the operations that are not in it because what they carry is not fully known. */
export interface RuntimeSchemaResult {
  readonly runtime: RuntimeSchema;
  readonly omitted: readonly OmittedOperation[];
}

export interface OmittedOperation {
  readonly name: string;
  readonly number: number;
  readonly reasons: readonly UnresolvedReason[];
}

/**
 * What clients and servers need of an interface at run time, for a target. An operation with a type that is not resolved, or that
 * differs between images, is omitted: its number is unknown to both.
 */
export function runtimeSchemaOf(
  { name, operations, types }: InterfaceSchema,
  target: Target = ARM,
): RuntimeSchemaResult {
  const layouts = new Layouts(types, target);
  const known: OperationSchema[] = [];
  const omitted: OmittedOperation[] = [];
  for (const operation of operations) {
    const reasons = [...obstacles(operation, types), ...codeObstacles(operation, types)];
    if (reasons.length === 0) known.push(operation);
    else omitted.push({ name: operation.name, number: operation.number, reasons });
  }
  const runtime = {
    name,
    operations: known.map((operation) => runtimeOperation(operation, layouts)),
    errorCodes: codeLists(known, types),
    types: withoutNotes(reachableTypes(known.flatMap(carried), types)),
  };
  return { runtime, omitted };
}

function codeLists(operations: readonly OperationSchema[], types: TypeTable): RuntimeSchema['errorCodes'] {
  return Object.fromEntries(
    operations.flatMap((operation) => {
      const { error, codes } = codedError(operation, types) ?? {};
      if (!error || !codes) return [];
      return [
        [
          codesName(error),
          codes.map(({ name, code, serverDeath }) => ({ name, code, ...(serverDeath && { serverDeath }) })),
        ],
      ];
    }),
  );
}

/** The error of an operation that travels as a code, with its codes. */
function codedError(
  { reply }: OperationSchema,
  types: TypeTable,
): { error: CodedError; codes: readonly ErrorCode[] | null } | undefined {
  if (reply.kind === 'Simple' || reply.error.kind !== 'CLike') return undefined;
  return { error: reply.error, codes: errorCodes(reply.error.type, types) };
}

type CodedError = Extract<ErrorSchema, { kind: 'CLike' }>;

function codesName({ type, text }: CodedError): string {
  return type.kind === 'named' ? type.id : text;
}

function runtimeOperation(operation: OperationSchema, layouts: Layouts): RuntimeOperation {
  const { name, number, encoding, idempotent, args, leases, reply } = operation;
  const buffers = operationBuffers(operation, layouts);
  return {
    name,
    number,
    encoding,
    idempotent,
    args: args.map((arg) => ({ name: arg.name, ...runtimeValue(arg) })),
    leases: leases.map((lease) => runtimeLease(lease, layouts)),
    ok: runtimeValue(reply.ok),
    error: reply.kind === 'Simple' ? { kind: 'none' } : runtimeError(reply.error, layouts.memory.table),
    messageSize: buffers.message?.max ?? 0,
    replySize: buffers.reply?.max ?? 0,
    replyCapacity: buffers.replyCapacity?.max ?? 0,
  };
}

function runtimeValue({ type, recv }: ValueSchema): RuntimeValue {
  return { type, ...(recv.kind !== 'FromBytes' && { recv }) };
}

function runtimeLease({ name, type, slice, read, write, maxLen }: LeaseSchema, layouts: Layouts): RuntimeLease {
  const size = layouts.buffer(type, 'Zerocopy')?.max ?? 0;
  return { name, type, slice, read, write, ...(maxLen !== undefined && { maxLen }), size };
}

function runtimeError(error: ErrorSchema, types: TypeTable): RuntimeError {
  switch (error.kind) {
    case 'CLike':
      return { kind: 'CLike', codes: errorCodes(error.type, types) === null ? null : codesName(error) };
    case 'Complex':
      return { kind: 'Complex', type: error.type };
    case 'ServerDeath':
      return { kind: 'ServerDeath' };
  }
}

/** The types whose values travel. Not that of a `CLike` error: of it only the codes do. */
function carried({ args, leases, reply }: OperationSchema): Type[] {
  const received = [...args, reply.ok].flatMap(({ type, recv }) =>
    recv.kind === 'FromBytes' ? [type] : [type, recv.raw],
  );
  const error = reply.kind === 'Result' && reply.error.kind === 'Complex' ? [reply.error.type] : [];
  return [...received, ...leases.map(({ type }) => type), ...error];
}

/** Why values of the types that an operation carries cannot be told. */
function obstacles(operation: OperationSchema, table: TypeTable): UnresolvedReason[] {
  const reasons: UnresolvedReason[] = [];
  walk(carried(operation), table, (type) => {
    if (type.kind === 'unresolved') reasons.push(type.reason);
    if (type.kind === 'alternatives') reasons.push(differing('A type', conditionsOf(type.cases)));
    if (type.kind === 'array' && typeof type.length !== 'number') {
      reasons.push(
        type.length.kind === 'unresolved'
          ? type.length.reason
          : differing('The length of an array', conditionsOf(type.length.cases)),
      );
    }
    if (type.kind === 'named') reasons.push(...definitionObstacles(type.id, table));
  });
  return reasons;
}

/** An error's variant of several codes cannot be answered with, until it is known which of them holds. */
function codeObstacles(operation: OperationSchema, types: TypeTable): UnresolvedReason[] {
  const { error, codes } = codedError(operation, types) ?? {};
  if (!error || !codes) return [];
  const { text } = error;
  const ambiguous = codes.filter(({ name, code }) => codes.some((other) => other.name === name && other.code !== code));
  return ambiguous.length > 0
    ? [differing(`The code of \`${text}::${ambiguous[0]?.name}\``, conditionsOf(ambiguous))]
    : [];
}

/** Why nothing is said of a part that is not the same everywhere, and what to say for an answer. */
function differing(what: string, conditions: readonly Condition[]): UnresolvedReason {
  const images = conditions.flatMap((condition) => (condition.kind === 'images' ? condition.images : []));
  const predicates = conditions.flatMap((condition) => (condition.kind === 'cfg' ? [condition.predicate] : []));
  const causes = [...(images.length > 0 ? ['between images'] : []), ...(predicates.length > 0 ? ['with `cfg`'] : [])];
  const help = [
    ...(images.length > 0 ? [`say for which image with \`--image\`: ${some(images)}`] : []),
    ...(predicates.length > 0 ? [`say what holds with \`--when\` (the rest then does not): ${some(predicates)}`] : []),
  ];
  return { kind: 'unsupported', message: `${what} differs ${causes.join(' and ')}.`, help: help.join('; ') };
}

function conditionsOf(parts: readonly { readonly condition?: Condition }[]): Condition[] {
  return parts.flatMap(({ condition }) => condition ?? []);
}

/** Enough of them to see what is asked for. */
function some(texts: readonly string[]): string {
  const all = [...new Set(texts)].sort();
  const shown = all.slice(0, 5).join(', ');
  return all.length > 5 ? `${shown} and ${all.length - 5} more` : shown;
}

function definitionObstacles(id: string, table: TypeTable): UnresolvedReason[] {
  const definition = table[id];
  if (!definition) return [{ kind: 'not-found', message: `There is no definition of \`${id}\`.` }];
  const { name, customSerde } = definition;
  if (customSerde !== undefined) {
    return [{ kind: 'unsupported', message: `\`${name}\` is serialized by code of its own: ${customSerde}` }];
  }
  const conditions = conditionsIn(definition);
  return conditions.length > 0 ? [differing(`\`${name}\``, conditions)] : [];
}

/** A table without what only people read. */
function withoutNotes(table: TypeTable): TypeTable {
  return Object.fromEntries(Object.entries(table).map(([id, definition]) => [id, definitionWithoutNotes(definition)]));
}

function definitionWithoutNotes({ doc: _, place: __, ...definition }: TypeDefinition): TypeDefinition {
  const plain = { ...definition, derives: [] };
  switch (plain.kind) {
    case 'struct':
    case 'union':
      return { ...plain, fields: plain.fields.map(withoutDoc) };
    case 'enum':
      return {
        ...plain,
        variants: plain.variants.map(({ place: _, written: __, ...variant }) => ({
          ...withoutDoc(variant),
          fields: variant.fields.map(withoutDoc),
        })),
      };
    case 'flags':
      return { ...plain, flags: plain.flags.map(withoutDoc) };
  }
}

function withoutDoc<T extends { doc?: string }>({ doc: _, ...rest }: T): Omit<T, 'doc'> {
  return rest;
}
