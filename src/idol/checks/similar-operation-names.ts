import type { InterfaceCheck } from '../check.ts';
import type { Name } from '../model.ts';

export const similarOperationNames: InterfaceCheck = {
  id: 'similar-operation-names',
  severity: 'warning',
  summary: 'Operation names should differ in more than case.',
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
        related: [{ source, span: first.span, message: 'the other operation' }],
        note: 'stubs make constants from both names in uppercase, so the constants are equal',
        help: 'rename one of them',
      };
    }
  },
};
