import type { CheckInfo, Diagnostic, Source, Span } from '../../text/index.ts';

/** A diagnostic of a check, with the default severity of the check. */
export function finding(
  check: CheckInfo,
  source: Source,
  span: Span,
  message: string,
  explanation: Pick<Diagnostic, 'label' | 'related' | 'note' | 'help'> = {},
): Diagnostic {
  return { check: check.id, severity: check.severity, message, source, span, ...explanation };
}
