import type { CheckInfo, Diagnostic, Source, Span } from '../text/index.ts';

/** What a finding says beside its place and its message. */
export type Explanation = Pick<Diagnostic, 'label' | 'related' | 'note' | 'help'>;

/** The diagnostics of one file, as its readers gather them. */
export class Findings {
  readonly source: Source;
  readonly diagnostics: Diagnostic[] = [];

  constructor(source: Source) {
    this.source = source;
  }

  add(check: CheckInfo, span: Span, message: string, explanation: Explanation = {}): void {
    this.diagnostics.push({
      check: check.id,
      severity: check.severity,
      message,
      source: this.source,
      span,
      ...explanation,
    });
  }
}
