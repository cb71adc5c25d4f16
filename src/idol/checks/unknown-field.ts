import { suggest } from '../../text/index.ts';
import type { InterfaceCheck } from '../check.ts';
import { renamed } from '../findings.ts';
import type { Interface, UnknownField } from '../model.ts';

export const unknownField: InterfaceCheck = {
  id: 'unknown-field',
  severity: 'warning',
  summary: 'An unknown field has no effect.',
  *find(iface) {
    for (const { name, known } of unknownFieldsOf(iface)) {
      const meant = suggest(name.text, known);
      yield {
        span: name.span,
        message: `unknown field \`${name.text}\``,
        note: 'the reference compiler ignores it and reports nothing',
        help: meant
          ? `did you mean \`${meant}\`?`
          : `the fields here are ${known.map((field) => `\`${field}\``).join(', ')}`,
        ...(meant && { fix: renamed(name.span, meant) }),
      };
    }
  },
};

function unknownFieldsOf({ unknownFields, operations }: Interface): UnknownField[] {
  return [
    ...unknownFields,
    ...operations.flatMap((operation) => [
      ...operation.unknownFields,
      ...operation.leases.flatMap((lease) => lease.unknownFields),
    ]),
  ];
}
