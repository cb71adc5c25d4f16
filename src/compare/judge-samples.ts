import type { Sample, Samples } from './samples.ts';
import type { Witnessed } from './witness.ts';

/** A sample and what comes of it. */
export interface JudgedSample {
  sample: Sample;
  judgement: Witnessed;
}

/**
 * Judges samples. Where the ordinary value is refused, the samples around it are refused for its sake, whatever else they
 * would show: then those around the first that is taken are judged too. Where nothing is misread, the mixed ones are: it may take
 * two particular parts at once.
 */
export function judgeSamples(samples: Samples, judge: (sample: Sample) => Witnessed): JudgedSample[] {
  const judgeAll = (list: readonly Sample[]) => list.map((sample) => ({ sample, judgement: judge(sample) }));
  const all = judgeAll(samples.around());
  const taken = all.find(({ judgement }) => !isRefused(judgement));
  if (taken && taken !== all[0]) all.push(...judgeAll(samples.around(taken.sample.value)));
  if (all.every(({ judgement }) => judgement.outcome.kind !== 'silent')) all.push(...judgeAll(samples.mixed()));
  return all;
}

export function isRefused({ outcome }: Witnessed): boolean {
  return outcome.kind === 'fault' || outcome.kind === 'panic';
}
