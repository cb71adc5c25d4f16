import type { Operation } from '../../idol/index.ts';
import type { LeaseSchema, OperationSchema, Recv, Type } from '../../schema/index.ts';
import { parameterNames } from './names.ts';
import type { Travel, TypeTexts } from './types.ts';

export type Side = 'client' | 'server';

/** One operation as one side of the TypeScript file writes it. */
export interface OperationTexts {
  readonly name: string;
  readonly number: number;
  /** What a client does, or reports, when the server dies. */
  readonly death: string;
  readonly args: readonly ParameterText[];
  readonly leases: readonly ParameterText[];
  /** Type of the value that a client's call gives, or that a server's implementation returns. */
  readonly result: string;
  readonly doc?: string;
}

interface ParameterText {
  readonly name: string;
  readonly type: string;
  readonly doc?: string;
}

/** @param source the operation as it was read, for its documentation */
export function operationTexts(
  operation: OperationSchema,
  source: Operation | undefined,
  side: Side,
  types: TypeTexts,
): OperationTexts {
  const travel = operation.encoding === 'Zerocopy' ? 'image' : 'serde';
  const names = parameterNames([...operation.args, ...operation.leases].map(({ name }) => name));
  return {
    name: operation.name,
    number: operation.number,
    death: deathOf(operation, types),
    args: operation.args.map(({ type, recv }, index) => ({
      name: names[index] as string,
      type: side === 'client' ? types.text(type, travel) : receivedText(type, recv, travel, types),
      doc: source?.args[index]?.doc?.text,
    })),
    leases: operation.leases.map((lease, index) => ({
      name: names[operation.args.length + index] as string,
      type: side === 'client' ? lentText(lease, types) : leasedText(lease, types),
      doc: leaseDoc(lease, source?.leases[index]?.doc?.text),
    })),
    result: resultText(operation, side, travel, types),
    doc: source?.doc?.text,
  };
}

/** A value made with `From` is the raw one where no conversion is known: its function is Rust code. */
function receivedText(type: Type, recv: Recv, travel: Travel, types: TypeTexts): string {
  const declared = types.text(type, travel);
  if (recv.kind !== 'From') return declared;
  const raw = types.text(recv.raw, travel);
  return raw === declared ? declared : `${declared} | ${raw}`;
}

function resultText({ reply, idempotent }: OperationSchema, side: Side, travel: Travel, types: TypeTexts): string {
  const { type, recv } = reply.ok;
  const ok = side === 'client' ? receivedText(type, recv, travel, types) : types.text(type, travel);
  if (reply.kind === 'Simple') return ok;
  const { error } = reply;
  switch (error.kind) {
    case 'CLike':
      return types.result(ok, types.errorText(error.type));
    case 'Complex': {
      const failure = types.text(error.type, 'serde');
      return types.result(
        ok,
        side === 'client' && !idempotent ? `${failure} | ${types.runtime('ServerDeath')}` : failure,
      );
    }
    case 'ServerDeath':
      return types.result(ok, side === 'client' ? types.runtime('ServerDeath') : 'never');
  }
}

function isBytes({ slice, type }: LeaseSchema): boolean {
  return slice && type.kind === 'integer' && type.name === 'u8';
}

/** What a client passes. */
function lentText(lease: LeaseSchema, types: TypeTexts): string {
  if (isBytes(lease)) return 'Uint8Array';
  if (lease.slice) return `${lease.write ? '' : 'readonly '}${types.listOf(lease.type, 'image')}`;
  const text = types.text(lease.type, 'image');
  return lease.write ? `${types.runtime('Cell')}<${text}>` : text;
}

/** What a server's implementation gets. */
function leasedText(lease: LeaseSchema, types: TypeTexts): string {
  const access = lease.read && lease.write ? 'readWrite' : lease.write ? 'write' : 'read';
  if (isBytes(lease)) return `${types.runtime('LeasedBytes')}<'${access}'>`;
  const view = types.runtime(lease.slice ? 'LeasedSlice' : 'Leased');
  return `${view}<${types.text(lease.type, 'image')}, '${access}'>`;
}

function leaseDoc({ slice, maxLen, read, write }: LeaseSchema, doc: string | undefined): string {
  const access = read && write ? 'Read and written' : write ? 'Written' : 'Read';
  const limit = slice && maxLen !== undefined ? `, at most ${maxLen} ${maxLen === 1 ? 'element' : 'elements'}` : '';
  return `${doc === undefined ? '' : `${doc.trim().replace(/\.?$/, '.')} `}${access} by the server${limit}.`;
}

function deathOf({ idempotent, reply }: OperationSchema, types: TypeTexts): string {
  if (idempotent) return 'Sent again when the server dies.';
  if (reply.kind === 'Simple') return '';
  if (reply.error.kind !== 'CLike') return 'Reports `ServerDeath` when the server dies.';
  const codes = types.errorCodes(reply.error.type);
  const variant = codes?.find(({ serverDeath }) => serverDeath);
  if (variant) return `Reports \`${variant.name}\` when the server dies.`;
  return codes === null ? 'Reports the dead code when the server dies.' : 'Panics when the server dies.';
}
