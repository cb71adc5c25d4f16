import type { OperationSchema, SourcePlace, TypeDefinition } from '../../schema/index.ts';
import type { Pair } from '../match/align.ts';
import { describeWhere } from '../match/alternatives.ts';
import type { Match } from '../match/match.ts';
import type { DefinitionPair } from '../match/type-pairs.ts';
import type { ItemKey, Level, OperationName } from '../model.ts';
import type { Direction, OperationPairName, Repair, VerdictKind } from '../result.ts';

/** What every rule says of itself. The page is `content/checks/<id>.md`, and its examples are the rule's tests. */
export interface RuleInfo {
  /** Stable and kebab-case: waivers and links name a rule by it. */
  readonly id: string;
  /** One sentence, as a list of rules shows it. */
  readonly summary: string;
  /** What the change is a change of. `wire` or `image` say that it can explain a verdict that is not ok. */
  readonly levels: readonly Level[];
  /** The only verdicts that it explains, by kind or by direction: a cause that explains none is no cause. */
  readonly explains?: { readonly kinds?: readonly VerdictKind[]; readonly direction?: Direction };
  /** What it is about, where that is not interfaces alone. */
  readonly appliesTo?: 'messages' | 'both';
  /** It says where the operation's number leads: another operation, or none. Then no other rule explains a call; else this one does not. */
  readonly isOfNumbers?: true;
  /** It says who may call: it explains an `AccessViolation`, and nothing else does. */
  readonly isOfCallers?: true;
}

/** One rule about two versions of an interface: one id, one page. Mirror images share a file. */
export interface Rule extends RuleInfo {
  find(match: Match): Change[];
}

/** What a rule found, before it becomes a cause. */
export interface Change {
  /** What changed, as one sentence without a full stop, names in backquotes. */
  message: string;
  /** The operations that the change touches. */
  operations: OperationPairName[];
  /** What exactly changed, in names that survive reformatting and moves: together with the rule it makes the fingerprint. */
  detail: readonly string[];
  /**
   * The type inside which it is, by crate and name. Then it is one change for all interfaces that use the type; else it is a change of
   * the interface alone.
   */
  type?: string;
  /** Where the type differs between images, and only so: then the change is one of level `image`, not `wire`. */
  isPerImage?: boolean;
  oldPlace?: SourcePlace;
  newPlace?: SourcePlace;
  help?: string;
  repair?: Repair;
  /** The definition that the change is in, where it is in one. */
  definition?: ChangedDefinition;
}

/** Where in the types of both versions a change is. */
export interface ChangedDefinition {
  /** Its ids in both versions. */
  readonly ids: readonly string[];
  /** The variants that the change concerns. Absent where it is about the definition as a whole. */
  readonly variants?: readonly string[];
}

/** What a rule says of one change inside an operation that both versions have. */
export interface OperationChange extends Pick<Change, 'message' | 'detail' | 'isPerImage' | 'help'> {
  /** Part of the operation, for the place: `arg.x`, `lease.y`; `` is the operation itself. */
  oldPart?: string;
  newPart?: string;
}

/** A rule about operations that both versions have. For a retired one, only the retirement is reported. */
export function operationRule(
  rule: RuleInfo & { find(pair: Pair<OperationSchema>, match: Match): OperationChange[] },
): Rule {
  return {
    ...rule,
    find: (match) =>
      match.operations.pairs
        .filter((pair) => !match.retired.has(pair))
        .flatMap((pair) =>
          rule.find(pair, match).map(({ oldPart, newPart, ...change }) => ({
            ...change,
            operations: [namesOf(pair)],
            detail: [pair.old.name, ...change.detail],
            oldPlace: match.oldPlace(itemKey(pair.old, oldPart)),
            newPlace: match.newPlace(itemKey(pair.new, newPart)),
          })),
        ),
  };
}

/** What a rule says of one change inside a type definition. */
export interface DefinitionChange extends Omit<Change, 'operations' | 'isPerImage' | 'definition' | 'type'> {
  /** Of an enum: the variants that the change concerns, where it does not concern all. */
  variants?: readonly string[];
}

export type DefinitionOf<K extends TypeDefinition['kind']> = Extract<TypeDefinition, { kind: K }>;

/** A rule about a type that both versions have under one name. It finds one cause, however many operations carry the type. */
export function definitionRule<K extends TypeDefinition['kind']>(
  rule: RuleInfo & {
    kind: K;
    /** `error` looks at types that travel as the return code of a `CLike` error, `data` at all others. */
    use: 'data' | 'error';
    find(old: DefinitionOf<K>, now: DefinitionOf<K>, match: Match): DefinitionChange[];
  },
): Rule {
  const { id, summary, levels, kind, use } = rule;
  return {
    id,
    summary,
    levels,
    appliesTo: 'both',
    find: (match) =>
      match.definitions.filter(isOfKind(kind)).flatMap((pair) => {
        const users = use === 'error' ? pair.errorOf : pair.dataOf;
        if (users.length === 0 || definitionText(pair.old) === definitionText(pair.new)) return [];
        const carried = (one: DefinitionOf<K>) => (use === 'error' ? withCodes(one) : one);
        return rule.find(carried(pair.old), carried(pair.new), match).map(
          ({ variants, ...change }): Change => ({
            ...change,
            definition: { ids: [pair.old.id, pair.new.id], ...(variants && { variants }) },
            message: `${change.message}${describeWhere(pair.where)}`,
            operations: users.map(namesOf),
            type: typeOf(pair),
            detail: [...change.detail, ...pair.where],
            isPerImage: pair.where.some((where) => where.startsWith('in image')),
            oldPlace: change.oldPlace ?? pair.old.place,
            newPlace: change.newPlace ?? pair.new.place,
          }),
        );
      }),
  };
}

/** What fingerprints know a type by: its crate and its name, in the old version. */
export function typeOf({ old: { crate, name } }: DefinitionPair): string {
  return `${crate}::${name}`;
}

/** A definition as one text, places apart: where both versions have the same, no rule finds a change inside. */
function definitionText(definition: TypeDefinition): string {
  const known = definitionTexts.get(definition);
  if (known !== undefined) return known;
  const text = JSON.stringify(definition, (key, value) => (key === 'place' || key === 'mention' ? undefined : value));
  definitionTexts.set(definition, text);
  return text;
}

/** Every rule about definitions asks for the same ones. */
const definitionTexts = new WeakMap<TypeDefinition, string>();

/**
 * An error with the codes that it travels as for values, whoever makes them: the derive, or a conversion written by hand. A code that
 * is computed stays null.
 */
function withCodes<D extends TypeDefinition>(definition: D): D {
  if (definition.kind !== 'enum') return definition;
  const variants = definition.variants.map(({ code, ...variant }) =>
    code === undefined
      ? variant
      : { ...variant, ...(code === null && { code }), value: code, written: true, shape: 'unit', fields: [] },
  );
  return { ...definition, variants };
}

function isOfKind<K extends TypeDefinition['kind']>(kind: K) {
  return (pair: DefinitionPair): pair is DefinitionPair & { old: DefinitionOf<K>; new: DefinitionOf<K> } =>
    pair.old.kind === kind && pair.new.kind === kind;
}

export function nameOf({ name, number }: OperationSchema): OperationName {
  return { name, number };
}

export function namesOf(pair: Pair<OperationSchema>): { old: OperationName; new: OperationName } {
  return { old: nameOf(pair.old), new: nameOf(pair.new) };
}

function itemKey(operation: OperationSchema, part?: string): ItemKey {
  return part ? `${operation.name}.${part}` : operation.name;
}
