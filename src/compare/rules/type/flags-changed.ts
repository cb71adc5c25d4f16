import { definitionRule } from '../rule.ts';

/** A message contains a flag set as one integer: a flag with another bit is another flag. */
export const flagsChanged = definitionRule({
  id: 'flags-changed',
  summary: 'A flag of a flag set was added, removed, or has another bit.',
  levels: ['wire', 'source'],
  kind: 'flags',
  use: 'data',
  find: (old, now) => {
    const before = new Map(old.flags.map((flag) => [flag.name, flag.value]));
    const after = new Map(now.flags.map((flag) => [flag.name, flag.value]));
    const changed = [...new Set([...before.keys(), ...after.keys()])].filter(
      (name) => before.get(name) !== after.get(name),
    );
    return changed.map((name) => {
      const isNew = !before.has(name);
      const what = isNew
        ? 'was added'
        : after.has(name)
          ? `is ${after.get(name) ?? 'unknown'}, was ${before.get(name) ?? 'unknown'}`
          : 'was removed';
      return {
        message: `flag \`${now.name}::${name}\` ${what}`,
        detail: [name, `${before.get(name)}`, `${after.get(name)}`],
      };
    });
  },
});
