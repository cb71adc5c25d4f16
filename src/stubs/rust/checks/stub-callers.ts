import { suggest } from '../../../text/index.ts';
import type { RustStubCheck } from '../check.ts';

export const stubCallers: RustStubCheck = {
  id: 'stub-callers',
  severity: 'error',
  summary: 'A restricted server restricts operations that the interface has.',
  *find({ name, operations }, side, { allowedCallers }) {
    if (side !== 'server') return;
    const names = operations.map((operation) => operation.name.text);
    for (const operation of allowedCallers.keys()) {
      if (names.includes(operation)) continue;
      const near = suggest(operation, names);
      yield {
        span: name.span,
        message: `\`${name.text}\` has no operation \`${operation}\` to restrict`,
        note: 'an operation that is not restricted may be called by every task, so a misspelt one would be open to all',
        help: near ? `did you mean \`${near}\`?` : `it has: ${names.join(', ')}`,
      };
    }
  },
};
