import type { InterfaceCheck } from '../check.ts';

export const missingDoc: InterfaceCheck = {
  id: 'missing-doc',
  severity: 'note',
  summary: 'Interfaces and operations should have documentation.',
  *find({ name, doc, operations }) {
    if (doc === undefined) {
      yield {
        span: name.span,
        message: `interface \`${name.text}\` has no documentation`,
        help: 'begin the file with a `//` comment that says what the server is for',
      };
    }
    for (const operation of operations) {
      if (operation.doc !== undefined) continue;
      yield {
        span: operation.name.span,
        message: `operation \`${operation.name.text}\` has no documentation`,
        help: 'add `doc: "…"` or a `//` comment on the line above',
      };
    }
  },
};
