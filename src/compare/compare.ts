import type { InterfaceSchema, OperationSchema } from '../schema/index.ts';
import { operationText } from './canonical-form.ts';
import { fingerprintOf } from './fingerprint.ts';
import { callersChanges, losers } from './match/callers.ts';
import { Match } from './match/match.ts';
import type { InterfaceVersion } from './model.ts';
import type {
  BudgetReached,
  Cause,
  Direction,
  InterfaceComparison,
  OperationPairName,
  OperationVerdict,
  Verdict,
  VerdictKind,
} from './result.ts';
import { rules } from './rules/index.ts';
import { type Change, type ChangedDefinition, nameOf, namesOf, type RuleInfo } from './rules/rule.ts';
import type { WitnessedVerdict } from './simulate/call.ts';
import { type VariantOutcome, worse } from './simulate/call-verdict.ts';
import { callWitness } from './simulate/call-witness.ts';
import { type Builds, type ConfiguredVerdict, inEachConfiguration } from './simulate/configurations.ts';
import { sentTypes, unresolvedIn } from './simulate/unseen.ts';

/**
 * Compares two versions of one interface: matches them, runs each operation between them in both directions, and finds the causes.
 * Types are compared as they are resolved, never as they are spelt. `identity` is what fingerprints know the interface by: those of
 * changes inside a type know the type instead.
 */
export function compareInterfaces(
  oldVersion: InterfaceVersion,
  newVersion: InterfaceVersion,
  identity: readonly string[] = [newVersion.schema.name],
): InterfaceComparison {
  const match = new Match(oldVersion, newVersion);
  const { causes, definitions } = causesOf(match, identity);
  const budget: BudgetReached = { operations: [] };
  const runs = callsBetween(match);
  const verdicts = [
    ...runs.calls.flatMap((call) => verdictsOfCall(call, { causes, definitions }, budget)),
    ...verdictsOfCallers(match, causes),
  ];
  const explained = new Set(verdicts.flatMap((one) => one.causes));
  return {
    interface: { name: newVersion.schema.name, oldPath: oldVersion.path, newPath: newVersion.path },
    status: 'compared',
    verdicts,
    same: runs.same,
    unseen: { old: unseenTypes(oldVersion.schema), new: unseenTypes(newVersion.schema) },
    ...((budget.configurations || budget.operations.length > 0) && { budget }),
    causes: causes.filter((cause) => !EXPLAINS.has(cause.rule) || explained.has(cause.fingerprint)),
  };
}

interface FoundCauses {
  readonly causes: readonly Cause[];
  /** The definitions that they are in, by fingerprint. */
  readonly definitions: ReadonlyMap<string, readonly ChangedDefinition[]>;
}

/** Every cause once, with all operations that it touches. */
function causesOf(match: Match, identity: readonly string[]): FoundCauses {
  const found = new Map<string, Cause>();
  const definitions = new Map<string, ChangedDefinition[]>();
  const isContract = match.new.schema.messages !== undefined;
  for (const rule of rules) {
    const { appliesTo = 'interfaces' } = rule;
    if (appliesTo !== 'both' && (appliesTo === 'messages') !== isContract) continue;
    for (const change of rule.find(match)) {
      const cause = causeOf(rule, change, identity);
      const known = found.get(cause.fingerprint);
      const operations = [...(known?.operations ?? []), ...cause.operations];
      const distinct = new Map(operations.map((one) => [JSON.stringify(one), one]));
      found.set(cause.fingerprint, { ...(known ?? cause), operations: [...distinct.values()] });
      if (change.definition) {
        definitions.set(cause.fingerprint, [...(definitions.get(cause.fingerprint) ?? []), change.definition]);
      }
    }
  }
  return { causes: [...found.values()], definitions };
}

function causeOf({ id, levels }: RuleInfo, change: Change, identity: readonly string[]): Cause {
  const { message, operations, type, detail, isPerImage, oldPlace, newPlace, help, repair } = change;
  return {
    rule: id,
    levels: levels.map((level) => (level === 'wire' && isPerImage ? 'image' : level)),
    message,
    operations,
    ...(type !== undefined && { type }),
    ...(oldPlace && { oldPlace }),
    ...(newPlace && { newPlace }),
    ...(help && { help }),
    ...(repair && { repair }),
    fingerprint: fingerprintOf(id, type === undefined ? [...identity, ...detail] : ['type', type, ...detail]),
  };
}

/** A call that one version's client makes at the other's server. */
interface DirectedCall {
  operation: OperationPairName;
  direction: Direction;
  client: InterfaceSchema;
  called: OperationSchema;
  server: InterfaceSchema;
  builds: Builds;
}

/** The calls of all operations that differ, or of which something is not resolved; `same` counts the others. */
function callsBetween(match: Match): { calls: DirectedCall[]; same: number } {
  const { pairs, added, removed } = match.operations;
  const [oldSchema, newSchema] = [match.old.schema, match.new.schema];
  const oldClient: Builds = { client: match.old.build, server: match.new.build };
  const newClient: Builds = { client: match.new.build, server: match.old.build };
  const byNumber: { number: number; calls: DirectedCall[] }[] = [];
  let same = 0;
  for (const pair of pairs) {
    if (isUnchanged(pair.old, oldSchema, pair.new, newSchema)) {
      same++;
      continue;
    }
    const operation = namesOf(pair);
    const calls: DirectedCall[] = [
      { operation, direction: 'old-client', client: oldSchema, called: pair.old, server: newSchema, builds: oldClient },
      { operation, direction: 'new-client', client: newSchema, called: pair.new, server: oldSchema, builds: newClient },
    ];
    byNumber.push({ number: pair.new.number, calls });
  }
  // What a receiver does with the messages of a direction that its version does not have, nothing says.
  if (newSchema.messages) return { calls: byNumber.flatMap(({ calls }) => calls), same };
  for (const called of added) {
    const operation = { new: nameOf(called) };
    byNumber.push({
      number: called.number,
      calls: [{ operation, direction: 'new-client', client: newSchema, called, server: oldSchema, builds: newClient }],
    });
  }
  for (const called of removed) {
    const operation = { old: nameOf(called) };
    byNumber.push({
      number: called.number,
      calls: [{ operation, direction: 'old-client', client: oldSchema, called, server: newSchema, builds: oldClient }],
    });
  }
  byNumber.sort((a, b) => a.number - b.number);
  return { calls: byNumber.flatMap(({ calls }) => calls), same };
}

/** Whether an operation is proven to work: equal canonical forms and names of parts under one number, with everything resolved. */
export function isUnchanged(
  old: OperationSchema,
  oldSchema: InterfaceSchema,
  now: OperationSchema,
  newSchema: InterfaceSchema,
): boolean {
  return (
    (oldSchema.messages !== undefined || old.number === now.number) &&
    acceptanceText(old, oldSchema) === acceptanceText(now, newSchema) &&
    namesText(old) === namesText(now) &&
    operationText(old, oldSchema.types) === operationText(now, newSchema.types) &&
    unresolvedIn(sentTypes(old), oldSchema.types).size === 0
  );
}

/** Of a message contract, all but the body that decides whether a receiver accepts a message. */
function acceptanceText({ number }: OperationSchema, { messages }: InterfaceSchema): string {
  const { limit, after } = messages?.directions[number - 1] ?? {};
  return JSON.stringify([limit, after, messages?.version, messages?.minVersion]);
}

/** Parts of one type are told apart by their names alone. */
function namesText({ args, leases }: OperationSchema): string {
  return JSON.stringify([args, leases].map((parts) => parts.map(({ name }) => name)));
}

/** The verdicts of a call, one for all configurations that share it. */
function verdictsOfCall(
  { operation, direction, client, called, server, builds }: DirectedCall,
  found: FoundCauses,
  budget: BudgetReached,
): OperationVerdict[] {
  const isOld = direction === 'old-client';
  const names = isOld ? { client: 'old', server: 'new' } : { client: 'new', server: 'old' };
  const meant = (isOld ? operation.new : operation.old)?.name;
  const { verdicts, all } = inEachConfiguration({ names, client, operation: called, server, meant }, builds);
  if (all > verdicts.length) budget.configurations = { judged: verdicts.length, all };
  if (verdicts.some(({ result }) => result.isCut) && !budget.operations.includes(called.name)) {
    budget.operations.push(called.name);
  }
  const groups = Map.groupBy(verdicts, ({ result }) => JSON.stringify(withoutArgument(result.verdict)));
  return [...groups.values()].map((group): OperationVerdict => {
    const worst = group.reduce((a, b) => (worse(a.result, b.result) === b.result ? b : a));
    const { verdict, sentence, variants } = worst.result;
    const explaining = causesOfVerdict(found.causes, operation, verdict.kind, direction, client.messages !== undefined);
    const witness = verdict.kind === 'ok' || verdict.kind === 'unknown' ? undefined : witnessOf(worst);
    return {
      operation,
      direction,
      configurations: groups.size === 1 ? [] : group.flatMap(({ configuration }) => configuration ?? []),
      verdict,
      sentence,
      ...(witness && { witness }),
      ...ofContract(worst.result, called, client, server),
      causes: variants ? inVariants(explaining, found, variants) : explaining,
    };
  });
}

/** What the verdict on a message of a contract says beside that of a call. */
function ofContract(
  { verdict, variants = [], isWhole }: WitnessedVerdict,
  { number }: OperationSchema,
  sender: InterfaceSchema,
  receiver: InterfaceSchema,
): Partial<OperationVerdict> {
  const direction = sender.messages?.directions[number - 1];
  if (!direction) return {};
  const sides = { sender: direction.sender, receiver: direction.receiver };
  if (verdict.kind === 'ok') return { sides };
  const isRaised = (sender.messages?.version ?? 0) > (receiver.messages?.version ?? Number.POSITIVE_INFINITY);
  const isStaged = !isWhole && variants.length > 0 && isRaised && variants.every(({ isNew }) => isNew);
  const shown = variants.map(({ parts: _, ...variant }) => variant);
  return { sides, ...(shown.length > 0 && { variants: shown }), ...(isStaged && { isStaged }) };
}

/** A task that lost the right to call an operation gets an `AccessViolation`, whatever it sends. */
function verdictsOfCallers(match: Match, causes: readonly Cause[]): OperationVerdict[] {
  return callersChanges(match.old, match.new, match.operations.pairs).flatMap((change): OperationVerdict[] => {
    const operation = namesOf(change.operation);
    const fingerprints = causes.flatMap(({ rule, operations, fingerprint }) =>
      OF_CALLERS.has(rule) && operations.some(({ new: now }) => now?.name === operation.new.name) ? [fingerprint] : [],
    );
    // Who gained the right is built together with the server that grants it.
    const who = losers(change.old, change.new);
    if (who === undefined) return [];
    const name = operation.new.name;
    return [
      {
        operation,
        direction: 'old-client',
        configurations: [`in image \`${change.image}\``],
        verdict: { kind: 'fault', fault: 'AccessViolation' },
        sentence: `The new server of image \`${change.image}\` no longer allows ${who} to call \`${name}\`.`,
        causes: fingerprints,
      },
    ];
  });
}

function withoutArgument(verdict: Verdict): Verdict | 'ok' {
  return verdict.kind === 'ok' ? 'ok' : verdict;
}

function witnessOf({ call, result }: ConfiguredVerdict) {
  return callWitness(call, result.witness, result.verdict);
}

/** What rules explain that explain one kind of verdict alone. */
const EXPLAINS = new Map(rules.flatMap(({ id, explains }) => (explains ? [[id, explains] as const] : [])));

const OF_CALLERS = new Set(rules.flatMap(({ id, isOfCallers }) => (isOfCallers ? [id] : [])));
const OF_NUMBERS = new Set(rules.flatMap(({ id, isOfNumbers }) => (isOfNumbers ? [id] : [])));

/** Fingerprints of the causes that touch an operation on the wire; where there are none, of all that touch it. */
function causesOfVerdict(
  causes: readonly Cause[],
  operation: OperationPairName,
  verdict: VerdictKind,
  direction: Direction,
  isContract: boolean,
): string[] {
  if (verdict === 'ok') return [];
  const isMoved = !isContract && operation.old?.number !== operation.new?.number;
  const touching = causes.filter(
    (cause) =>
      (EXPLAINS.get(cause.rule)?.kinds ?? [verdict]).includes(verdict) &&
      (EXPLAINS.get(cause.rule)?.direction ?? direction) === direction &&
      OF_NUMBERS.has(cause.rule) === isMoved &&
      !OF_CALLERS.has(cause.rule) &&
      cause.operations.some((one) => one.old?.name === operation.old?.name && one.new?.name === operation.new?.name),
  );
  const onTheWire = touching.filter(({ levels }) => levels.includes('wire') || levels.includes('image'));
  return (onTheWire.length > 0 ? onTheWire : touching).map(({ fingerprint }) => fingerprint);
}

/** Of the causes of a verdict on some variants, those that are not in types which none of these variants has. */
function inVariants(
  fingerprints: readonly string[],
  { definitions }: FoundCauses,
  variants: readonly VariantOutcome[],
): string[] {
  const isIn = ({ ids, variants: concerned }: ChangedDefinition) =>
    variants.some(
      ({ parts }) =>
        ids.some((id) => parts.data.has(id)) ||
        parts.steps.some(({ id, variant }) => ids.includes(id) && (concerned?.includes(variant) ?? true)),
    );
  const kept = fingerprints.filter((one) => definitions.get(one)?.some(isIn) ?? true);
  return kept.length > 0 ? kept : [...fingerprints];
}

function unseenTypes({ operations, types }: InterfaceSchema): number {
  return unresolvedIn(operations.flatMap(sentTypes), types).size;
}
