import { suggest } from '../../../text/index.ts';
import type { RustStubCheck } from '../check.ts';

export const stubCallers: RustStubCheck = {
  id: 'stub-callers',
  severity: 'error',
  summary: 'A restricted server must restrict operations that exist.',
  *find({ name, operations }, side, { allowedCallers }) {
    if (side !== 'server') return;
    const names = operations.map((operation) => operation.name.text);
    for (const operation of allowedCallers.keys()) {
      if (names.includes(operation)) continue;
      const near = suggest(operation, names);
      yield {
        span: name.span,
        message: `\`${name.text}\` has no operation \`${operation}\` to restrict`,
        note: 'every task may call an operation without a restriction, so a misspelled one protects nothing',
        help: near ? `did you mean \`${near}\`?` : `the operations are: ${names.join(', ')}`,
      };
    }
  },
};
