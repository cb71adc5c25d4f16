import type { CheckInfo } from '../../text/index.ts';
import type { Findings } from '../findings.ts';
import type { Word } from '../ron/value.ts';

export const duplicateField = {
  id: 'duplicate-field',
  severity: 'error',
  summary: 'A field may be given only once.',
} as const satisfies CheckInfo;

export function reportDuplicateField(findings: Findings, field: Word, first: Word): void {
  findings.add(duplicateField, field.span, `field \`${field.text}\` is given twice`, {
    label: 'given again here',
    related: [{ source: findings.source, span: first.span, message: 'first given here' }],
    help: 'remove one of them',
  });
}
