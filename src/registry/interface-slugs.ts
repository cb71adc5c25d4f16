/**
 * Addresses of interfaces, by path: the file's name without its extension; where files share one, as many of the folders above as
 * tell them apart. `known` are addresses given earlier, which stay as they are and are given to no other path.
 */
export function interfaceSlugs(
  paths: readonly string[],
  known: ReadonlyMap<string, string> = new Map(),
): Map<string, string> {
  const fresh = paths.filter((path) => !known.has(path));
  const taken = new Set(known.values());
  const slugs = new Map<string, string>();
  for (const path of fresh) {
    const slug = slugAmong(path, fresh, taken);
    taken.add(slug);
    slugs.set(path, slug);
  }
  return new Map(paths.map((path) => [path, known.get(path) ?? slugs.get(path) ?? path]));
}

function slugAmong(path: string, paths: readonly string[], taken: ReadonlySet<string>): string {
  const depth = path.split('/').length;
  for (let words = 1; words < depth; words++) {
    const slug = slugOf(path, words);
    const isOwn = paths.every((other) => other === path || slugOf(other, words) !== slug);
    if (isOwn && !taken.has(slug)) return slug;
  }
  // Only the extension, or a character that an address cannot have, is left to tell them apart.
  const whole = path.replace(/[^A-Za-z0-9_]+/g, '-');
  let slug = whole;
  for (let count = 2; taken.has(slug); count++) slug = `${whole}-${count}`;
  return slug;
}

function slugOf(path: string, words: number): string {
  const withoutExtension = path.replace(/\.[^./]+$/, '');
  return withoutExtension
    .split('/')
    .slice(-words)
    .join('-')
    .replace(/[^A-Za-z0-9_]+/g, '-');
}
