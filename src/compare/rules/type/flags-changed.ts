import { definitionRule } from '../rule.ts';

/** A message contains a flag set as one integer: a flag with another bit is another flag. */
export const flagsChanged = definitionRule({
  id: 'flags-changed',
  summary: 'A flag of a flag set was added, removed, or has another bit.',
  levels: ['wire', 'source'],
  kind: 'flags',
  use: 'data',
  find: (old, now) => {
    const oldFlags = new Map(old.flags.map((flag) => [flag.name, flag.value]));
    const newFlags = new Map(now.flags.map((flag) => [flag.name, flag.value]));
    const changed = [...new Set([...oldFlags.keys(), ...newFlags.keys()])].filter(
      (name) => oldFlags.get(name) !== newFlags.get(name),
    );
    return changed.map((name) => {
      const isNew = !oldFlags.has(name);
      const what = isNew
        ? 'was added'
        : newFlags.has(name)
          ? `is ${newFlags.get(name) ?? 'unknown'}, was ${oldFlags.get(name) ?? 'unknown'}`
          : 'was removed';
      return {
        message: `flag \`${now.name}::${name}\` ${what}`,
        detail: [name, `${oldFlags.get(name)}`, `${newFlags.get(name)}`],
      };
    });
  },
});
