import { simplifyCfg } from '../rust/index.ts';
import { predicatesOf } from '../schema/index.ts';
import { suggest } from '../text/index.ts';
import type { InterfaceWire } from '../wire/index.ts';
import { CannotRun } from './session.ts';

/**
 * What `--when` names, spelt as the interfaces spell it. What nothing in them depends on is a slip, and is refused: taken as it is, it would
 * make everything that does depend on something false.
 * @param images that may be named too
 */
export function conditionsNamed(
  words: readonly string[],
  wires: readonly InterfaceWire[],
  images: readonly string[] = [],
): string[] {
  if (words.length === 0) return [];
  const known = new Set(wires.flatMap(predicatesOf));
  const opposites = new Set([...known].map((predicate) => simplifyCfg(`not(${predicate})`)));
  return words.map((word) => {
    const predicate = simplifyCfg(word);
    if (images.includes(word)) return word;
    if (typeof predicate === 'string' && (known.has(predicate) || opposites.has(predicate))) return predicate;
    throw new CannotRun(`nothing depends on \`${word}\` here`, helpFor(word, [...known, ...images]));
  });
}

function helpFor(word: string, candidates: readonly string[]): string | undefined {
  const near = suggest(word, candidates);
  if (near !== undefined) return `did you mean \`${near}\`?`;
  const few = candidates.slice(0, 5).map((candidate) => `\`${candidate}\``);
  const more = candidates.length > few.length ? ` and ${candidates.length - few.length} more` : '';
  return few.length === 0 ? undefined : `something depends on ${few.join(', ')}${more}`;
}
