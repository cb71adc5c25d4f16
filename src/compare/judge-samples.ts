import type { Value } from '../wire/index.ts';
import type { Sample } from './samples.ts';
import type { Witnessed } from './witness.ts';

/** A sample and what comes of it. */
export interface JudgedSample {
  sample: Sample;
  judgement: Witnessed;
}

/**
 * Judges all samples. Where the ordinary value is refused, the samples around it are refused for its sake, whatever else they
 * would show: then those around the first that is taken are judged too.
 */
export function judgeSamples(
  samplesAround: (base?: Value) => readonly Sample[],
  judge: (sample: Sample) => Witnessed,
): JudgedSample[] {
  const all = samplesAround().map((sample) => ({ sample, judgement: judge(sample) }));
  const taken = all.find(({ judgement }) => !isRefused(judgement));
  if (!taken || taken === all[0]) return all;
  return [...all, ...samplesAround(taken.sample.value).map((sample) => ({ sample, judgement: judge(sample) }))];
}

export function isRefused({ outcome }: Witnessed): boolean {
  return outcome.kind === 'fault' || outcome.kind === 'panic';
}
