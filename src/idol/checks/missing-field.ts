import type { CheckInfo, Span } from '../../text/index.ts';
import { type Findings, renamed } from '../findings.ts';
import type { Word } from '../ron/value.ts';

export const missingField = {
  id: 'missing-field',
  severity: 'error',
  summary: 'An interface needs `name` and `ops`, an operation `reply`, a lease `type`, a `Result` `ok` and `err`.',
} as const satisfies CheckInfo;

/** @param hint the field as one would write it, and the field that may have been meant to be it */
export function reportMissingField(
  findings: Findings,
  span: Span,
  what: string,
  field: string,
  hint: { readonly example: string; readonly misspelt: Word | undefined },
): void {
  findings.add(missingField, span, `${what} has no \`${field}\``, {
    label: hint.misspelt && `is this meant to be \`${field}\`?`,
    help: hint.misspelt ? `rename \`${hint.misspelt.text}\` to \`${field}\`` : `add \`${hint.example}\``,
    ...(hint.misspelt && { fix: renamed(hint.misspelt.span, field) }),
  });
}
