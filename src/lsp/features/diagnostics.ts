import { DiagnosticSeverity } from 'vscode-languageserver/node';
import type { Diagnostic, Severity } from '../../text/index.ts';
import { pageOf } from '../check-pages.ts';
import { rangeOf } from '../position.ts';
import type { Placed } from '../publisher.ts';
import type { Subject } from '../subject.ts';

/** Who a message comes from, as an editor shows it beside the id of the check. */
export const SOURCE_NAME = 'idol-registry';

const SEVERITIES: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  note: DiagnosticSeverity.Information,
  off: DiagnosticSeverity.Hint,
};

/** A finding as an editor shows it: with its reasons, related places, and a link to the page of its check. */
export function placedDiagnostic(
  { check, severity, message, source, span, note, help, related = [] }: Diagnostic,
  { state, uriOf }: Pick<Subject, 'state' | 'uriOf'>,
): Placed {
  const shown: Placed['shown'] = {
    severity: SEVERITIES[severity],
    code: check,
    codeDescription: { href: pageOf(check, state.config) },
    source: SOURCE_NAME,
    message: [message, ...(note ? [note] : []), ...(help ? [`help: ${help}`] : [])].join('\n'),
    relatedInformation: related.map((other) => ({
      location: { uri: uriOf(other.source.path), range: rangeOf(other.source, other.span) },
      message: other.message,
    })),
  };
  return { shown, source, span };
}
