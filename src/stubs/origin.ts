/** What a stub was made from. Its header says so, which is all it says about where it comes from. */
export interface StubOrigin {
  /** Name and version of this program: `idol-registry 0.1.0`. */
  readonly generator: string;
  /** What the registry knows this version of the interface by: the hash of its schema. */
  readonly version?: string;
}

const MARK = '@generated, do not edit.';

/** The end of a stub's first line: which program made it, and from what file. */
export function madeBy({ generator }: StubOrigin, path: string): string {
  return `Made by ${generator} from ${path.replaceAll(/\s+/g, ' ')}: ${MARK}`;
}

/** Whether a file begins as every stub does. */
export function isStub(text: string): boolean {
  const end = text.indexOf('\n');
  return /^\/\/ .*Made by \S+ .* from /.test(text) && text.slice(0, end).endsWith(MARK);
}
