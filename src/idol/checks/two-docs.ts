import type { InterfaceCheck } from '../check.ts';

export const twoDocs: InterfaceCheck = {
  id: 'two-docs',
  severity: 'warning',
  summary: 'An item should have only one of `doc` and `description`.',
  *find({ source, doc, operations }) {
    const items = operations.flatMap((operation) => [operation, ...operation.leases]);
    for (const documentation of [doc, ...items.map((item) => item.doc)]) {
      if (documentation?.second === undefined) continue;
      yield {
        span: documentation.second,
        message: 'both `doc` and `description` are given',
        label: 'this one is not shown',
        related: [{ source, span: documentation.span, message: 'this one is shown' }],
        help: 'write all documentation in one `doc`',
      };
    }
  },
};
