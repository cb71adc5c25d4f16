import { type Absence, DOWNLOADS } from '../registry/index.ts';

const MAX_NAMES = 6;

/** What is not there, as Markdown: "No Rust client". */
export function absenceTitle({ kind, without }: Absence): string {
  if (!without) return `No ${DOWNLOADS[kind]}`;
  const names = without.slice(0, MAX_NAMES).map((name) => `\`${name}\``);
  const rest = without.length - names.length;
  return `${DOWNLOADS[kind]} without ${names.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

/** Why it is not there and what to do, as Markdown: whole sentences. */
export function absenceText({ message, others, note, help }: Absence): string {
  const more = others > 0 ? `, and ${others} more like it` : '';
  return [`${message}${more}`, note, help].flatMap((part) => (part === undefined ? [] : sentence(part))).join(' ');
}

function sentence(text: string): string {
  const begun = `${text[0]?.toUpperCase() ?? ''}${text.slice(1)}`;
  return /[.!?]$/.test(begun) ? begun : `${begun}.`;
}
