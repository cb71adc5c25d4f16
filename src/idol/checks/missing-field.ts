import type { CheckInfo, Span } from '../../text/index.ts';
import type { Findings } from '../findings.ts';

export const missingField = {
  id: 'missing-field',
  severity: 'error',
  summary: 'An interface has `name` and `ops`, an operation `reply`, a lease `type`, a `Result` `ok` and `err`.',
} as const satisfies CheckInfo;

/** @param example the field as one would write it */
export function reportMissingField(findings: Findings, span: Span, what: string, field: string, example: string): void {
  findings.add(missingField, span, `${what} has no \`${field}\``, { help: `add \`${example}\`` });
}
