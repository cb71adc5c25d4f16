import type { OperationSchema, Recv, Type } from '../../schema/index.ts';
import type { Pair } from '../match/align.ts';
import type { Match } from '../match/match.ts';
import { isSameRepr } from './type/fields.ts';

/** A `recv` strategy as an interface file writes it, with `…` for a raw type that is not a number. */
export function recvText(recv: Recv): string {
  if (recv.kind === 'FromBytes') return recv.kind;
  const raw = recv.raw.kind === 'integer' || recv.raw.kind === 'float' ? `"${recv.raw.name}"` : '…';
  const called = recv.kind === 'From' && recv.function !== undefined ? `, Some("${recv.function}")` : '';
  return `${recv.kind}(${raw}${called})`;
}

/** A `recv` strategy in words. Fingerprints contain them, so they must not change. */
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

function isSameRecv(old: Recv, now: Recv, match: Match): boolean {
  if (old.kind === 'FromBytes' || now.kind === 'FromBytes') return old.kind === now.kind;
  if (old.kind !== now.kind || !match.isSameUse(old.raw, now.raw)) return false;
  return old.kind !== 'From' || now.kind !== 'From' || old.function === now.function;
}

/** Whether a `recv` strategy changed by itself: with another type or encoding it comes along, and that is the change. */
export function isRecvChanged(
  operations: Pair<OperationSchema>,
  { old, new: now }: Pair<{ type: Type; recv: Recv }>,
  match: Match,
): boolean {
  if (operations.old.encoding !== operations.new.encoding) return false;
  if (!match.isSameUse(old.type, now.type) || isSameRecv(old.recv, now.recv, match)) return false;
  return !followsRepr(old, now, match);
}

/** Whether a raw type changed only with the representation of the enum that is made of it: that is the change. */
function followsRepr(
  old: { type: Type; recv: Recv },
  now: { type: Type; recv: Recv },
  { oldTypes, newTypes }: Match,
): boolean {
  if (old.type.kind !== 'named' || now.type.kind !== 'named' || old.recv.kind !== now.recv.kind) return false;
  const [oldDefinition, newDefinition] = [oldTypes[old.type.id], newTypes[now.type.id]];
  if (oldDefinition?.kind !== 'enum' || newDefinition?.kind !== 'enum' || oldDefinition.name !== newDefinition.name)
    return false;
  const functions = [old.recv, now.recv].map((recv) => (recv.kind === 'From' ? recv.function : undefined));
  return functions[0] === functions[1] && !isSameRepr(oldDefinition.repr, newDefinition.repr);
}
