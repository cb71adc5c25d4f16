import type { Interface, Operation } from '../idol/index.ts';
import { cfgAtoms } from '../rust/index.ts';
import {
  type Condition,
  conditionGroups,
  type InterfaceSchema,
  type OperationSchema,
  type Recv,
  specialize,
  typesInOperation,
} from '../schema/index.ts';
import type { Diagnostic } from '../text/index.ts';
import type { BuiltWith, CheckedOperation, OperationIn, Position } from './check.ts';
import { checks } from './checks/index.ts';
import { layOutOperation } from './layout/lay-out.ts';
import { Layouts } from './layout/layouts.ts';
import type { OperationLayout } from './layout/model.ts';
import type { Target } from './target.ts';

/** A tree of today, of which nothing else is known. */
const TODAY: BuiltWith = { retriesIdempotent: true, serverDeathAttribute: true };

/** Everything that is wrong with an interface whose types are resolved, as far as that takes types. */
export function checkWire(
  source: Interface,
  schema: InterfaceSchema,
  target: Target,
  built: BuiltWith = TODAY,
): Diagnostic[] {
  const layouts = new Layouts(schema.types, target);
  const inConfigurations = new Configurations(schema, target, built);
  const found: { diagnostic: Diagnostic; operations: string[] }[] = [];
  const byCause = new Map<string, { diagnostic: Diagnostic; operations: string[] }>();
  for (const [index, operation] of source.operations.entries()) {
    const resolved = schema.operations[index];
    if (!resolved) continue;
    const layout = layOutOperation(resolved, layouts);
    const subject: CheckedOperation = {
      operation,
      schema: resolved,
      layout,
      positions: positionsOf(operation, resolved, schema.messages !== undefined),
      images: layouts.memory,
      built,
      configurations: () => inConfigurations.of(index, layout),
    };
    for (const check of checks) {
      for (const { cause, ...finding } of check.find(subject)) {
        const key = cause === undefined ? undefined : `${check.id} ${cause}`;
        const known = key === undefined ? undefined : byCause.get(key);
        if (known) {
          known.operations.push(operation.name.text);
          continue;
        }
        const { id, severity } = check;
        const one = {
          diagnostic: { source: source.source, ...finding, check: id, severity },
          operations: [operation.name.text],
        };
        found.push(one);
        if (key !== undefined) byCause.set(key, one);
      }
    }
  }
  return found.map(({ diagnostic, operations }) => withOthers(diagnostic, [...new Set(operations)].slice(1)));
}

/** Names the other operations that have the same cause. */
function withOthers(diagnostic: Diagnostic, others: readonly string[]): Diagnostic {
  if (others.length === 0) return diagnostic;
  const named = others.slice(0, 3).map((name) => `\`${name}\``);
  const rest = others.length - named.length;
  const list = rest > 0 ? `${named.join(', ')} and ${rest} more` : named.join(', ').replace(/, (?=[^,]*$)/, ' and ');
  const note = `${others.length === 1 ? 'another operation has' : `${others.length} other operations have`} the same: ${list}`;
  return { ...diagnostic, note: diagnostic.note === undefined ? note : `${diagnostic.note}; ${note}` };
}

/** An interface in the configurations that it is built in, worked out when a check asks. */
class Configurations {
  readonly #schema: InterfaceSchema;
  readonly #target: Target;
  readonly #built: BuiltWith;
  readonly #known = new Map<string, { operations: readonly OperationSchema[]; layouts: Layouts }>();

  constructor(schema: InterfaceSchema, target: Target, built: BuiltWith) {
    this.#schema = schema;
    this.#target = target;
    this.#built = built;
  }

  of(index: number, layout: OperationLayout): OperationIn[] {
    const operation = this.#schema.operations[index];
    const groups = operation ? conditionGroups(typesInOperation(operation), this.#schema.types) : [];
    if (groups.length === 0) return [{ holds: [], layout }];
    const all = this.#built.configurations ?? everyConfiguration(groups.flat());
    return all.flatMap((holds) => {
      const { operations, layouts } = this.#in(holds);
      const one = operations[index];
      return one ? [{ holds, layout: layOutOperation(one, layouts) }] : [];
    });
  }

  #in(holds: readonly string[]): { operations: readonly OperationSchema[]; layouts: Layouts } {
    const key = JSON.stringify(holds);
    const known = this.#known.get(key);
    if (known) return known;
    const { operations, types } = specialize(this.#schema, holds);
    const made = { operations, layouts: new Layouts(types, this.#target) };
    this.#known.set(key, made);
    return made;
  }
}

/** More predicates than these make more configurations than anybody builds: the others are taken not to hold. */
const MAX_PREDICATES = 5;

/** Every image that conditions name, with and without each predicate. */
function everyConfiguration(conditions: readonly Condition[]): string[][] {
  const images = [...new Set(conditions.flatMap((one) => (one.kind === 'images' ? one.images : [])))];
  const atoms = [...new Set(conditions.flatMap((one) => (one.kind === 'cfg' ? cfgAtoms(one.predicate) : [])))];
  const tried = atoms.slice(0, MAX_PREDICATES);
  const ofAtoms = Array.from({ length: 1 << tried.length }, (_, bits) => tried.filter((_, at) => (bits >> at) & 1));
  return images.length === 0 ? ofAtoms : images.flatMap((image) => ofAtoms.map((holds) => [image, ...holds]));
}

function positionsOf(
  { args, leases, reply, encoding }: Operation,
  schema: OperationSchema,
  isDirection: boolean,
): Position[] {
  const fromBytes: Recv = { kind: 'FromBytes' };
  const positions: Position[] = [];
  schema.args.forEach(({ name, type, recv }, index) => {
    const text = args[index]?.type;
    const what = isDirection ? `part \`${name}\` of the message` : `argument \`${name}\``;
    if (text) positions.push({ what, role: 'argument', text, type, recv, encoding });
  });
  schema.leases.forEach(({ name, type }, index) => {
    const text = leases[index]?.type;
    if (text)
      positions.push({ what: `lease \`${name}\``, role: 'lease', text, type, recv: fromBytes, encoding: 'memory' });
  });
  const { ok } = schema.reply;
  positions.push({ what: 'the reply', role: 'ok', text: reply.ok.type, type: ok.type, recv: ok.recv, encoding });
  if (reply.kind === 'Result' && reply.error.kind !== 'ServerDeath' && schema.reply.kind === 'Result') {
    const { error } = schema.reply;
    if (error.kind !== 'ServerDeath') {
      const how = error.kind === 'Complex' ? 'Hubpack' : 'code';
      positions.push({
        what: 'the error',
        role: 'error',
        text: reply.error.type,
        type: error.type,
        recv: fromBytes,
        encoding: how,
      });
    }
  }
  return positions;
}
