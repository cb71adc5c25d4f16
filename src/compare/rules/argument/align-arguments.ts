import type { ArgumentSchema, OperationSchema, Type } from '../../../schema/index.ts';
import { type Alignment, alignByName, type Pair } from '../../match/align.ts';
import type { Match } from '../../match/match.ts';

/** Arguments matched by name, else in place when their types are the same. */
export function alignArguments({ old, new: now }: Pair<OperationSchema>, match: Match): Alignment<ArgumentSchema> {
  return alignByName(old.args, now.args, (oldArg, newArg) => match.isSameUse(oldArg.type, newArg.type));
}

/** `bool` against `u8` or `i8`, either way round. */
export function isBoolAgainstByte(a: Type, b: Type): boolean {
  const isByte = (type: Type) => type.kind === 'integer' && (type.name === 'u8' || type.name === 'i8');
  return (a.kind === 'bool' && isByte(b)) || (b.kind === 'bool' && isByte(a));
}
