import type { CheckInfo } from '../../text/index.ts';
import type { Findings } from '../findings.ts';
import type { Field } from '../ron/value.ts';

export const docNotText = {
  id: 'doc-not-text',
  severity: 'warning',
  summary: 'A `doc` or `description` must be a string to be shown.',
} as const satisfies CheckInfo;

export function reportDocNotText(findings: Findings, field: Field): void {
  findings.add(docNotText, field.value.span, `\`${field.name.text}\` is not a string, so it is not shown`, {
    help: `write it as \`${field.name.text}: "…"\``,
  });
}
