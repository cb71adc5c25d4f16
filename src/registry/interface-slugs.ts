/**
 * Addresses of interfaces, by path: the file's name without its extension; where files share one, as many of the folders above as
 * tell them apart. An address depends on nothing but the paths.
 */
export function interfaceSlugs(paths: readonly string[]): Map<string, string> {
  return new Map(paths.map((path) => [path, slugAmong(path, paths)]));
}

function slugAmong(path: string, paths: readonly string[]): string {
  const depth = path.split('/').length;
  for (let words = 1; words < depth; words++) {
    const slug = slugOf(path, words);
    if (paths.every((other) => other === path || slugOf(other, words) !== slug)) return slug;
  }
  // Only the extension is left to tell them apart.
  return path.replace(/[^A-Za-z0-9_]+/g, '-');
}

function slugOf(path: string, words: number): string {
  const withoutExtension = path.replace(/\.[^./]+$/, '');
  return withoutExtension
    .split('/')
    .slice(-words)
    .join('-')
    .replace(/[^A-Za-z0-9_]+/g, '-');
}
