import type { Source, Span } from './source.ts';

/** How much a finding weighs. `error` makes a run fail, `off` is for configuration alone. */
export type Severity = 'error' | 'warning' | 'note' | 'off';

/** What every check says of itself, whatever stage it belongs to. The page is `content/checks/<id>.md`. */
export interface CheckInfo {
  /** Stable and kebab-case: configuration, waivers and links name a check by it. */
  readonly id: string;
  /** Severity unless the tree's configuration changes it. */
  readonly severity: Severity;
  /** One sentence, as a list of checks shows it. */
  readonly summary: string;
}

/** A second place that helps to understand a diagnostic, such as the first of two equal names. */
export interface Label {
  readonly source: Source;
  readonly span: Span;
  readonly message: string;
}

/** An edit of the file with the diagnostic that does what its help says, without a decision that only a person can take. */
export interface Fix {
  /** Imperative: "Rename to `idempotent`". */
  readonly title: string;
  readonly edits: readonly { readonly span: Span; readonly text: string }[];
}

/** Something wrong in the input, as a value. Bad input never throws; a throw is a defect of this program. */
export interface Diagnostic {
  /** Id of the check that made it. */
  readonly check: string;
  readonly severity: Severity;
  /** What is wrong: one sentence without a full stop, names in backquotes. */
  readonly message: string;
  readonly source: Source;
  readonly span: Span;
  /** What the marked place is, printed beside the carets. */
  readonly label?: string;
  readonly related?: readonly Label[];
  /** Why it is wrong, where the message alone does not say. */
  readonly note?: string;
  /** What to do about it. */
  readonly help?: string;
  readonly fix?: Fix;
}

/** A stage's answer: what it could make of the input, and everything that was wrong with it. */
export interface Result<T> {
  readonly value: T;
  readonly diagnostics: readonly Diagnostic[];
}

/** Diagnostics in reading order: by path, then place, then check. Independent of the locale. */
export function sortDiagnostics(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  return [...diagnostics].sort(
    (a, b) =>
      byText(a.source.path, b.source.path) ||
      a.span.start - b.span.start ||
      a.span.end - b.span.end ||
      byText(a.check, b.check) ||
      byText(a.message, b.message),
  );
}
