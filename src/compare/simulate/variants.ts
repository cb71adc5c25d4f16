import {
  type EnumDefinition,
  type Field,
  reachableTypes,
  type Type,
  type TypeDefinition,
  type TypeTable,
  type Variant,
} from '../../schema/index.ts';
import type { CallVerdict, VariantOutcome, VariantParts } from './call-verdict.ts';
import { type Endpoint, endpointOf } from './endpoint.ts';
import { withUnsent } from './unsent-variants.ts';

/** Enums inside variants are looked into this deep. */
const DEEPEST = 4;

/** What becomes of the messages of one variant, in full. */
export interface JudgedVariant extends VariantOutcome {
  readonly result: CallVerdict;
}

/** The variants of a message body that are not ok. */
export interface JudgedVariants {
  readonly failing: readonly JudgedVariant[];
  /** Whether every variant fails: the cause is then outside of them. */
  readonly isEvery: boolean;
}

/**
 * Judges each variant of a message body as if its sender sent no other. Where its own data is an enum of which some variants are ok, it
 * stands for the others: `Update(UpdateReq::Prep)`. Undefined where the body is no enum.
 */
export function judgedVariants(
  sender: Endpoint,
  receiver: Endpoint,
  judge: (sender: Endpoint, receiver: Endpoint) => CallVerdict,
): JudgedVariants | undefined {
  const [sent, read] = [sender, receiver].map((side) => side.operation.args.at(-1)?.type);
  if (!sent || !read) return undefined;
  const itself = (type: Type) => type;
  const search = new Search(new NarrowedEndpoint(sender), new NarrowedEndpoint(receiver), judge);
  return search.look({ type: sent, whole: itself }, { type: read, whole: itself }, TOP, 0);
}

/** A place inside a body, and the whole body with another type in that place. */
interface Place {
  readonly type: Type;
  whole(type: Type): Type;
}

/** What variants around a place are called, and the numbers that they are encoded with. */
interface Way {
  name(inner: string): string;
  readonly number: string;
  readonly steps: VariantParts['steps'];
}

const TOP: Way = { name: (inner) => inner, number: '', steps: [] };

class Search {
  readonly #sender: NarrowedEndpoint;
  readonly #receiver: NarrowedEndpoint;
  readonly #judge: (sender: Endpoint, receiver: Endpoint) => CallVerdict;

  constructor(
    sender: NarrowedEndpoint,
    receiver: NarrowedEndpoint,
    judge: (sender: Endpoint, receiver: Endpoint) => CallVerdict,
  ) {
    this.#sender = sender;
    this.#receiver = receiver;
    this.#judge = judge;
  }

  look(sent: Place, read: Place | undefined, way: Way, depth: number): JudgedVariants | undefined {
    const variants = depth > DEEPEST ? undefined : this.#sender.variantsAt(sent);
    if (!variants) return undefined;
    const taken = read && this.#receiver.variantsAt(read);
    const failing: JudgedVariant[] = [];
    let wholly = 0;
    for (const variant of variants) {
      const partner = taken?.find(({ number }) => number === variant.number);
      const receiver = read && taken ? (partner?.body ?? this.#receiver.withoutData(read)) : undefined;
      const result = this.#judge(this.#sender.endpoint(variant.body), this.#receiver.endpoint(receiver));
      if (result.verdict.kind === 'ok') continue;
      const number = way.number === '' ? `${variant.number}` : `${way.number}.${variant.number}`;
      const steps = [...way.steps, ...[variant, partner].flatMap((one) => one?.step ?? [])];
      const inner = { name: (name: string) => way.name(`${variant.name}(${name})`), number, steps };
      const inside = partner && this.#inside(variant, partner, inner, depth);
      if (inside && !inside.isEvery && inside.failing.length > 0) {
        failing.push(...inside.failing);
        continue;
      }
      wholly++;
      const isNew = taken?.every(({ name }) => name !== variant.name);
      const { verdict, sentence } = result;
      const data = new Set([...this.#sender.idsIn(variant), ...(partner ? this.#receiver.idsIn(partner) : [])]);
      const parts = { steps, data };
      failing.push({ name: way.name(variant.name), number, ...(isNew && { isNew }), verdict, sentence, parts, result });
    }
    return { failing, isEvery: wholly === variants.length };
  }

  /** The variants of the first enum among the data of a variant. */
  #inside(variant: NarrowedVariant, partner: NarrowedVariant, way: Way, depth: number): JudgedVariants | undefined {
    for (const place of variant.data) {
      const found = this.look(
        place,
        partner.data.find(({ name }) => name === place.name),
        way,
        depth + 1,
      );
      if (found) return found;
    }
    return undefined;
  }
}

/** One variant in some place of a body. */
interface NarrowedVariant {
  readonly name: string;
  readonly number: number;
  /** Absent for the sides of a result, which no definition has. */
  readonly step?: VariantParts['steps'][number];
  /** The body with this variant alone in its place. */
  readonly body: Type;
  /** The places of its data. */
  readonly data: readonly (Place & { readonly name: string })[];
}

/** One endpoint of a direction whose body is narrowed to single variants. */
class NarrowedEndpoint {
  readonly #endpoint: Endpoint;
  /** Definitions of single variants, beside those of its version. */
  readonly #narrowed: Record<string, TypeDefinition> = {};
  #count = 0;

  constructor(endpoint: Endpoint) {
    this.#endpoint = endpoint;
  }

  /** The endpoint with another type for its body. */
  endpoint(body: Type | undefined): Endpoint {
    const { interface: version, operation, name, who, target } = this.#endpoint;
    if (!body) return this.#endpoint;
    const args = operation.args.with(-1, { ...(operation.args.at(-1) as (typeof operation.args)[number]), type: body });
    const types: TypeTable = { ...version.types, ...this.#narrowed };
    return endpointOf({ ...version, types }, { ...operation, args }, name, target, who);
  }

  /** Ids of the definitions in the data of a variant. */
  idsIn({ data }: NarrowedVariant): string[] {
    const roots = data.map(({ type }) => type);
    return Object.keys(reachableTypes(roots, this.#endpoint.types));
  }

  /** Undefined for a type that is no choice of variants. */
  variantsAt({ type, whole }: Place): NarrowedVariant[] | undefined {
    if (type.kind === 'result') {
      const half = (name: 'Ok' | 'Err', number: number, inner: Type): NarrowedVariant => {
        const around = (other: Type): Type =>
          whole(
            name === 'Ok'
              ? { kind: 'result', ok: other, err: this.#nothing() }
              : { kind: 'result', ok: this.#nothing(), err: other },
          );
        return { name, number, body: around(inner), data: [{ name: '0', type: inner, whole: around }] };
      };
      return [half('Ok', 0, type.ok), half('Err', 1, type.err)];
    }
    const definition = this.#enumOf(type);
    return definition?.variants.map((variant): NarrowedVariant => {
      const { fields } = variant;
      return {
        name: `${definition.name}::${variant.name}`,
        number: variant.index,
        step: { id: definition.id, variant: variant.name },
        body: whole(this.#alone(definition, variant, fields)),
        data: fields.map((field, index) => ({
          name: field.name,
          type: field.type,
          whole: (inner) => whole(this.#alone(definition, variant, fields.with(index, { ...field, type: inner }))),
        })),
      };
    });
  }

  /** The body where the enum of a place has its variants, but none of their data: for a number that it does not know. */
  withoutData({ type, whole }: Place): Type | undefined {
    const definition = this.#enumOf(type);
    if (!definition) return undefined;
    const variants = definition.variants.map((variant): Variant => ({ ...variant, shape: 'unit', fields: [] }));
    return whole(this.#define({ ...definition, variants }));
  }

  #enumOf(type: Type): EnumDefinition | undefined {
    const definition = type.kind === 'named' ? this.#endpoint.types[type.id] : undefined;
    if (definition?.kind !== 'enum' || definition.customSerde !== undefined) return undefined;
    // In memory, data decides on the layout; and a condition leaves open which number a variant has.
    const { operation } = this.#endpoint;
    const isInMemory = operation.encoding === 'Zerocopy';
    if (isInMemory && (!definition.repr.integer || definition.variants.some(({ fields }) => fields.length > 0))) {
      return undefined;
    }
    return definition.variants.some(({ condition }) => condition) ? undefined : definition;
  }

  #alone(definition: EnumDefinition, variant: Variant, fields: readonly Field[]): Type {
    const others = definition.variants.filter(({ name }) => name !== variant.name).map(({ name }) => name);
    return this.#define({ ...definition, variants: [{ ...variant, fields }] }, others);
  }

  /** A type without values. */
  #nothing(): Type {
    const name = 'nothing';
    return this.#define({
      kind: 'enum',
      id: name,
      name,
      crate: '',
      derives: [],
      repr: { layout: 'rust' },
      variants: [],
    });
  }

  #define(definition: EnumDefinition, unsent: readonly string[] = []): Type {
    const id = `${definition.id}#${this.#count++}`;
    this.#narrowed[id] = withUnsent({ ...definition, id }, unsent);
    return { kind: 'named', id };
  }
}
