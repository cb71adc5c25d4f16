import type { CheckInfo } from '../../text/index.ts';
import type { Findings } from '../findings.ts';
import type { Name } from '../model.ts';

export const duplicateName = {
  id: 'duplicate-name',
  severity: 'error',
  summary: 'Operations of one interface, and arguments or leases of one operation, must have different names.',
} as const satisfies CheckInfo;

export function reportDuplicateName(
  findings: Findings,
  what: 'operation' | 'argument' | 'lease',
  name: Name,
  first: Name,
): void {
  findings.add(duplicateName, name.span, `${what} \`${name.text}\` is declared twice`, {
    label: 'declared again here',
    related: [{ source: findings.source, span: first.span, message: 'first declared here' }],
    help: 'rename or remove one of them',
  });
}
