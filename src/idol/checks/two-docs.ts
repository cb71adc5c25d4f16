import type { InterfaceCheck } from '../check.ts';

export const twoDocs: InterfaceCheck = {
  id: 'two-docs',
  severity: 'warning',
  summary: 'An item has one `doc` or `description`; a second one is not shown.',
  *find({ source, doc, operations }) {
    const items = operations.flatMap((operation) => [operation, ...operation.leases]);
    for (const documentation of [doc, ...items.map((item) => item.doc)]) {
      if (documentation?.second === undefined) continue;
      yield {
        span: documentation.second,
        message: 'documented twice',
        label: 'this one is not shown',
        related: [{ source, span: documentation.span, message: 'this one is' }],
        help: 'put what both say into one `doc`',
      };
    }
  },
};
