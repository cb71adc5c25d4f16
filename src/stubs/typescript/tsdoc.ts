/** A documentation comment: paragraphs with an empty line between them, each of one or more lines. Nothing when there is none. */
export function tsdoc(paragraphs: readonly (string | undefined)[], indent = ''): string[] {
  const lines: string[] = [];
  for (const paragraph of paragraphs) {
    if (paragraph === undefined || paragraph.trim() === '') continue;
    if (lines.length > 0) lines.push('');
    lines.push(...harmless(paragraph.trim()).split(/\r\n|\n|\r/));
  }
  if (lines.length === 0) return [];
  if (lines.length === 1) return [`${indent}/** ${lines[0]} */`];
  return [`${indent}/**`, ...lines.map((line) => `${indent} * ${line}`.trimEnd()), `${indent} */`];
}

/** Text of an interface, which must not end the comment that it stands in. */
function harmless(text: string): string {
  return text.replaceAll('*/', '*\\/');
}
