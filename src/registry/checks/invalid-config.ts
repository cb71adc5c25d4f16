import type { CheckInfo, Diagnostic, Source, Span } from '../../text/index.ts';

const info = {
  id: 'invalid-config',
  severity: 'error',
  summary: 'The configuration must be JSON with known settings and valid values.',
} as const satisfies CheckInfo;

export const invalidConfig = {
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
