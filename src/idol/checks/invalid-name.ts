import { isIdentifier } from '../../rust/index.ts';
import type { CheckInfo, Span } from '../../text/index.ts';
import type { Findings } from '../findings.ts';
import { toUpperCamelCase } from '../name-case.ts';

const MAX_SHOWN = 60;
const RULE = 'write a letter or `_`, then letters, digits and `_`; `_` alone is not a name';

export const invalidName = {
  id: 'invalid-name',
  severity: 'error',
  summary: 'A name must be one Rust identifier.',
} as const satisfies CheckInfo;

export function reportInvalidName(findings: Findings, span: Span, what: string, text: string): void {
  findings.add(invalidName, span, `${what} name ${JSON.stringify(shorten(text))} is not a Rust identifier`, {
    note: 'the generated stubs use it as the name of a function, type, argument or constant',
    help: remedy(what, text),
  });
}

function remedy(what: string, text: string): string {
  if (text.startsWith('r#')) return 'choose a word that is not a Rust keyword; a raw identifier is not allowed here';
  if (text === '') return 'give it a name of letters, digits and `_`';
  if (/^[A-Za-z_]+$/.test(text) && text !== '_') return `\`${text}\` is a Rust keyword; choose another word`;
  if (text.length > MAX_SHOWN) return RULE;
  const joined = text.trim().replace(/[^\p{XID_Continue}]+/gu, '_');
  const identifier = what === 'interface' ? toUpperCamelCase(joined) : joined;
  if (identifier !== text && /[^_]/.test(identifier) && isIdentifier(identifier)) {
    return `rename it, for example to \`${identifier}\``;
  }
  return RULE;
}

function shorten(text: string): string {
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
}
