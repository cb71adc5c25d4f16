import type { Recv, Type } from '../../schema/index.ts';
import type { ArgumentWire, LeaseWire, OperationWire } from '../../wire/index.ts';
import { type Alignment, alignByName, type Pair } from '../align.ts';
import type { Comparison } from '../comparison.ts';
import { isSameRepr } from './fields.ts';

/** Matched parts of two versions, and the new list whole. */
export interface Parts<T> extends Alignment<T> {
  all: readonly T[];
}

/** Arguments matched by name, else in place when their types are the same. */
export function alignArguments(pair: Pair<OperationWire>, comparison: Comparison): Parts<ArgumentWire> {
  const all = comparison.asNew(pair.new.args);
  return { all, ...alignByName(pair.old.args, all, (old, now) => comparison.isSameUse(old.type, now.type)) };
}

/** Leases matched by name, else in place when their types are the same. */
export function alignLeases(pair: Pair<OperationWire>, comparison: Comparison): Parts<LeaseWire> {
  const all = comparison.asNew(pair.new.leases);
  const isRename = (old: LeaseWire, now: LeaseWire) =>
    old.slice === now.slice && comparison.isSameUse(old.type, now.type);
  return { all, ...alignByName(pair.old.leases, all, isRename) };
}

export function replaceIn<T>(list: readonly T[], item: T, replacement: T): T[] {
  return list.map((one) => (one === item ? replacement : one));
}

/** The old list with `added` behind the nearest item that stands before it in the new list and was there before. */
export function insertAfterNeighbour<T>(old: readonly T[], added: T, parts: Parts<T>): T[] {
  const oldOf = new Map(parts.pairs.map((pair) => [pair.new, pair.old]));
  const before = parts.all.slice(0, parts.all.indexOf(added)).reverse();
  const neighbour = before.map((item) => oldOf.get(item)).find((item) => item !== undefined);
  const position = neighbour === undefined ? 0 : old.indexOf(neighbour) + 1;
  return [...old.slice(0, position), added, ...old.slice(position)];
}

/** What both versions have, as the old one has it, in the order of the new one; what was removed stays where it stood. */
export function inNewOrder<T>(parts: Parts<T>): T[] {
  const oldOf = new Map(parts.pairs.map((pair) => [pair.new, pair.old]));
  const kept = parts.all.map((item) => oldOf.get(item)).filter((item) => item !== undefined);
  return [...kept, ...parts.removed];
}

export function reindexed(leases: readonly LeaseWire[]): LeaseWire[] {
  return leases.map((lease, index) => ({ ...lease, index }));
}

/** Whether a lease granted as `granted` gives all that `asked` asks for. */
export function covers(granted: LeaseWire, asked: LeaseWire): boolean {
  return (granted.read || !asked.read) && (granted.write || !asked.write);
}

export function describeAccess({ read, write }: LeaseWire): string {
  return read && write ? 'read and write' : read ? 'read' : 'write';
}

/** The most elements that a lease may have. */
export function limitOf(lease: LeaseWire): number {
  return lease.maxLen ?? Number.POSITIVE_INFINITY;
}

export function describeLimit(lease: LeaseWire): string {
  return lease.maxLen === undefined ? 'any number of elements' : `at most ${lease.maxLen} elements`;
}

export function describeRecv(recv: Recv): string {
  switch (recv.kind) {
    case 'FromBytes':
      return 'its bytes';
    case 'FromPrimitive':
      return `\`FromPrimitive\` of ${primitiveName(recv.raw)}`;
    case 'From':
      return `\`${recv.function ?? 'From'}\` of ${primitiveName(recv.raw)}`;
  }
}

function primitiveName(type: Type): string {
  return type.kind === 'integer' || type.kind === 'float' ? `\`${type.name}\`` : `a ${type.kind}`;
}

function isSameRecv(old: Recv, now: Recv, comparison: Comparison): boolean {
  if (old.kind === 'FromBytes' || now.kind === 'FromBytes') return old.kind === now.kind;
  if (old.kind !== now.kind || !comparison.isSameUse(old.raw, now.raw)) return false;
  return old.kind !== 'From' || now.kind !== 'From' || old.function === now.function;
}

/** Whether a `recv` strategy changed by itself: with another type or encoding it comes along, and that is the change. */
export function isRecvChanged(
  operations: Pair<OperationWire>,
  { old, new: now }: Pair<{ type: Type; recv: Recv }>,
  comparison: Comparison,
): boolean {
  if (operations.old.encoding !== operations.new.encoding) return false;
  if (!comparison.isSameUse(old.type, now.type) || isSameRecv(old.recv, now.recv, comparison)) return false;
  return !followsRepr(old, now, comparison);
}

/** Whether a raw type changed only with the representation of the enum that is made of it: that is the change. */
function followsRepr(
  old: { type: Type; recv: Recv },
  now: { type: Type; recv: Recv },
  comparison: Comparison,
): boolean {
  if (old.type.kind !== 'named' || now.type.kind !== 'named' || old.recv.kind !== now.recv.kind) return false;
  const [before, after] = [comparison.types[old.type.id], comparison.types[now.type.id]];
  if (before?.kind !== 'enum' || after?.kind !== 'enum' || before.name !== after.name) return false;
  const functions = [old.recv, now.recv].map((recv) => (recv.kind === 'From' ? recv.function : undefined));
  return functions[0] === functions[1] && !isSameRepr(before.repr, after.repr);
}

/** `bool` against `u8` or `i8`, either way round. */
export function isBoolAgainstByte(a: Type, b: Type): boolean {
  const isByte = (type: Type) => type.kind === 'integer' && (type.name === 'u8' || type.name === 'i8');
  return (a.kind === 'bool' && isByte(b)) || (b.kind === 'bool' && isByte(a));
}
