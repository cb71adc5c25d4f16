import { type Type, type TypeTable, typeName, type UnresolvedReason, walk } from '../../schema/index.ts';
import type { Match } from '../match/match.ts';

/** A type where it is used: as it is resolved, and as it is written where that is at hand. */
interface Use {
  text?: string;
  type: Type;
}

/** How the use of a type changed, behind "is": as it is written, or where that stayed, by what it stands for. */
export function describeTypeChange(old: Use, now: Use, { oldTypes, newTypes }: Match): string {
  const [was, is] = [old.text ?? typeName(old.type, oldTypes), now.text ?? typeName(now.type, newTypes)];
  const [whyNot, whyNow] = [old, now].map(({ type }) => unresolvedText(type));
  const braced = (why: string | undefined) => (why === undefined ? '' : ` (${why})`);
  if (was !== is) return `\`${is}\`${braced(whyNow)}, was \`${was}\`${braced(whyNot)}`;
  const oldText = whyNot ?? describeType(old.type, oldTypes);
  const newText = whyNow ?? describeType(now.type, newTypes);
  if (oldText === newText) return `\`${is}\`, whose definition differs in some images or under some \`cfg\``;
  return `\`${is}\`, now ${newText}, was ${oldText}`;
}

/** What a change of type is known by, however the types are spelt. */
export function typeChangeDetail(old: Use, now: Use, { oldTypes, newTypes }: Match): string[] {
  return [describeType(old.type, oldTypes), describeType(now.type, newTypes)];
}

/** A type by what it is resolved to. */
export function describeType(type: Type, types: TypeTable): string {
  if (reasonOf(type)) return `unresolved \`${typeName(type, types)}\``;
  if (type.kind !== 'named') return `\`${typeName(type, types)}\``;
  return `the ${types[type.id]?.kind ?? 'type'} \`${typeName(type, types)}\``;
}

/** Whether a type that is written as before differs because it is another one in each image. */
export function isPerImageChange(old: Use, now: Use): boolean {
  return old.text === now.text && [old, now].every(({ type }) => differsBetweenImages(type));
}

function differsBetweenImages(type: Type): boolean {
  let found = false;
  walk([type], {}, (part) => {
    const cases =
      part.kind === 'alternatives'
        ? part.cases
        : part.kind === 'array' && typeof part.length !== 'number' && part.length.kind === 'alternatives'
          ? part.length.cases
          : [];
    if (cases.some(({ condition }) => condition.kind === 'images')) found = true;
  });
  return found;
}

function unresolvedText(type: Type): string | undefined {
  const message = reasonOf(type)?.message.replace(/\.$/, '');
  return message === undefined ? undefined : `unresolved: ${message.charAt(0).toLowerCase()}${message.slice(1)}`;
}

/** Why the type as it is written is not resolved. The definition itself reports what is unresolved inside it. */
export function reasonOf(type: Type): UnresolvedReason | undefined {
  let reason: UnresolvedReason | undefined;
  walk([type], {}, (part) => {
    if (part.kind === 'unresolved') reason ??= part.reason;
    if (part.kind === 'array' && typeof part.length !== 'number' && part.length.kind === 'unresolved') {
      reason ??= part.length.reason;
    }
  });
  return reason;
}
