/** Width of a character of a monospaced font, as part of its size. The widest of the fonts that a page may get. */
const CHARACTER = 0.61;

/** Width of a text in pixels, in a monospaced font of that size. */
export function textWidth(text: string, fontSize: number): number {
  return text.length * fontSize * CHARACTER;
}

export function fits(text: string, width: number, fontSize: number): boolean {
  return textWidth(text, fontSize) <= width;
}

/** The text, or its beginning and an ellipsis where it does not fit; empty where nothing fits. */
export function shortened(text: string, width: number, fontSize: number): string {
  if (fits(text, width, fontSize)) return text;
  const room = Math.floor(width / (fontSize * CHARACTER)) - 1;
  return room < 2 ? '' : `${text.slice(0, room)}…`;
}
