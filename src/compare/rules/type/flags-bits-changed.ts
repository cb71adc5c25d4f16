import { typeName } from '../../../schema/index.ts';
import { definitionRule } from '../rule.ts';

/** The integer type decides the size of a flag set in a message. */
export const flagsBitsChanged = definitionRule({
  id: 'flags-bits-changed',
  summary: 'A flag set has another integer type.',
  levels: ['wire'],
  kind: 'flags',
  use: 'data',
  find: (old, now, match) => {
    if (match.isSameUse(old.bits, now.bits)) return [];
    const [oldName, newName] = [typeName(old.bits, match.oldTypes), typeName(now.bits, match.newTypes)].map(
      (name) => `\`${name}\``,
    ) as [string, string];
    return [
      {
        message: `flag set \`${now.name}\` has the integer type ${newName}, was ${oldName}`,
        detail: [oldName, newName],
      },
    ];
  },
});
