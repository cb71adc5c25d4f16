import { callersChanges, losers } from '../../match/callers.ts';
import { namesOf, type Rule } from '../rule.ts';

/** A restricted server rejects every task that its image does not list. */
export const allowedCallersChanged: Rule = {
  id: 'allowed-callers-changed',
  summary: 'An image changed which tasks may call an operation.',
  levels: ['wire'],
  isOfCallers: true,
  find: (match) =>
    match.operations.pairs.flatMap((pair) => {
      const changes = callersChanges(match.old, match.new, [pair]);
      if (changes.length === 0) return [];
      const texts = changes.map(({ image, old, new: now }) => {
        const [lost, gained] = [losers(old, now), losers(now, old)];
        const what = [lost && `${lost} may no longer call it`, gained && `${gained} may now call it`]
          .filter(Boolean)
          .join(', ');
        return `in image \`${image}\`, ${what}`;
      });
      return [
        {
          message: `the allowed callers of \`${pair.new.name}\` changed: ${texts.join('; ')}`,
          operations: [namesOf(pair)],
          detail: [pair.new.name, ...changes.map(({ image, new: now }) => `${image} ${now ?? 'all'}`)],
          oldPlace: match.oldPlace(pair.old.name),
          newPlace: match.newPlace(pair.new.name),
          help: 'list the task in `config.allowed-callers` of the server, in the `app.toml` of the image',
        },
      ];
    }),
};
