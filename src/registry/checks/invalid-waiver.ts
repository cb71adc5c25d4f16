import type { CheckInfo, Diagnostic, Source, Span } from '../../text/index.ts';

const info = {
  id: 'invalid-waiver',
  severity: 'error',
  summary: 'A waiver must name a change by its fingerprint or a pattern, and give a reason.',
} as const satisfies CheckInfo;

export const invalidWaiver = {
  ...info,
  found: (source: Source, span: Span, message: string, help?: string): Diagnostic => ({
    check: info.id,
    severity: info.severity,
    message,
    source,
    span,
    help,
  }),
};
