import type { ServerBehavior } from '../../runtime/index.ts';
import {
  type Condition,
  conditionGroups,
  conditionGroupsByCrate,
  heldInCrate,
  type InterfaceSchema,
  isHeld,
  mapOperation,
  type OperationSchema,
  type PlacedCondition,
  predicatesOf,
  specializeTable,
  specializeType,
  type Type,
} from '../../schema/index.ts';
import { ARM, type NamedTarget, targetNamed } from '../../wire/index.ts';
import type { BuildConfiguration, InterfaceBuild } from '../model.ts';
import { VERDICT_KINDS, type VerdictKind } from '../result.ts';
import { type PossibleBehaviors, possibleBehaviors } from './behavior.ts';
import { type Call, verdictsOfCall, type WitnessedVerdict } from './call.ts';
import { unknown } from './call-verdict.ts';
import { incomingSize } from './endpoint.ts';
import { partNumber } from './equal-parts.ts';

/** Types may differ by image and by `cfg`; beyond so many configurations only the first are judged. */
const MOST = 64;

/** What a call comes to in one of the configurations that its types depend on. */
export interface ConfiguredVerdict {
  /** `` in image `x` ``; undefined where the types depend on none. */
  readonly configuration?: string;
  readonly call: Call;
  readonly result: WitnessedVerdict;
}

/**
 * Runs a call for each target that both sides are built for, in each configuration that its types depend on. `all` says how many of
 * these there are: where that is more than were judged, a limit was reached.
 */
export function inEachConfiguration(call: Call, builds: Builds = {}): { verdicts: ConfiguredVerdict[]; all: number } {
  const targets = targetsBetween(builds);
  const [only, ...others] = targets;
  if (only && others.length === 0) return inEachOf({ ...call, target: only.target }, builds);
  const runs = targets.map(({ name, target }) => ({ name, ...inEachOf({ ...call, target }, builds) }));
  return {
    verdicts: runs.flatMap(({ name, verdicts }) =>
      verdicts.map((one) => ({
        ...one,
        configuration: [...(one.configuration ? [one.configuration] : []), `for target \`${name}\``].join(', '),
      })),
    ),
    all: runs.reduce((sum, { all }) => sum + all, 0),
  };
}

/**
 * One target for each layout that both sides are built for, at least one. Where one side does not say, or they have none in common, all
 * count; where neither says, that of Hubris' first boards.
 */
export function targetsBetween({ client, server }: Builds): NamedTarget[] {
  const [sent, taken] = [client, server].map((build) => (build ? targetsOf(build) : [])) as [
    NamedTarget[],
    NamedTarget[],
  ];
  const common = sent.filter(({ target }) => taken.some((one) => one.target === target));
  const all = (common.length > 0 ? common : [...sent, ...taken]).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const distinct = all.filter(({ target }, index) => all.findIndex((one) => one.target === target) === index);
  return distinct.length > 0 ? distinct : [{ name: ARM_NAME, target: ARM }];
}

/** Stands for all targets of a build that names none. */
const ARM_NAME = 'thumbv7em-none-eabihf';

/** The targets of a build. */
export function targetsOf({ targets }: InterfaceBuild): NamedTarget[] {
  // A target that is not known is reported by a check.
  return (targets ?? [ARM_NAME]).map((name) => ({ name, target: targetNamed(name) ?? ARM }));
}

/**
 * Runs a call in each configuration that its types depend on. Both sides are taken to be of one configuration: nobody mixes boards.
 */
function inEachOf(call: Call, builds: Builds): { verdicts: ConfiguredVerdict[]; all: number } {
  const configurations = possibleConfigurations(call, builds);
  const behaviors = possibleBehaviors(builds.client, builds.server);
  if (configurations.length === 0) return { verdicts: [verdictUnder(behaviors, call)], all: 1 };
  const judged = new Map<string, ConfiguredVerdict>();
  const verdicts = configurations.slice(0, MOST).map(({ name, holds }): ConfiguredVerdict => {
    const configured = inConfiguration(call, holds);
    const key = keyOf(configured, behaviors);
    const verdict = judged.get(key) ?? verdictUnder(behaviors, configured);
    judged.set(key, verdict);
    const witness = { ...verdict.result.witness, holds };
    return { ...verdict, configuration: name, result: { ...verdict.result, witness } };
  });
  return { verdicts, all: configurations.length };
}

function possibleConfigurations(call: Call, builds: Builds): Configuration[] {
  const all = builtConfigurations(call, builds) ?? configurationsOf(call);
  return all.filter(({ holds }) => isPossible(call, holds));
}

/** Whether code for the target of a call can have these conditions: `target_arch` is what the target says. */
function isPossible({ client, server, target = ARM }: Call, holds: readonly string[]): boolean {
  return [...architecturesOf(client), ...architecturesOf(server)].every(({ predicate, name, isNegated }) => {
    const isTrue = (name === target.architecture) !== isNegated;
    return isHeld({ kind: 'cfg', predicate }, holds) === isTrue;
  });
}

interface ArchitecturePredicate {
  readonly predicate: string;
  readonly name: string;
  readonly isNegated: boolean;
}

/** The predicates of a schema that are about the architecture alone. */
function architecturesOf(schema: InterfaceSchema): readonly ArchitecturePredicate[] {
  const known =
    architectures.get(schema) ??
    predicatesOf(schema).flatMap((predicate) => {
      const [, not, name] = /^(not\()?target_arch = "([^"]*)"\)?$/.exec(predicate) ?? [];
      return name === undefined ? [] : [{ predicate, name, isNegated: not !== undefined }];
    });
  architectures.set(schema, known);
  return known;
}

const architectures = new WeakMap<InterfaceSchema, readonly ArchitecturePredicate[]>();

/** How the trees of both sides build the interface, where that is known. */
export interface Builds {
  readonly client?: InterfaceBuild;
  readonly server?: InterfaceBuild;
}

/**
 * The verdict where all possible behaviors agree on its kind. Where they do not, it is not known. What works under one of them works
 * under all that have a buffer of its size: none of the checks that differ comes into play.
 */
function verdictUnder(behaviors: PossibleBehaviors, call: Call): ConfiguredVerdict {
  const { candidates, basis } = behaviors;
  const hasOneSize = buffersOf(behaviors).length === 1;
  const under = verdictsOfCall(call);
  let first: ConfiguredVerdict | undefined;
  for (const behavior of candidates) {
    const configured = { ...call, behavior };
    const result = under(behavior);
    first ??= { call: configured, result };
    if (result.verdict.kind === 'ok' && hasOneSize) break;
    if (JSON.stringify(result.verdict) !== JSON.stringify(first.result.verdict)) {
      const sentence = `It depends on the revision: ${first.result.sentence} Or: ${result.sentence} ${basis}`;
      const about = 'which revision of a component is used';
      return { call: configured, result: { ...unknown(about, sentence), witness: result.witness } };
    }
  }
  return first as ConfiguredVerdict;
}

/** How large the server's buffer may be. */
function buffersOf({ candidates }: PossibleBehaviors): readonly ServerBehavior['incomingSize'][] {
  return [...new Set(candidates.map(({ server }) => server.incomingSize))];
}

/**
 * The kind of the worst verdict over all targets and configurations.
 * @param known kinds by all that they depend on, for further calls: those of other versions are often the same in some configuration
 */
export function worstKindOf(call: Call, builds: Builds, known: Map<string, VerdictKind>): VerdictKind {
  const behaviors = possibleBehaviors(builds.client, builds.server);
  const candidates = JSON.stringify(behaviors.candidates);
  const kindOf = (configured: Call): VerdictKind => {
    const key = `${candidates} ${keyOf(configured, behaviors)}`;
    const kind = known.get(key) ?? verdictUnder(behaviors, configured).result.verdict.kind;
    known.set(key, kind);
    return kind;
  };
  const kinds = targetsBetween(builds).flatMap(({ target }) => {
    const onTarget = { ...call, target };
    const configurations = possibleConfigurations(onTarget, builds).slice(0, MOST);
    if (configurations.length === 0) return [kindOf(onTarget)];
    return configurations.map(({ holds }) => kindOf(inConfiguration(onTarget, holds)));
  });
  return VERDICT_KINDS.find((kind) => kinds.includes(kind)) ?? 'ok';
}

/**
 * The configurations in which images of both trees build the interface; undefined where one of the trees does not say, so that every
 * one counts. A version that is the same in all configurations is built in those of the other. An image that only one tree has is no
 * place where two versions meet.
 */
function builtConfigurations(call: Call, { client, server }: Builds): readonly Configuration[] | undefined {
  const ofClient = client?.configurations ?? (isFixed(call.client) ? server?.configurations : undefined);
  const ofServer = server?.configurations ?? (isFixed(call.server) ? client?.configurations : undefined);
  if (!ofClient || !ofServer) return undefined;
  const ofFirst = meetings.get(ofClient) ?? new WeakMap<readonly BuildConfiguration[], readonly Configuration[]>();
  meetings.set(ofClient, ofFirst);
  const met = ofFirst.get(ofServer) ?? meetingConfigurations(ofClient, ofServer);
  ofFirst.set(ofServer, met);
  return met;
}

type Meetings = WeakMap<
  readonly BuildConfiguration[],
  WeakMap<readonly BuildConfiguration[], readonly Configuration[]>
>;

/** All operations of two versions meet in the same configurations. */
const meetings: Meetings = new WeakMap();

function meetingConfigurations(
  ofClient: readonly BuildConfiguration[],
  ofServer: readonly BuildConfiguration[],
): readonly Configuration[] {
  const pairs = ofClient.flatMap((a) =>
    ofServer.map((b) => ({ a, b, images: a.images.filter((image) => b.images.includes(image)) })),
  );
  const common = pairs.filter(({ images }) => images.length > 0);
  const met = (common.length > 0 ? common : pairs).map(({ a, b, images }) => configurationOf(a, b, images));
  return [...new Map(met.map((one) => [JSON.stringify(one.holds), one])).values()];
}

/** Whether nothing of a version depends on a condition. */
function isFixed(schema: InterfaceSchema): boolean {
  const known = fixed.get(schema) ?? conditionGroups(schema.operations.flatMap(carried), schema.types).length === 0;
  fixed.set(schema, known);
  return known;
}

const fixed = new WeakMap<InterfaceSchema, boolean>();

function configurationOf(a: BuildConfiguration, b: BuildConfiguration, images: readonly string[]): Configuration {
  const all = images.length > 0 ? images : [...new Set([...a.images, ...b.images])];
  const shown = all
    .slice(0, 3)
    .map((image) => `\`${image}\``)
    .join(', ');
  const more = all.length > 3 ? ` and ${all.length - 3} more` : '';
  return {
    name: `in ${all.length === 1 ? 'image' : 'images'} ${shown}${more}`,
    holds: [...new Set([...a.holds, ...b.holds, ...all])],
  };
}

interface Configuration {
  /** "in image `x`", "with `feature = …`", "without `feature = …`". */
  name: string;
  holds: readonly string[];
}

/**
 * Every image that types of both versions name, and every `cfg` predicate with those that stand beside it in other types' place; also
 * without it, where something is there or not by it.
 */
function configurationsOf({ client, operation, server }: Call): Configuration[] {
  const hit = server.operations[operation.number - 1];
  const ofClient = conditionGroupsByCrate(carried(operation), client.types);
  const ofServer = hit ? conditionGroupsByCrate(carried(hit), server.types) : [];
  const groups = [...ofClient, ...ofServer];
  const images = commonImages(imagesOf(ofClient), imagesOf(ofServer));
  const named = groups.map((group) => group.flatMap((one) => heldBy(one, groups.flat()) ?? []));
  const predicates = new Set(named.flat());
  const ofImages: Configuration[] = distinct(
    [...images],
    groups.flat().map(({ condition }) => condition),
  ).map((image) => ({
    name: `in image \`${image}\``,
    holds: [image],
  }));
  const ofPredicates = [...predicates].flatMap((predicate): Configuration[] => {
    const beside = named.filter((group) => !group.includes(predicate)).flatMap((group) => group.slice(0, 1));
    const instead = named.flatMap((group) => group.filter((one) => one !== predicate).slice(0, 1));
    const isOptional = named.some((group, i) => group.includes(predicate) && groups[i]?.length === 1);
    return [
      { name: `with \`${predicate}\``, holds: [predicate, ...beside] },
      ...(isOptional ? [{ name: `without \`${predicate}\``, holds: instead }] : []),
    ];
  });
  if (ofImages.length === 0) return ofPredicates;
  if (ofPredicates.length === 0) return ofImages;
  return ofImages.flatMap((image) =>
    ofPredicates.map((cfg) => ({
      name: `${image.name}, ${lowerFirst(cfg.name)}`,
      holds: [...image.holds, ...cfg.holds],
    })),
  );
}

/** What holds where a condition on a predicate does. A feature stands behind its crate where several crates have one of this name. */
function heldBy({ condition, crate }: PlacedCondition, all: readonly PlacedCondition[]): string | undefined {
  if (condition.kind !== 'cfg') return undefined;
  const { predicate } = condition;
  const crates = new Set(
    all.flatMap((one) => (one.condition.kind === 'cfg' && one.condition.predicate === predicate ? [one.crate] : [])),
  );
  return crate !== undefined && crates.size > 1 ? heldInCrate(crate, predicate) : predicate;
}

function lowerFirst(text: string): string {
  return `${text.charAt(0).toLowerCase()}${text.slice(1)}`;
}

/** One image of each kind: those that the same conditions name are the same here. */
function distinct(images: readonly string[], conditions: readonly Condition[]): string[] {
  const first = new Map<string, string>();
  for (const image of images) {
    const named = conditions.map((condition) => condition.kind === 'images' && condition.images.includes(image));
    const key = named.map(Number).join('');
    if (!first.has(key)) first.set(key, image);
  }
  return [...first.values()];
}

function imagesOf(groups: readonly PlacedCondition[][]): string[] {
  return groups.flat().flatMap(({ condition }) => (condition.kind === 'images' ? condition.images : []));
}

/** An image that only one version has is no place where two versions meet; where one has no distinctions, those of the other hold. */
function commonImages(a: readonly string[], b: readonly string[]): Set<string> {
  const common = a.filter((image) => b.includes(image));
  return new Set(common.length > 0 ? common : [...a, ...b]);
}

function carried({ args, leases, reply }: OperationSchema): Type[] {
  const error = reply.kind === 'Result' && reply.error.kind !== 'ServerDeath' ? [reply.error.type] : [];
  return [...args, ...leases, reply.ok].map(({ type }) => type).concat(error);
}

function inConfiguration(call: Call, holds: readonly string[]): Call {
  const client = schemaIn(call.client, holds);
  const position = call.client.operations.indexOf(call.operation);
  return {
    ...call,
    client,
    operation: client.operations[position] ?? inOperation(call.operation, holds),
    server: schemaIn(call.server, holds),
  };
}

/** All of a call in one configuration that its verdict depends on, beside behaviors, as one text. */
function keyOf({ client, operation, server, target = ARM, meant }: Call, behaviors: PossibleBehaviors): string {
  const hit = client.messages
    ? server.operations.find(({ name }) => name === meant)
    : server.operations[operation.number - 1];
  const parts = PARTS.flatMap((part) => [
    partNumber(operation, client.types, part),
    hit && partNumber(hit, server.types, part),
  ]);
  return JSON.stringify([
    target,
    parts,
    hit && hit.name === meant,
    buffersOf(behaviors).map((buffer) => incomingSize(server, target, buffer)),
    server.operations.length,
    client.messages && [operation.number, client.messages, server.messages],
  ]);
}

const PARTS = ['args', 'leases', 'reply'] as const;

/** A schema in configurations: many of them make the same of it, and one comparison asks for the same again and again. */
interface Specialized {
  readonly byHolds: Map<string, InterfaceSchema>;
  readonly byContent: Map<string, InterfaceSchema>;
}

const specialized = new WeakMap<InterfaceSchema, Specialized>();

/** As {@link specialize} gives it, the same object for all configurations that do not differ for this schema. */
function schemaIn(schema: InterfaceSchema, holds: readonly string[]): InterfaceSchema {
  const ofSchema = specialized.get(schema) ?? { byHolds: new Map(), byContent: new Map() };
  specialized.set(schema, ofSchema);
  const key = textOf(holds);
  const known = ofSchema.byHolds.get(key) ?? sharedContent(schema, holds, ofSchema);
  ofSchema.byHolds.set(key, known);
  return known;
}

function sharedContent(schema: InterfaceSchema, holds: readonly string[], { byContent }: Specialized): InterfaceSchema {
  const types = specializeTable(schema.types, holds);
  const operations = schema.operations.map((operation) => inOperation(operation, holds));
  const changed = operations.filter((operation, position) => operation !== schema.operations[position]);
  if (types === schema.types && changed.length === 0) return schema;
  const definitions = Object.entries(types).filter(([id, definition]) => definition !== schema.types[id]);
  const content = JSON.stringify([changed, definitions]);
  const known = byContent.get(content) ?? { ...schema, operations, types };
  byContent.set(content, known);
  return known;
}

function inOperation(operation: OperationSchema, holds: readonly string[]): OperationSchema {
  return mapOperation(operation, (type) => specializeType(type, holds));
}

function textOf(holds: readonly string[]): string {
  const known = texts.get(holds) ?? JSON.stringify(holds);
  texts.set(holds, known);
  return known;
}

const texts = new WeakMap<readonly string[], string>();
