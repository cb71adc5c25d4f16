import { suggest } from '../../text/index.ts';
import type { InterfaceCheck } from '../check.ts';

export const unknownAllowedCaller: InterfaceCheck = {
  id: 'unknown-allowed-caller',
  severity: 'error',
  summary: 'An `allowed-callers` entry of a restricted server must name an operation of the interface.',
  refusedBy: ['server'],
  *find({ name, source, operations }, { allowedCallers }) {
    const names = operations.map((operation) => operation.name.text);
    for (const entry of allowedCallers) {
      if (names.includes(entry.operation)) continue;
      const meant = suggest(entry.operation, names);
      yield {
        source: entry.source,
        span: entry.span,
        message: `\`${entry.operation}\` is not an operation of \`${name.text}\``,
        related: [{ source, span: name.span, message: 'the interface that the server serves' }],
        note: 'every task may call an operation without an entry, so a misspelled entry protects nothing',
        help: meant ? `did you mean \`${meant}\`?` : 'remove the entry, or name an operation',
      };
    }
  },
};
