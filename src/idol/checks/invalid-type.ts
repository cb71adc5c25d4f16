import type { CheckInfo, Span } from '../../text/index.ts';
import type { Findings } from '../findings.ts';

export const invalidType = {
  id: 'invalid-type',
  severity: 'error',
  summary: 'A type string must be a Rust type.',
} as const satisfies CheckInfo;

/** @param problem what the reader of Rust types says of the text at `span` */
export function reportInvalidType(findings: Findings, span: Span, text: string, problem: string): void {
  const shown = text.length > 60 ? `${text.slice(0, 60)}…` : text;
  findings.add(invalidType, span, `${JSON.stringify(shown)} is not a Rust type`, {
    label: problem,
    help: text.trim() === '' ? 'for no value write `"()"`' : 'write a Rust type: `u8`, `[u8; 4]`, `a::B<T>`',
  });
}
