import { isIdentifier } from '../../rust/index.ts';
import type { InterfaceCheck } from '../check.ts';
import { isSnakeCase, toSnakeCase, withoutRawMark } from '../name-case.ts';

export const notSnakeCase: InterfaceCheck = {
  id: 'not-snake-case',
  severity: 'warning',
  summary: 'Operations, arguments and leases should have snake_case names.',
  *find({ operations }) {
    const named = operations.flatMap((operation) => [
      { what: 'operation', name: operation.name },
      ...operation.args.map((argument) => ({ what: 'argument', name: argument.name })),
      ...operation.leases.map((lease) => ({ what: 'lease', name: lease.name })),
    ]);
    for (const { what, name } of named) {
      const text = withoutRawMark(name.text);
      if (!isIdentifier(text) || isSnakeCase(text)) continue;
      yield {
        span: name.span,
        message: `${what} \`${text}\` is not in snake_case`,
        note: 'it becomes a function or parameter of the Rust stubs, and rustc warns about it',
        help: `rename it, for example to \`${toSnakeCase(text)}\``,
      };
    }
  },
};
