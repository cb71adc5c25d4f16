import { type EnumDefinition, type Field, type TypeTable, type Variant, valueCases } from '../../../schema/index.ts';
import { type Alignment, alignByName, movedPairs, type Pair } from '../../match/align.ts';
import type { Match } from '../../match/match.ts';
import { describeField } from './fields.ts';

/** Variants matched by name, else in place when they are alike but for the name. */
export function alignVariants(old: EnumDefinition, now: EnumDefinition): Alignment<Variant> {
  return alignByName(
    old.variants,
    now.variants,
    (oldVariant, newVariant) =>
      oldVariant.value === newVariant.value &&
      oldVariant.shape === newVariant.shape &&
      oldVariant.fields.length === newVariant.fields.length,
  );
}

export function removedVariants(old: EnumDefinition, now: EnumDefinition): Variant[] {
  return alignVariants(old, now).removed;
}

export interface AddedVariant {
  variant: Variant;
  /** Behind all that were there before. */
  isLast: boolean;
}

export function addedVariants(old: EnumDefinition, now: EnumDefinition): AddedVariant[] {
  const { pairs, added } = alignVariants(old, now);
  const oldOf = new Map(pairs.map((pair) => [pair.new, pair.old]));
  return added.map((variant) => {
    const behind = now.variants.slice(now.variants.indexOf(variant) + 1).find((one) => oldOf.has(one));
    return { variant, isLast: behind === undefined };
  });
}

/** Whether variants stand in other places than before, so that what values they have without saying so may have moved as well. */
export function isRearranged(old: EnumDefinition, now: EnumDefinition): boolean {
  const { pairs, removed } = alignVariants(old, now);
  const isInserted = addedVariants(old, now).some(({ isLast }) => !isLast);
  return isInserted || removed.length > 0 || movedPairs(pairs, now.variants).length > 0;
}

/** Names of variants that have another index than before, in both versions. */
export function renumbered(old: EnumDefinition, now: EnumDefinition): string[] {
  const { pairs } = alignVariants(old, now);
  const moved = pairs.filter((pair) => pair.old.index !== pair.new.index);
  return [...new Set(moved.flatMap((pair) => [pair.old.name, pair.new.name]))];
}

/** Pairs whose values differ, be it only in a configuration where variants before them are absent. */
export function movedValues(old: EnumDefinition, now: EnumDefinition): Pair<Variant>[] {
  return alignVariants(old, now).pairs.filter(
    (pair) => pair.old.value !== pair.new.value || valuesText(old, pair.old) !== valuesText(now, pair.new),
  );
}

function valuesText({ variants }: EnumDefinition, variant: Variant): string {
  const cases = valueCases(variants, variants.indexOf(variant));
  const texts = cases.map(({ number, condition }) => {
    const when = cases.length > 1 && condition?.kind === 'cfg' ? ` with \`${condition.predicate}\`` : '';
    return `${number ?? 'unknown'}${when}`;
  });
  return texts.join(', ');
}

export function describeMoves(pairs: readonly Pair<Variant>[], old: EnumDefinition, now: EnumDefinition): string {
  return pairs
    .map((pair) => `\`${pair.new.name}\` ${valuesText(old, pair.old)} -> ${valuesText(now, pair.new)}`)
    .join(', ');
}

export function isSameFields(old: readonly Field[], now: readonly Field[], match: Match): boolean {
  return (
    old.length === now.length &&
    old.every((field, i) => {
      const other = now[i] as Field;
      return (
        field.name === other.name && field.serdeSkip === other.serdeSkip && match.isSameUse(field.type, other.type)
      );
    })
  );
}

export function describeVariant(variant: Variant): string {
  return variant.value === null ? `\`${variant.name}\`` : `\`${variant.name}\` = ${variant.value}`;
}

/** `a new variant `X` = 1`, `2 new variants `X` = 1, `Y` = 2`. */
export function describeCount(variants: readonly Variant[], what: string): string {
  const list = variants.map(describeVariant).join(', ');
  return variants.length === 1 ? `${what} ${list}` : `${variants.length} ${what}s ${list}`;
}

export function describeFields(variant: Variant, types: TypeTable): string {
  return variant.fields.length === 0
    ? 'nothing'
    : variant.fields.map((field) => describeField(field, types)).join(', ');
}
