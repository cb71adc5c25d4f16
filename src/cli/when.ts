import { type ChosenInterface, conditionsOf } from '../api/index.ts';
import type { Workspace } from '../tree/index.ts';

/** How to say what a value or a layout depends on: the images that build the interface, or its predicates. */
export function whenHelp(chosen: ChosenInterface, workspace: Workspace): string | undefined {
  const words = conditionsOf(chosen, workspace);
  if (words.length === 0) return undefined;
  const shown = words.slice(0, 3).map((word) => `\`--when '${word}'\``);
  return `${shown.join(' or ')}${words.length > shown.length ? ` (${words.length} configurations)` : ''}`;
}
