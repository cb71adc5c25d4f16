/** The first sentence of a text below its headings, as Markdown on one line: what a list shows. */
export function firstSentence(text: string): string {
  const prose = text.replace(/^```.*?^```$/gms, '').replace(/^#.*$/gm, '');
  const paragraph = (prose.trim().split(/\n\s*\n/, 1)[0] as string).slice(0, 1_000).replace(/\s+/g, ' ');
  const end = paragraph.search(/[.!?](?=\s+[A-Z`*_])/);
  return end < 0 ? paragraph : paragraph.slice(0, end + 1);
}
