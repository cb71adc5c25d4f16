import type { InterfaceCheck } from '../check.ts';

export const ssmarshalOperation: InterfaceCheck = {
  id: 'ssmarshal-operation',
  severity: 'note',
  summary: 'A new operation should be encoded with Hubpack rather than Ssmarshal.',
  *find({ operations }, { earlier }) {
    const old = new Set(earlier?.operations.map((operation) => operation.name.text));
    for (const { name, encoding, encodingSpan } of operations) {
      if (encoding !== 'Ssmarshal' || old.has(name.text)) continue;
      yield {
        span: encodingSpan ?? name.span,
        message: `\`${name.text}\` is encoded with Ssmarshal`,
        note: 'Hubpack checks its types when the stub is compiled; Ssmarshal fails when a value is sent',
        help: 'write `encoding: Hubpack` for a new operation; a change breaks the clients of an existing one',
      };
    }
  },
};
