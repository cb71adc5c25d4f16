import type { CallVerdict } from './call-verdict.ts';
import type { Sample } from './sampler.ts';
import type { Samples } from './samples.ts';

/** A sample and what comes of it. */
export interface TriedSample {
  sample: Sample;
  result: CallVerdict;
}

/**
 * Tries samples. Where the ordinary value is refused, the samples around it are refused for its sake, whatever else they
 * would show: then those around the first that is accepted are tried too. Where nothing is misread, the mixed ones are: it may take
 * two particular parts at once. Where that shows nothing either, so are `accepted`: those that get past the reader's checks, however
 * narrow these are, and those around the first of them. Nothing is worse than a silent misread: the first ends the search.
 */
export function trySamples(
  samples: Samples,
  attempt: (sample: Sample) => CallVerdict,
  accepted: () => Sample[] = () => [],
): TriedSample[] {
  const all: TriedSample[] = [];
  let isSilent = false;
  const tryAll = (list: () => readonly Sample[]) => {
    if (isSilent) return;
    for (const sample of list()) {
      const result = attempt(sample);
      all.push({ sample, result });
      isSilent = result.verdict.kind === 'silent';
      if (isSilent) return;
    }
  };
  const firstAccepted = () => all.find(({ result }) => !isRefused(result));
  const tryAroundFirst = () => {
    const first = firstAccepted();
    if (first && first !== all[0]) tryAll(() => samples.around(first.sample.value));
  };
  tryAll(() => samples.around());
  const isAccepted = firstAccepted() !== undefined;
  tryAroundFirst();
  tryAll(() => samples.mixed());
  tryAll(accepted);
  if (!isAccepted) tryAroundFirst();
  return all;
}

export function isRefused({ verdict }: CallVerdict): boolean {
  return verdict.kind === 'fault' || verdict.kind === 'panic';
}
