import {
  type Condition,
  membersOf,
  type Type,
  type TypeDefinition,
  type TypeTable,
  type UnresolvedReason,
  walk,
} from '../schema/index.ts';
import type { ErrorContract, InterfaceContract, LeaseContract, OperationContract, ValueContract } from './contract.ts';
import type { ArgumentWire, ErrorWire, InterfaceWire, LeaseWire, OkWire, OperationWire } from './model.ts';

/** A contract, and the operations that are not in it because what they carry is not fully known. */
export interface ContractResult {
  readonly contract: InterfaceContract;
  readonly left: readonly LeftOperation[];
}

export interface LeftOperation {
  readonly name: string;
  readonly number: number;
  readonly reasons: readonly UnresolvedReason[];
}

/**
 * What clients and servers need of an interface at run time. An operation with a type that is not resolved, or that differs
 * between images, is left out: its number is unknown to both.
 */
export function contractOf(wire: InterfaceWire): ContractResult {
  const operations: OperationContract[] = [];
  const left: LeftOperation[] = [];
  for (const operation of wire.operations) {
    const contract = operationContract(operation);
    const reasons = [...obstacles(contract, wire.types), ...codeObstacles(operation)];
    if (reasons.length === 0) operations.push(contract);
    else left.push({ name: operation.name, number: operation.number, reasons });
  }
  const included = wire.operations.filter(({ number }) => operations.some((operation) => operation.number === number));
  const types = bareTable(operations, wire.types);
  return { contract: { name: wire.name, operations, errorCodes: codeLists(included), types }, left };
}

function codeLists(operations: readonly OperationWire[]): InterfaceContract['errorCodes'] {
  return Object.fromEntries(
    operations.flatMap(({ reply }) => {
      if (reply.kind === 'Simple' || reply.error.kind !== 'CLike' || reply.error.codes === null) return [];
      const codes = reply.error.codes.map(({ name, code, serverDeath }) => ({
        name,
        code,
        ...(serverDeath && { serverDeath }),
      }));
      return [[codesName(reply.error), codes]];
    }),
  );
}

function codesName({ type, text }: Extract<ErrorWire, { kind: 'CLike' }>): string {
  return type.kind === 'named' ? type.id : text;
}

function operationContract(operation: OperationWire): OperationContract {
  const { name, number, encoding, idempotent, args, leases, reply, buffers } = operation;
  return {
    name,
    number,
    encoding,
    idempotent,
    args: args.map((arg) => ({ name: arg.name, ...valueContract(arg) })),
    leases: leases.map(leaseContract),
    ok: valueContract(reply.ok),
    error: reply.kind === 'Simple' ? { kind: 'none' } : errorContract(reply.error),
    messageSize: buffers.message?.max ?? 0,
    replySize: buffers.reply?.max ?? 0,
    replyCapacity: buffers.replyCapacity?.max ?? 0,
  };
}

function valueContract({ type, recv }: ArgumentWire | OkWire): ValueContract {
  return { type, ...(recv.kind !== 'FromBytes' && { recv }) };
}

function leaseContract({ name, type, slice, read, write, maxLen, layout }: LeaseWire): LeaseContract {
  const size = layout.size?.max ?? 0;
  return { name, type, slice, read, write, ...(maxLen !== undefined && { maxLen }), size };
}

function errorContract(error: ErrorWire): ErrorContract {
  switch (error.kind) {
    case 'CLike':
      return { kind: 'CLike', codes: error.codes === null ? null : codesName(error) };
    case 'Complex':
      return { kind: 'Complex', type: error.type };
    case 'ServerDeath':
      return { kind: 'ServerDeath' };
  }
}

/** The types whose values travel. Not that of a `CLike` error: of it only the codes do. */
function carried({ args, ok, leases, error }: OperationContract): Type[] {
  const received = [...args, ok].flatMap(({ type, recv }) => (recv ? [type, recv.raw] : [type]));
  return [...received, ...leases.map(({ type }) => type), ...(error.kind === 'Complex' ? [error.type] : [])];
}

/** Why values of the types that an operation carries cannot be told. */
function obstacles(operation: OperationContract, table: TypeTable): UnresolvedReason[] {
  const reasons: UnresolvedReason[] = [];
  walk(carried(operation), table, (type) => {
    if (type.kind === 'unresolved') reasons.push(type.reason);
    if (type.kind === 'alternatives') reasons.push(differing('A type', type.cases));
    if (type.kind === 'array' && typeof type.length !== 'number') {
      reasons.push(
        type.length.kind === 'unresolved' ? type.length.reason : differing('The length of an array', type.length.cases),
      );
    }
    if (type.kind === 'named') reasons.push(...definitionObstacles(type.id, table));
  });
  return reasons;
}

/** An error's variant of several codes cannot be answered with, until it is known which of them holds. */
function codeObstacles({ reply }: OperationWire): UnresolvedReason[] {
  if (reply.kind === 'Simple' || reply.error.kind !== 'CLike' || reply.error.codes === null) return [];
  const { codes, text } = reply.error;
  const ambiguous = codes.filter(({ name, code }) => codes.some((other) => other.name === name && other.code !== code));
  return ambiguous.length > 0 ? [differing(`The code of \`${text}::${ambiguous[0]?.name}\``, ambiguous)] : [];
}

/** Why nothing is said of a part that is not the same everywhere, and what to say for an answer. */
function differing(what: string, parts: readonly { readonly condition?: Condition }[]): UnresolvedReason {
  const conditions = parts.flatMap(({ condition }) => condition ?? []);
  const images = conditions.flatMap((condition) => (condition.kind === 'images' ? condition.images : []));
  const predicates = conditions.flatMap((condition) => (condition.kind === 'cfg' ? [condition.predicate] : []));
  const causes = [...(images.length > 0 ? ['between images'] : []), ...(predicates.length > 0 ? ['with `cfg`'] : [])];
  const help = [
    ...(images.length > 0 ? [`say for which image with \`--image\`: ${some(images)}`] : []),
    ...(predicates.length > 0 ? [`say what holds with \`--when\` (the rest then does not): ${some(predicates)}`] : []),
  ];
  return { kind: 'unsupported', message: `${what} differs ${causes.join(' and ')}.`, help: help.join('; ') };
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
    return [{ kind: 'unsupported', message: `\`${name}\` is serialised by code of its own: ${customSerde}` }];
  }
  const parts = membersOf(definition);
  return parts.some(({ condition }) => condition !== undefined) ? [differing(`\`${name}\``, parts)] : [];
}

/** The definitions that some operations reach, in the order of the table, without what only people read. */
function bareTable(operations: readonly OperationContract[], table: TypeTable): TypeTable {
  const reached = new Set<string>();
  walk(operations.flatMap(carried), table, (type) => {
    if (type.kind === 'named') reached.add(type.id);
  });
  return Object.fromEntries(
    Object.entries(table).flatMap(([id, definition]) => (reached.has(id) ? [[id, bareDefinition(definition)]] : [])),
  );
}

function bareDefinition({ doc: _, place: __, ...definition }: TypeDefinition): TypeDefinition {
  const bare = { ...definition, derives: [] };
  switch (bare.kind) {
    case 'struct':
    case 'union':
      return { ...bare, fields: bare.fields.map(withoutDoc) };
    case 'enum':
      return {
        ...bare,
        variants: bare.variants.map(({ place: _, written: __, ...variant }) => ({
          ...withoutDoc(variant),
          fields: variant.fields.map(withoutDoc),
        })),
      };
    case 'flags':
      return { ...bare, flags: bare.flags.map(withoutDoc) };
  }
}

function withoutDoc<T extends { doc?: string }>({ doc: _, ...rest }: T): Omit<T, 'doc'> {
  return rest;
}
