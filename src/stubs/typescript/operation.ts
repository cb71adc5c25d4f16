import type { Operation } from '../../idol/index.ts';
import type { LeaseWire, OperationWire, RecvWire, Type } from '../../wire/index.ts';
import { parameterNames } from './names.ts';
import type { Travel, TypeTexts } from './types.ts';

/** One operation as both sides of the TypeScript file write it. */
export interface OperationTexts {
  readonly name: string;
  readonly number: number;
  /** What a client does, or reports, when the server dies. */
  readonly death: string;
  /** In order: arguments, then leases. */
  readonly args: readonly ParameterText[];
  readonly leases: readonly (ParameterText & { readonly serverType: string })[];
  /** The value that comes back: of the ok type, or a `Result`. */
  readonly result: string;
  /** The value that a server's implementation returns. */
  readonly serverResult: string;
  readonly doc?: string;
}

export interface ParameterText {
  readonly name: string;
  readonly type: string;
  /** What the server gets, where that differs. */
  readonly serverType: string;
  readonly doc?: string;
}

/** @param source the operation as it was read, for its documentation */
export function operationTexts(wire: OperationWire, source: Operation | undefined, types: TypeTexts): OperationTexts {
  const travel = wire.encoding === 'Zerocopy' ? 'image' : 'serde';
  const names = parameterNames(
    [...wire.args, ...wire.leases].map(({ name }) => name),
    ['caller'],
  );
  const args = wire.args.map(({ type, recv }, index) => ({
    name: names[index] as string,
    type: types.text(type, travel),
    serverType: receivedText(type, recv, travel, types),
    doc: source?.args[index]?.doc?.text,
  }));
  const leases = wire.leases.map((lease, index) => ({
    name: names[args.length + index] as string,
    type: lentText(lease, types),
    serverType: leasedText(lease, types),
    doc: leaseDoc(lease, source?.leases[index]?.doc?.text),
  }));
  const { name, number } = wire;
  return { name, number, death: deathOf(wire), args, leases, ...results(wire, travel, types), doc: source?.doc?.text };
}

/** A value made with `From` is the raw one where no conversion is known: its function is Rust code. */
function receivedText(type: Type, recv: RecvWire, travel: Travel, types: TypeTexts): string {
  const declared = types.text(type, travel);
  if (recv.kind !== 'From') return declared;
  const raw = types.text(recv.raw, travel);
  return raw === declared ? declared : `${declared} | ${raw}`;
}

function results({ reply, idempotent }: OperationWire, travel: Travel, types: TypeTexts) {
  const ok = receivedText(reply.ok.type, reply.ok.recv, travel, types);
  const serverOk = types.text(reply.ok.type, travel);
  if (reply.kind === 'Simple') return { result: ok, serverResult: serverOk };
  const { error } = reply;
  switch (error.kind) {
    case 'CLike': {
      const failure = types.errorCodes(error.type, error.codes);
      return { result: types.result(ok, failure), serverResult: types.result(serverOk, failure) };
    }
    case 'Complex': {
      const failure = types.text(error.type, 'serde');
      if (!idempotent) types.imports.add('ServerDeath');
      return {
        result: types.result(ok, idempotent ? failure : `${failure} | ServerDeath`),
        serverResult: types.result(serverOk, failure),
      };
    }
    case 'ServerDeath':
      types.imports.add('ServerDeath');
      return { result: types.result(ok, 'ServerDeath'), serverResult: types.result(serverOk, 'never') };
  }
}

function isBytes({ slice, type }: LeaseWire): boolean {
  return slice && type.kind === 'integer' && type.name === 'u8';
}

/** What a client passes. */
function lentText(lease: LeaseWire, types: TypeTexts): string {
  if (isBytes(lease)) return 'Uint8Array';
  if (lease.slice) return `${lease.write ? '' : 'readonly '}${types.listOf(lease.type, 'image')}`;
  const text = types.text(lease.type, 'image');
  if (!lease.write) return text;
  types.imports.add('Cell');
  return `Cell<${text}>`;
}

/** What a server's implementation gets. */
function leasedText(lease: LeaseWire, types: TypeTexts): string {
  const access = lease.read && lease.write ? 'readWrite' : lease.write ? 'write' : 'read';
  const view = isBytes(lease) ? 'LeasedBytes' : lease.slice ? 'LeasedSlice' : 'Leased';
  types.imports.add(view);
  return isBytes(lease) ? `${view}<'${access}'>` : `${view}<${types.text(lease.type, 'image')}, '${access}'>`;
}

function leaseDoc({ slice, maxLen, read, write }: LeaseWire, doc: string | undefined): string {
  const access = read && write ? 'Read and written' : write ? 'Written' : 'Read';
  const limit = slice && maxLen !== undefined ? `, at most ${maxLen} ${maxLen === 1 ? 'element' : 'elements'}` : '';
  return `${doc === undefined ? '' : `${doc.trim().replace(/\.?$/, '.')} `}${access} by the server${limit}.`;
}

function deathOf({ idempotent, reply }: OperationWire): string {
  if (idempotent) return 'Sent again when the server dies.';
  if (reply.kind === 'Simple') return '';
  if (reply.error.kind !== 'CLike') return 'Reports `ServerDeath` when the server dies.';
  const variant = reply.error.codes?.find(({ serverDeath }) => serverDeath);
  if (variant) return `Reports \`${variant.name}\` when the server dies.`;
  return reply.error.codes === null ? 'Reports the dead code when the server dies.' : 'Panics when the server dies.';
}
