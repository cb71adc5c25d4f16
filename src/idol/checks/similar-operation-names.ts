import type { InterfaceCheck } from '../check.ts';
import type { Name } from '../model.ts';

export const similarOperationNames: InterfaceCheck = {
  id: 'similar-operation-names',
  severity: 'warning',
  summary: 'Two operations should differ in more than upper and lower case.',
  *find({ source, operations }) {
    const seen = new Map<string, Name>();
    for (const { name } of operations) {
      const folded = name.text.toLowerCase();
      const first = seen.get(folded);
      if (first === undefined) {
        seen.set(folded, name);
        continue;
      }
      yield {
        span: name.span,
        message: `operations \`${first.text}\` and \`${name.text}\` differ only in case`,
        related: [{ source, span: first.span, message: 'the other one' }],
        note: 'the stubs make constants of both names in upper case, so they collide',
        help: 'rename one of them',
      };
    }
  },
};
