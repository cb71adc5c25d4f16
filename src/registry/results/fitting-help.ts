import { type PinnedComponents, unreadSyntax } from '../../runtime/index.ts';
import type { Diagnostic } from '../../text/index.ts';

/**
 * Findings with advice that the pinned compiler reads: where it does not know what a help says to write, the help begins with the
 * update that it takes, and no edit is offered. What the file has already, no help says to add.
 */
export function withFittingHelp(found: readonly Diagnostic[], components: PinnedComponents): readonly Diagnostic[] {
  const unread = unreadSyntax(components);
  if (unread.length === 0) return found;
  return found.map((one): Diagnostic => {
    const { help = '', fix: _, ...rest } = one;
    const needed = unread.findLast(({ word }) => help.includes(word) && !one.source.text.includes(word));
    if (!needed) return one;
    const { word, since, when } = needed;
    const update = `update \`idol\` to ${since} (${when}) or later, because the pinned revision does not know \`${word}\``;
    return { ...rest, help: `${update}; then ${help}` };
  });
}
