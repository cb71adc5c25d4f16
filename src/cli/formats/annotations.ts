import { workflowCommand } from '../../text/index.ts';

/** GitHub shows ten annotations of each kind per step and drops the rest without a word. */
const SHOWN = 10;

/**
 * As many annotations of a kind as GitHub shows, the last of which counts those that are left out.
 *
 * @param what what an annotation is about, in the singular: `breaking change`
 * @param command what the run is called: the title of the count
 */
export function limitedAnnotations(
  kind: 'error' | 'warning' | 'notice',
  what: string,
  command: string,
  annotations: readonly string[],
): string[] {
  if (annotations.length <= SHOWN) return [...annotations];
  const more = annotations.length - (SHOWN - 1);
  const text = `${more} more ${what}${more === 1 ? '' : 's'}: see the log or the summary of this job`;
  return [...annotations.slice(0, SHOWN - 1), workflowCommand(kind, { title: `idol-registry ${command}` }, text)];
}
