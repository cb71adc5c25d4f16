import { alignByName } from '../match/align.ts';
import type { CodecPlan, EnumPlan, PlannedPart, PlannedVariant, RecordPlan, ScalarPlan } from './codec-plan.ts';

/**
 * How the reader is proven to read every value that can be sent as the same value: from exactly the bytes that were sent, or from
 * the first of them.
 */
export type Proof = 'exact' | 'prefix';

/**
 * Whether every value of the plan `sent` is read as the same value by the plan `read`, which begins at the same byte. Undefined where
 * that is not proven: it may be so all the same. `behind` says what the reader finds behind what was sent.
 * What "the same value" means is what {@link misreading} says of two values.
 */
export function provenReading(
  sent: CodecPlan,
  read: CodecPlan,
  behind: 'bytes' | 'zeros' = 'bytes',
): Proof | undefined {
  if (sent.kind === 'open' || read.kind === 'open') {
    if (sent.kind !== 'open' || read.kind !== 'open') return undefined;
    return sent.pinned !== undefined && sent.pinned === read.pinned ? 'exact' : undefined;
  }
  const [a, b] = [withoutNewtype(sent, read), withoutNewtype(read, sent)];
  if (a.plan.kind === 'record' && b.plan.kind === 'record')
    return records(a.plan, b.plan, isByPlace(a.plan, b.plan), behind);
  if (a.offset !== b.offset) return undefined;
  return inner(a.plan, b.plan, behind) ?? byLeaves(a.plan, b.plan);
}

function inner(sent: CodecPlan, read: CodecPlan, behind: 'bytes' | 'zeros'): Proof | undefined {
  if (sent.kind === 'array' && read.kind === 'array') return arrays(sent, read);
  if (sent.kind === 'enum' && read.kind === 'enum') return enums(sent, read);
  if (sent.kind === 'flags' && read.kind === 'flags') {
    const areSame = [...sent.flags].every(([name, bits]) => (read.flags.get(name) ?? bits) === bits);
    return areSame ? scalars(sent.bits, read.bits, behind) : undefined;
  }
  const [x, y] = [scalarOf(sent), scalarOf(read)];
  if (sent.kind === 'union' && read.kind === 'union') return unions(sent, read);
  return x && y ? scalars(x, y, behind) : finite(sent, read);
}

function scalarOf(plan: CodecPlan): ScalarPlan | undefined {
  return plan.kind === 'scalar' ? plan : plan.kind === 'flags' ? plan.bits : undefined;
}

/** Every number of the one has the bytes and the meaning of a number of the other. */
function scalars(sent: ScalarPlan, read: ScalarPlan, behind: 'bytes' | 'zeros' = 'bytes'): Proof | undefined {
  const isUnsigned = sent.form === 'unsigned' || sent.form === 'bool' || sent.form === 'char';
  if (behind === 'zeros' && sent.size < read.size && isUnsigned && !sent.bigEndian && !read.bigEndian) {
    return read.form === 'unsigned' || read.form === 'signed' ? 'exact' : undefined;
  }
  if (sent.size !== read.size || (sent.size > 1 && sent.bigEndian !== read.bigEndian)) return undefined;
  if (sent.form === read.form)
    return (sent.bits ?? Infinity) <= (read.bits ?? Infinity) || fits(sent, read) ? 'exact' : undefined;
  if (sent.form === 'bool' && (read.form === 'unsigned' || read.form === 'signed')) return 'exact';
  return sent.form === 'char' && (read.form === 'unsigned' || read.form === 'signed') ? 'exact' : undefined;
}

function fits(sent: ScalarPlan, read: ScalarPlan): boolean {
  return (sent.bits ?? 8 * sent.size) <= (read.bits ?? 8 * read.size);
}

function arrays(sent: CodecPlan & { kind: 'array' }, read: CodecPlan & { kind: 'array' }): Proof | undefined {
  if (read.count > sent.count || sent.stride !== read.stride) return undefined;
  const element = provenReading(sent.element, read.element);
  if (element === undefined) return undefined;
  // A serde encoding has no stride: the next element begins where the reader left off.
  if (element === 'prefix' && sent.stride === undefined && read.count > 1) return undefined;
  return element === 'exact' && read.count === sent.count ? 'exact' : 'prefix';
}

function isByPlace(sent: RecordPlan, read: RecordPlan): boolean {
  return sent.name === undefined || read.name === undefined || sent.name === read.name || sent.isTuple || read.isTuple;
}

function records(
  sent: RecordPlan,
  read: RecordPlan,
  byPlace: boolean,
  behind: 'bytes' | 'zeros' = 'bytes',
): Proof | undefined {
  const { pairs, added } = alignByName(declaredParts(sent), declaredParts(read), () => byPlace);
  const unsent = [...added, ...pairs.flatMap((pair) => (pair.old.part ? [] : [pair.new]))];
  if (unsent.some(({ part }) => part)) return undefined;
  const partner = new Map(
    pairs.flatMap((pair) => (pair.old.part && pair.new.part ? [[pair.new.part, pair.old.part] as const] : [])),
  );
  const isInMemory = [...sent.parts, ...read.parts].some(({ offset }) => offset !== undefined);
  return isInMemory ? inMemory(sent, read, partner, behind) : inOrder(sent, read, partner);
}

/** The parts as the source has them, with those that do not travel. */
function declaredParts({ parts, declared }: RecordPlan): { name: string; part?: PlannedPart }[] {
  if (!declared) return parts.map((part) => ({ name: part.name, part }));
  return declared.map((name) => ({ name, part: parts.find((one) => one.name === name) }));
}

/** Each part where it was sent. */
function inMemory(
  sent: RecordPlan,
  read: RecordPlan,
  partner: ReadonlyMap<PlannedPart, PlannedPart>,
  behind: 'bytes' | 'zeros',
): Proof | undefined {
  const last = Math.max(...sent.parts.map(({ offset }) => offset ?? 0));
  const proofs = read.parts.map((part) => {
    const from = partner.get(part);
    if (!from || from.offset !== part.offset) return undefined;
    return provenReading(from.plan, part.plan, from.offset === last ? behind : 'bytes');
  });
  if (proofs.includes(undefined)) return undefined;
  return proofs.every((proof) => proof === 'exact') && sent.parts.length === read.parts.length ? 'exact' : 'prefix';
}

/** One part behind the other, each from all the bytes of the one that was sent for it; the last may leave some. */
function inOrder(
  sent: RecordPlan,
  read: RecordPlan,
  partner: ReadonlyMap<PlannedPart, PlannedPart>,
): Proof | undefined {
  const [from, to] = [sent, read].map(({ parts }) => parts.filter(({ plan }) => longest(plan) > 0)) as [
    PlannedPart[],
    PlannedPart[],
  ];
  let proof: Proof = 'exact';
  for (const [index, part] of to.entries()) {
    const own = from[index];
    if (!own || partner.get(part) !== own || proof === 'prefix') return undefined;
    const one = provenReading(own.plan, part.plan);
    if (one === undefined) return undefined;
    proof = one;
  }
  // What has no bytes was paired by name, and still has to mean the same.
  const empty = read.parts.filter((part) => longest(part.plan) === 0);
  for (const part of empty) {
    const own = partner.get(part);
    if (!own || provenReading(own.plan, part.plan) === undefined) return undefined;
  }
  return from.length > to.length ? 'prefix' : proof;
}

/** What was sent as one part, the reader may take for the part of that name. */
function unions(sent: CodecPlan & { kind: 'union' }, read: CodecPlan & { kind: 'union' }): Proof | undefined {
  const { pairs } = alignByName(sent.parts, read.parts, () => true);
  const proofs = pairs.map((pair) => provenReading(pair.old.plan, pair.new.plan));
  return proofs.includes(undefined) ? undefined : 'exact';
}

/** Each variant under the tag of the same one. */
function enums(sent: EnumPlan, read: EnumPlan): Proof | undefined {
  if (sent.of !== read.of || sent.tag !== read.tag) return undefined;
  let proof: Proof = 'exact';
  for (const variant of sent.variants) {
    const taken = sent.tag === 0 ? read.variants[0] : read.variants.find(({ tag }) => tag === variant.tag);
    if (!taken || !isSameVariant(sent, variant, read, taken)) return undefined;
    const byPlace = sent.name === read.name || variant.data.isTuple || taken.data.isTuple;
    const one = records(variant.data, taken.data, byPlace);
    if (one === undefined) return undefined;
    if (one === 'prefix') proof = one;
  }
  return proof;
}

/** The same by name, or one that was renamed where it stands. */
function isSameVariant(sent: EnumPlan, variant: PlannedVariant, read: EnumPlan, taken: PlannedVariant): boolean {
  if (variant.name === taken.name) return true;
  const has = ({ variants, unsent = [] }: EnumPlan, name: string) =>
    variants.some((one) => one.name === name) || unsent.includes(name);
  const isInPlace = variant.index === taken.index || variant.value === taken.value;
  return sent.name === read.name && isInPlace && !has(read, variant.name) && !has(sent, taken.name);
}

/** Of few values, each alone. */
function finite(sent: CodecPlan, read: CodecPlan): Proof | undefined {
  const values = valuesOf(sent);
  if (!values || widthOf(sent) !== widthOf(read)) return undefined;
  for (const [raw, value] of values) {
    const scalar = scalarOf(read);
    const taken = scalar ? numberIn(scalar, raw) : valuesOf(read)?.get(raw);
    if (value === undefined || value === null || taken !== value) return undefined;
  }
  return 'exact';
}

function widthOf(plan: CodecPlan): number | undefined {
  return plan.kind === 'enum' ? plan.tag : scalarOf(plan)?.size;
}

/** Every value by the bytes that it travels as, little-endian. */
function valuesOf(plan: CodecPlan): ReadonlyMap<bigint, bigint | null> | undefined {
  if (plan.kind === 'scalar' && plan.form === 'bool')
    return new Map([
      [0n, 0n],
      [1n, 1n],
    ]);
  if (plan.kind !== 'enum' || plan.of !== 'enum' || plan.variants.some(({ data }) => data.parts.length > 0)) {
    return undefined;
  }
  return new Map(plan.variants.map(({ tag, value }) => [tag, value]));
}

function numberIn({ form, size, bigEndian, bits }: ScalarPlan, raw: bigint): bigint | undefined {
  if (form === 'float' || form === 'utf8' || form === 'char' || (bigEndian && size > 1)) return undefined;
  if (form === 'bool') return raw <= 1n ? raw : undefined;
  const value = form === 'signed' ? BigInt.asIntN(8 * size, raw) : raw;
  const fitting = form === 'signed' ? BigInt.asIntN(bits ?? 8 * size, value) : BigInt.asUintN(bits ?? 8 * size, value);
  return fitting === value ? value : undefined;
}

/** A struct of one part is that part, where the other is no struct. */
function withoutNewtype(plan: CodecPlan, other: CodecPlan): { plan: CodecPlan; offset: number } {
  let [at, inside] = [0, plan];
  while (inside.kind === 'record' && inside.parts.length === 1 && other.kind !== 'record') {
    const [only] = inside.parts as [PlannedPart];
    at += only.offset ?? 0;
    inside = only.plan;
  }
  return { plan: inside, offset: at };
}

/** The same bytes with the same meaning one by one, however they are grouped: `[u8; 3]` and a struct of three `u8`. */
function byLeaves(sent: CodecPlan, read: CodecPlan): Proof | undefined {
  if ((sent.kind === 'array') === (read.kind === 'array')) return undefined;
  const [from, to] = [leavesOf(sent), leavesOf(read)];
  if (!from || !to || to.length > from.length) return undefined;
  const areSame = to.every(({ offset, plan }, index) => {
    const own = from[index];
    return (
      own !== undefined && own.offset === offset && own.plan.form === plan.form && scalars(own.plan, plan) === 'exact'
    );
  });
  return areSame ? (from.length === to.length ? 'exact' : 'prefix') : undefined;
}

const MOST_LEAVES = 4096;

function leavesOf(plan: CodecPlan): { offset: number; plan: ScalarPlan }[] | undefined {
  const leaves: { offset: number; plan: ScalarPlan }[] = [];
  return walk(plan, 0) === undefined ? undefined : leaves;

  /** The offset behind; undefined where there is more than scalars of fixed size. */
  function walk(part: CodecPlan, at: number): number | undefined {
    switch (part.kind) {
      case 'scalar':
        if (part.form === 'utf8' || leaves.length >= MOST_LEAVES) return undefined;
        leaves.push({ offset: at, plan: part });
        return at + part.size;
      case 'array': {
        let end = at;
        for (let index = 0; index < part.count; index++) {
          const next = walk(part.element, part.stride === undefined ? end : at + index * part.stride);
          if (next === undefined) return undefined;
          end = next;
        }
        return end;
      }
      case 'record': {
        let end = at;
        for (const { offset, plan: inside } of part.parts) {
          const next = walk(inside, offset === undefined ? end : at + offset);
          if (next === undefined) return undefined;
          end = Math.max(end, next);
        }
        return end;
      }
      case 'flags':
      case 'enum':
      case 'union':
      case 'open':
        return undefined;
    }
  }
}

/**
 * A plan of a memory image as one without offsets: undefined where its parts do not lie one behind the other. So it can be held against
 * a plan of a serde encoding.
 */
export function sequential(plan: CodecPlan): CodecPlan | undefined {
  switch (plan.kind) {
    case 'scalar':
      return plan.form === 'char' ? undefined : plan;
    case 'flags':
      return plan;
    case 'array': {
      const element = sequential(plan.element);
      if (!element || (plan.stride !== undefined && plan.stride !== longest(element))) return undefined;
      return { kind: 'array', element, count: plan.count };
    }
    case 'record': {
      const parts: PlannedPart[] = [];
      let end = 0;
      for (const { name, offset, plan: inside } of plan.parts) {
        const part = sequential(inside);
        if (!part || (offset ?? end) !== end) return undefined;
        parts.push({ name, plan: part });
        end += longest(part);
      }
      return { ...plan, parts };
    }
    case 'enum':
      // With data, a memory image has one size for all variants.
      return plan.tag === 1 && plan.variants.every(({ data }) => data.parts.length === 0) ? plan : undefined;
    case 'union':
    case 'open':
      return undefined;
  }
}

/** The most bytes that a value takes in a serde encoding. */
export function longest(plan: CodecPlan): number {
  switch (plan.kind) {
    case 'scalar':
      return plan.form === 'utf8' ? 4 : plan.size;
    case 'flags':
      return plan.bits.size;
    case 'record':
      return plan.parts.reduce((sum, part) => sum + longest(part.plan), 0);
    case 'array':
      return plan.count * longest(plan.element);
    case 'enum':
      return plan.tag + plan.variants.reduce((most, { data }) => Math.max(most, longest(data)), 0);
    case 'union':
      return plan.parts.reduce((most, part) => Math.max(most, longest(part.plan)), 0);
    case 'open':
      return Number.POSITIVE_INFINITY;
  }
}
