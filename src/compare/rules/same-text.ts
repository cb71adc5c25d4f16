/** Whether two texts say the same, wherever their lines break. */
export function isSameText(a: string | undefined, b: string | undefined): boolean {
  if (a === b) return true;
  const words = (text: string | undefined) => text?.split(/\s+/).filter(Boolean).join(' ') ?? '';
  return words(a) === words(b);
}
