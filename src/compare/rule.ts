import type { SourcePlace, TypeDefinition } from '../schema/index.ts';
import type { OperationWire } from '../wire/index.ts';
import type { Pair } from './align.ts';
import { describeWhere } from './alternatives.ts';
import type { Comparison } from './comparison.ts';
import type { ItemKey, Judgements, Level, OperationName } from './model.ts';
import type { DefinitionPair } from './type-pairs.ts';

/** What every rule says of itself. The page is `content/checks/<id>.md`, and its examples are the rule's tests. */
export interface RuleInfo {
  /** Stable and kebab-case: waivers and links name a rule by it. */
  readonly id: string;
  /** One sentence, as a list of rules shows it. */
  readonly summary: string;
  readonly levels: readonly Level[];
}

/** One compatibility rule about two versions of an interface: one file, one id, one page. */
export interface Rule extends RuleInfo {
  find(comparison: Comparison): Change[];
}

/** What a rule found, before it becomes a finding. */
export interface Change {
  /** What changed, as one sentence without a full stop, names in backquotes. */
  message: string;
  operations: { old?: OperationName; new?: OperationName }[];
  /** What exactly changed, in names that survive reformatting and moves: together with the rule it makes the fingerprint. */
  detail: readonly string[];
  judgements?: Judgements;
  oldPlace?: SourcePlace;
  newPlace?: SourcePlace;
  help?: string;
}

/** What a rule says of one change inside an operation that both versions have. */
export interface OperationChange {
  message: string;
  /** Part of the operation, for the place: `arg.x`, `lease.y`; `` is the operation itself. */
  oldPart?: string;
  newPart?: string;
  detail: readonly string[];
  /**
   * The old operation with this one change and no other, so that its outcome is judged apart from whatever else changed.
   * Absent when nothing travels differently.
   */
  isolated?: OperationWire;
  help?: string;
}

/** A rule about operations that both versions have. In `find`, types of the new version may stand beside types of the old. */
export function operationRule(rule: {
  id: string;
  summary: string;
  levels: readonly Level[];
  find(pair: Pair<OperationWire>, comparison: Comparison): OperationChange[];
}): Rule {
  return {
    id: rule.id,
    summary: rule.summary,
    levels: rule.levels,
    find: (comparison) =>
      comparison.operations.pairs.flatMap((pair) =>
        rule.find(pair, comparison).map((change) => ({
          message: change.message,
          operations: [namesOf(pair)],
          detail: [pair.old.name, ...change.detail],
          judgements: change.isolated && comparison.judgeIsolated(pair.old, change.isolated),
          oldPlace: comparison.oldPlace(itemKey(pair.old, change.oldPart)),
          newPlace: comparison.newPlace(itemKey(pair.new, change.newPart)),
          help: change.help,
        })),
      ),
  };
}

/** What a rule says of one change inside a type definition. */
export interface DefinitionChange<D extends TypeDefinition> {
  message: string;
  detail: readonly string[];
  /** The old definition with this one change and no other; absent when nothing travels differently. */
  isolated?: D;
  oldPlace?: SourcePlace;
  newPlace?: SourcePlace;
  help?: string;
}

/**
 * A rule about a type that both versions have under one name. It makes one finding, however many operations carry the type:
 * the judgements are the worst of them, and every operation that it reaches is listed.
 */
export function definitionRule<K extends TypeDefinition['kind']>(rule: {
  id: string;
  summary: string;
  levels: readonly Level[];
  kind: K;
  /** `error` looks at types that travel as the return code of a `CLike` error, `data` at all others. */
  use: 'data' | 'error';
  find(old: DefinitionOf<K>, now: DefinitionOf<K>, comparison: Comparison): DefinitionChange<DefinitionOf<K>>[];
}): Rule {
  return {
    id: rule.id,
    summary: rule.summary,
    levels: rule.levels,
    find: (comparison) =>
      comparison.definitions.filter(isOfKind(rule.kind)).flatMap((pair) => {
        const users = rule.use === 'error' ? pair.errorOf : pair.dataOf;
        if (users.length === 0) return [];
        const areCodesKnown = [pair.old, pair.new].every((one) => !('codesComputed' in one) || !one.codesComputed);
        const travelling = (one: DefinitionOf<K>) => (rule.use === 'error' && areCodesKnown ? withCodes(one) : one);
        const [old, now] = [travelling(pair.old), travelling(comparison.asNew(pair.new))];
        return rule.find(old, now, comparison).map((change) => ({
          message: `${change.message}${describeWhere(pair.where)}`,
          operations: users.map(namesOf),
          detail: [pair.old.name, ...change.detail, ...pair.where],
          judgements: change.isolated && comparison.judgeDefinition(users, change.isolated),
          oldPlace: change.oldPlace ?? pair.old.place,
          newPlace: change.newPlace ?? pair.new.place,
          help: change.help,
        }));
      }),
  };
}

/** An error with the codes that it travels as for values, whoever makes them: the derive, or a conversion written by hand. */
function withCodes<D extends TypeDefinition>(definition: D): D {
  if (definition.kind !== 'enum') return definition;
  const variants = definition.variants.map(({ code, ...variant }) =>
    code === undefined ? variant : { ...variant, value: code, written: true, shape: 'unit', fields: [] },
  );
  return { ...definition, variants };
}

export type DefinitionOf<K extends TypeDefinition['kind']> = Extract<TypeDefinition, { kind: K }>;

function isOfKind<K extends TypeDefinition['kind']>(kind: K) {
  return (pair: DefinitionPair): pair is DefinitionPair & { old: DefinitionOf<K>; new: DefinitionOf<K> } =>
    pair.old.kind === kind && pair.new.kind === kind;
}

export function nameOf({ name, number }: OperationWire): OperationName {
  return { name, number };
}

export function namesOf(pair: Pair<OperationWire>): { old: OperationName; new: OperationName } {
  return { old: nameOf(pair.old), new: nameOf(pair.new) };
}

export function itemKey(operation: OperationWire, part?: string): ItemKey {
  return part ? `${operation.name}.${part}` : operation.name;
}
