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
        note: 'Ssmarshal has rules for its types that nothing checks; those of Hubpack are checked when the stub is compiled',
        help: 'for a new operation write `encoding: Hubpack`; changing an existing one breaks its callers',
      };
    }
  },
};
