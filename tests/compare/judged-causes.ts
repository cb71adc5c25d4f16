import {
  type Cause,
  type Direction,
  directionWords,
  type Effect,
  effectSentence,
  effectsOf,
  type InterfaceComparison,
  type Verdict,
  verdictsOf,
} from '../../src/compare/index.ts';

/** A cause with what comes of the calls that it touches. */
export interface JudgedCause extends Cause {
  readonly interface: InterfaceComparison['interface'];
  readonly isOnTheWire: boolean;
  /** The worst in each direction. */
  readonly old: Told;
  readonly new: Told;
}

export interface Told {
  /** `ok` where no call is touched. */
  /** `old client, new server`. */
  readonly who: string;
  readonly verdict: Verdict | { readonly kind: 'ok' };
  readonly sentence: string;
}

export function judgedCauses(comparison: InterfaceComparison): JudgedCause[] {
  return comparison.causes.map((cause) => {
    const effects = effectsOf(verdictsOf(comparison, cause));
    const [sides] = comparison.verdicts.flatMap((one) => one.sides ?? []);
    const told = (direction: Direction) => ({
      ...toldOf(effects.find((effect) => effect.direction === direction)),
      who: directionWords(direction, sides),
    });
    return {
      ...cause,
      interface: comparison.interface,
      isOnTheWire: cause.levels.some((level) => level === 'wire' || level === 'image'),
      old: told('old-client'),
      new: told('new-client'),
    };
  });
}

function toldOf(effect: Effect | undefined): Omit<Told, 'who'> {
  if (!effect) return { verdict: { kind: 'ok' }, sentence: '' };
  return { verdict: effect.worst.verdict, sentence: effectSentence(effect) };
}
