import type { Encoding } from '../../idol/index.ts';
import { type OperationSchema, type Type, type TypeTable, walk } from '../../schema/index.ts';
import type { Value } from '../../wire/index.ts';
import { ExtremeSampler, type Sample, Sampler, Variations } from './sampler.ts';
import { fieldOf } from './value-parts.ts';
import { mixedValues, sameBytes, sameNumber } from './value-source.ts';

/** More samples than this add time, not knowledge: each stands for one variant or limit of one part. */
const MOST = 512;

/** One ordinary value of a type, as it travels in an encoding. */
export function baseValue(type: Type, types: TypeTable, encoding: Encoding): Value {
  return new Sampler(types, encoding).value(type);
}

/** One ordinary value for each argument of an operation, by name. */
export function baseArguments({ args, encoding }: ArgumentList, types: TypeTable): Value {
  const sampler = new Sampler(types, encoding);
  return Object.fromEntries(args.map((arg) => [arg.name, sampler.value(arg.type)]));
}

type ArgumentList = Pick<OperationSchema, 'args' | 'encoding'>;

/** Samples of what may travel. */
export interface Samples {
  /**
   * Those that show what a reader of another version makes of it: first one whose bytes all differ (so that a shift shows) or the one
   * that is given, then, one part after the other, every variant and the limits of every number, then the longest and the shortest.
   */
  around(base?: Value): Sample[];
  /** Those in which several parts at once are particular: for what happens only then. */
  mixed(): Sample[];
  /** Whether there were too many variants and limits to try all of them. */
  isCut(): boolean;
}

/** Samples of a type, as they travel in an encoding; `name` is what sentences call it. */
export function valueSamples(type: Type, types: TypeTable, encoding: Encoding, name: string): Samples {
  return samplesOf([type], types, encoding, name, {
    value: (sampler) => sampler.value(type),
    variations: (of, base) => of.of(type, base, name),
  });
}

/** Samples of an operation's arguments: each value is a record of them by name. */
export function argumentSamples({ args, encoding }: ArgumentList, types: TypeTable): Samples {
  const record = (of: (arg: OperationSchema['args'][number]) => Value) =>
    Object.fromEntries(args.map((arg) => [arg.name, of(arg)]));
  const roots = args.map(({ type }) => type);
  return samplesOf(roots, types, encoding, 'message', {
    value: (sampler) => record((arg) => sampler.value(arg.type)),
    variations: (of, base) =>
      args.flatMap((arg) =>
        of
          .of(arg.type, fieldOf(base, arg.name), arg.name)
          .map(({ value, when }) => ({ value: { ...(base as Record<string, Value>), [arg.name]: value }, when })),
      ),
  });
}

/** Numbers that are valid as nearly anything else, and positions of variants: where a reader checks much, they alone get through. */
const PLAIN = [0, 1, 2, 3];

/**
 * Bytes of the values of variants: a reader that expects a variant where a number was sent accepts no others. Where a value has several
 * bytes, it may begin at any byte of the number.
 */
function variantPatterns(roots: readonly Type[], types: TypeTable): number[][] {
  const found = new Map<string, number[]>();
  walk(roots, types, (type) => {
    const definition = type.kind === 'named' ? types[type.id] : undefined;
    if (definition?.kind !== 'enum') return;
    const size = /16|32|64/.test(definition.repr.integer ?? '') ? 2 : 1;
    for (const { value } of definition.variants) {
      const low = BigInt.asUintN(8 * size, BigInt(value ?? 0));
      const bytes = Array.from({ length: size }, (_, index) => Number((low >> BigInt(8 * index)) & 0xffn));
      for (const pattern of [bytes, bytes.toReversed()]) found.set(pattern.join(' '), pattern);
    }
  });
  return [...found.values()].slice(0, MOST_PATTERNS);
}

const MOST_PATTERNS = 12;

/** How many mixed samples are worth their time. */
const MIXED = 128;

interface Making {
  value(sampler: Sampler): Value;
  variations(of: Variations, base: Value): Sample[];
}

function samplesOf(
  roots: readonly Type[],
  types: TypeTable,
  encoding: Encoding,
  name: string,
  making: Making,
): Samples {
  const patterns = [...PLAIN.slice(1).map((byte) => [byte]), ...variantPatterns(roots, types)];
  const bytes = [...new Set([...PLAIN, ...patterns.flat()])];
  let isCut = false;
  return {
    isCut: () => isCut,
    around(given) {
      const base = given ?? making.value(new Sampler(types, encoding));
      const variations = making.variations(new Variations(types, encoding), base);
      isCut ||= variations.length > MOST;
      return [
        { value: base, when: '' },
        ...variations.slice(0, MOST),
        ...(['longest', 'shortest'] as const).map((end) => ({
          value: making.value(new ExtremeSampler(types, encoding, end)),
          when: `When the ${name} is ${end}`,
        })),
        ...PLAIN.map((number) => ({
          value: making.value(new Sampler(types, encoding, sameNumber(number))),
          when: `When every number and position is ${number}`,
        })),
        ...patterns.map((pattern) => ({
          value: making.value(new Sampler(types, encoding, sameBytes(pattern))),
          when: pattern.length === 1 ? `When every byte of a number is ${pattern[0]}` : 'With some values',
        })),
      ];
    },
    mixed: () =>
      Array.from({ length: MIXED }, (_, seed) => ({
        value: making.value(new Sampler(types, encoding, mixedValues(seed, bytes))),
        when: 'With some values',
      })),
  };
}
