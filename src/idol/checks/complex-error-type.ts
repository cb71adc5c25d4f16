import { isExpression } from '../../rust/index.ts';
import type { InterfaceCheck } from '../check.ts';

export const complexErrorType: InterfaceCheck = {
  id: 'complex-error-type',
  severity: 'error',
  summary: 'The client must be able to construct a `Complex` error from the death of the server.',
  refusedBy: ['client'],
  *find({ operations }) {
    for (const { reply, idempotent, encoding } of operations) {
      if (idempotent || encoding !== 'Hubpack' || reply.kind === 'Simple' || reply.error.kind !== 'Complex') continue;
      const { type } = reply.error;
      // As a statement begins, where a block or brackets at the start are read otherwise.
      if (type.expr === undefined || isExpression(`{ ${type.text}::from(death); }`)) continue;
      yield {
        span: type.span,
        message: `\`${type.text}\` cannot be the error of an operation that is not idempotent`,
        note: `the client stub calls \`${type.text}::from\` when the server dies, which is not valid Rust`,
        help: 'declare a type alias (`type FooError = …;`), and use its name',
      };
    }
  },
};
