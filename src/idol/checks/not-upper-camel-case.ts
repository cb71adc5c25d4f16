import { isIdentifier } from '../../rust/index.ts';
import type { InterfaceCheck } from '../check.ts';
import { isUpperCamelCase, toUpperCamelCase, withoutRawMark } from '../name-case.ts';

export const notUpperCamelCase: InterfaceCheck = {
  id: 'not-upper-camel-case',
  severity: 'warning',
  summary: 'An interface should have an UpperCamelCase name.',
  *find({ name }) {
    const text = withoutRawMark(name.text);
    if (!isIdentifier(text) || isUpperCamelCase(text)) return;
    yield {
      span: name.span,
      message: `interface \`${text}\` is not in UpperCamelCase`,
      note: 'it becomes part of type names in the Rust stubs, and rustc warns about them',
      help: `rename it, for example to \`${toUpperCamelCase(text)}\``,
    };
  },
};
