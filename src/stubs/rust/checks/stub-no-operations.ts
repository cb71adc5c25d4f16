import type { RustStubCheck } from '../check.ts';

export const stubNoOperations: RustStubCheck = {
  id: 'stub-no-operations',
  severity: 'error',
  summary: 'A stub needs an interface with operations.',
  *find({ name, operations }) {
    if (operations.length > 0) return;
    yield {
      span: name.span,
      message: `\`${name.text}\` has no operations`,
      help: 'add an operation',
    };
  },
};
