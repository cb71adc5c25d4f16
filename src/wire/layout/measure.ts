import type { Measure, Type, TypeTable } from '../../schema/index.ts';
import type { Target } from '../target.ts';
import { isUnknown, MemoryImages } from './memory.ts';
import { SerdeSizes } from './serde-size.ts';

/** Answers constant expressions that ask for sizes on some targets, at least one: what differs between them has no answer. */
export function measureOf(...targets: readonly [Target, ...Target[]]): Measure {
  const all = targets.map(measureOn);
  const [first] = all as [Measure, ...Measure[]];
  const agreed = (answers: readonly (number | string)[]) =>
    answers.every((answer) => answer === answers[0]) ? (answers[0] as number | string) : DIFFERENT;
  return all.length === 1
    ? first
    : {
        pointerWidth: first.pointerWidth,
        architectures: [...new Set(targets.map(({ architecture }) => architecture))],
        sizeOf: (type, table) => agreed(all.map((one) => one.sizeOf(type, table))),
        maxSizeOf: (type, table) => agreed(all.map((one) => one.maxSizeOf(type, table))),
      };
}

const DIFFERENT = 'The size of a type is not the same on all targets of the tree.';

function measureOn(target: Target): Measure {
  return {
    pointerWidth: target.pointerWidth,
    architectures: [target.architecture],
    sizeOf: (type: Type, table: TypeTable) => {
      const memory = new MemoryImages(table, target).of(type);
      if (isUnknown(memory)) return memory.unresolved[0]?.message ?? NOT_KNOWN;
      return memory.size.min === memory.size.max
        ? memory.size.max
        : 'The size of a type is not the same in all images.';
    },
    maxSizeOf: (type: Type, table: TypeTable) => {
      const size = new SerdeSizes('Hubpack', table, target, 'reserved').of(type);
      return isUnknown(size) ? (size.unresolved[0]?.message ?? NOT_KNOWN) : size.max;
    },
  };
}

const NOT_KNOWN = 'The size of a type is not known.';
