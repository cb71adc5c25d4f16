/** A name without the mark of a raw identifier. */
export function withoutRawMark(name: string): string {
  return name.startsWith('r#') ? name.slice(2) : name;
}

/** As rustc has it: no capital letter, and single underscores between words; those at the ends do not count. */
export function isSnakeCase(name: string): boolean {
  const inner = name.replace(/^_+|_+$/g, '');
  return inner === inner.toLowerCase() && !inner.includes('__');
}

/** As rustc has it: a capital first, and no underscore but between digits. */
export function isUpperCamelCase(name: string): boolean {
  return !/^[\p{Lowercase}_]/u.test(name) && !/_(?![0-9])|(?<![0-9])_/.test(name);
}

export function toSnakeCase(name: string): string {
  return wordsOf(name).join('_').toLowerCase();
}

export function toKebabCase(name: string): string {
  return wordsOf(name).join('-').toLowerCase();
}

export function toUpperCamelCase(name: string): string {
  return wordsOf(name)
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1).toLowerCase())
    .join('');
}

/** `HTTPServer2Go`, `http_server2Go` … as `HTTP` `Server2` `Go`. */
function wordsOf(name: string): string[] {
  return name
    .replace(/([\p{Ll}\p{N}])(\p{Lu})/gu, '$1_$2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1_$2')
    .split(/_+/)
    .filter((word) => word !== '');
}
