import type { CheckInfo, Diagnostic, Fix, Source, Span } from '../text/index.ts';

/** What a finding says beside its place and its message. */
export type Explanation = Pick<Diagnostic, 'label' | 'related' | 'note' | 'help' | 'fix'>;

/** Puts another word in the place of one. */
export function renamed(span: Span, text: string): Fix {
  return { title: `Rename to \`${text}\``, edits: [{ span, text }] };
}

/** A file of which more is wrong than this is not read for its errors any more. */
const MAX_FINDINGS = 1000;

/** The diagnostics of one file, as its readers gather them. */
export class Findings {
  readonly source: Source;
  readonly diagnostics: Diagnostic[] = [];
  #hasErrors = false;

  constructor(source: Source) {
    this.source = source;
  }

  get hasErrors(): boolean {
    return this.#hasErrors;
  }

  add(check: CheckInfo, span: Span, message: string, explanation: Explanation = {}): void {
    if (check.severity === 'error') this.#hasErrors = true;
    if (this.diagnostics.length > MAX_FINDINGS) return;
    const isLast = this.diagnostics.length === MAX_FINDINGS;
    this.diagnostics.push({
      check: check.id,
      severity: check.severity,
      message,
      source: this.source,
      span,
      ...explanation,
      ...(isLast && { note: `this file has more than ${MAX_FINDINGS} findings; the others are not shown` }),
    });
  }
}
