import { operationRule } from '../rule.ts';
import { isSameText } from '../same-text.ts';

/** Text alone, of an argument or a lease. */
export const partDocChanged = operationRule({
  id: 'part-doc-changed',
  summary: "An argument's or a lease's documentation changed.",
  levels: ['docs'],
  find: (pair, match) => {
    const parts = [
      ...pair.new.args.map((arg) => ({ part: `arg.${arg.name}`, what: `argument \`${arg.name}\`` })),
      ...pair.new.leases.map((lease) => ({ part: `lease.${lease.name}`, what: `lease \`${lease.name}\`` })),
    ];
    return parts.flatMap(({ part, what }) => {
      const oldItem = match.old.items[`${pair.old.name}.${part}`];
      const newItem = match.new.items[`${pair.new.name}.${part}`];
      if (!oldItem || !newItem || isSameText(oldItem.doc, newItem.doc)) return [];
      const message = `the documentation of ${what} of \`${pair.new.name}\` changed`;
      return [{ message, detail: [part, newItem?.doc ?? ''], oldPart: part, newPart: part }];
    });
  },
});
