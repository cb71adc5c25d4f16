import {
  DIRECTIONS,
  type Direction,
  directionWords,
  type OperationPairName,
  type OperationVerdict,
  VERDICT_KINDS,
  type Verdict,
} from './result.ts';

/** What a cause does to calls in one direction. */
export interface Effect<V extends OperationVerdict = OperationVerdict> {
  readonly direction: Direction;
  /** `old client, new server`. */
  readonly who: string;
  readonly worst: V;
  /** Name of the operation of the worst verdict. */
  readonly about: string;
  /** Operations by what happens to them, the worst first. */
  readonly groups: readonly { readonly words: string; readonly operations: readonly string[] }[];
}

/**
 * Verdicts by direction, without the directions that have none. Message contracts have directions of their own, as their sides have
 * names. `nameOf` tells operations of several interfaces apart.
 */
export function effectsOf<V extends OperationVerdict>(
  verdicts: readonly V[],
  nameOf: (verdict: V) => string = ({ operation }) => operationName(operation),
): Effect<V>[] {
  const sorted = verdicts.toSorted((a, b) => badness(a.verdict) - badness(b.verdict));
  return (Object.keys(DIRECTIONS) as Direction[]).flatMap((direction) => {
    const here = sorted.filter((one) => one.direction === direction);
    return [...Map.groupBy(here, ({ sides }) => directionWords(direction, sides))].map(([who, all]) => {
      const [worst] = all as [V, ...V[]];
      // In other configurations the same operation may be fine: that is no news beside what is wrong.
      const failing = new Set(all.filter(({ verdict }) => verdict.kind !== 'ok').map(nameOf));
      const telling = all.filter((one) => one.verdict.kind !== 'ok' || !failing.has(nameOf(one)));
      const groups = Map.groupBy(telling, ({ verdict }) => verdictWords(verdict));
      return {
        direction,
        who,
        worst,
        about: nameOf(worst),
        groups: [...groups].map(([words, group]) => ({ words, operations: [...new Set(group.map(nameOf))] })),
      };
    });
  });
}

/** Tells for each verdict whether it is asked about for the first time: its example stands once, under the first cause that it has. */
export function firstMentions(): (verdict: OperationVerdict) => boolean {
  const mentioned = new Set<OperationVerdict>();
  return (verdict) => !mentioned.has(verdict) && mentioned.add(verdict) !== undefined;
}

/** The worst verdict's sentence, with the configurations that it holds in and, of several operations, the one that it is about. */
export function effectSentence({ worst, about: name, groups }: Effect): string {
  const isOne = new Set(groups.flatMap(({ operations }) => operations)).size === 1;
  const about = [
    ...(isOne ? [] : [`\`${name}\``]),
    ...(worst.configurations.length > 0 ? [worst.configurations.join('; ')] : []),
  ].join(' ');
  return about ? `${about}: ${worst.sentence}` : worst.sentence;
}

/** `silent (9), fault BadLeases (4)`; of a single operation without its count. */
export function effectWords({ groups }: Effect): string {
  if (groups.length === 1 && groups[0]?.operations.length === 1) return groups[0].words;
  return groups.map(({ words, operations }) => `${words} (${operations.length})`).join(', ');
}

/** `fault BadLeases`, `panic of the client`, `ok`: a verdict in few words. */
export function verdictWords(verdict: Verdict): string {
  switch (verdict.kind) {
    case 'fault':
      return verdict.fault === 'MessageRejected' ? 'rejected' : `fault ${verdict.fault}`;
    case 'panic':
      return `panic of the ${verdict.who}`;
    case 'silent':
    case 'unknown':
    case 'ok':
      return verdict.kind;
  }
}

/** What an operation is called now, or was called. */
export function operationName({ old, new: now }: OperationPairName): string {
  return (now ?? old)?.name ?? '';
}

/** Place in a list that has the worst verdict first; what has no verdict comes last. */
export function badness(verdict: Verdict | undefined): number {
  return verdict ? VERDICT_KINDS.indexOf(verdict.kind) : VERDICT_KINDS.length;
}
