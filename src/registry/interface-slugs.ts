/** Addresses of interfaces and of message contracts, by path. An interface keeps its address, whatever contracts are called. */
export function slugsOfTree(
  interfaces: readonly string[],
  contracts: readonly string[],
  known: ReadonlyMap<string, string> = new Map(),
): Map<string, string> {
  const ofFiles = interfaceSlugs(interfaces, known);
  return new Map([...ofFiles, ...interfaceSlugs(contracts, new Map([...known, ...ofFiles]))]);
}

/**
 * Addresses of interfaces, by path: the file's name without its extension; where files share one, as many of the folders above as
 * tell them apart, whatever the case of letters: some hosts and file systems do not know it. `known` are addresses given earlier,
 * which stay as they are and are given to no other path.
 */
export function interfaceSlugs(
  paths: readonly string[],
  known: ReadonlyMap<string, string> = new Map(),
): Map<string, string> {
  const fresh = paths.filter((path) => !known.has(path));
  const taken = new Set([...known.values()].map((slug) => slug.toLowerCase()));
  const slugs = new Map<string, string>();
  for (const path of fresh) {
    const slug = slugAmong(path, fresh, taken);
    taken.add(slug.toLowerCase());
    slugs.set(path, slug);
  }
  return new Map(paths.map((path) => [path, known.get(path) ?? slugs.get(path) ?? path]));
}

function slugAmong(path: string, paths: readonly string[], taken: ReadonlySet<string>): string {
  const depth = path.split('/').length;
  for (let words = 1; words < depth; words++) {
    const slug = slugOf(path, words);
    const isOwn = paths.every((other) => other === path || slugOf(other, words).toLowerCase() !== slug.toLowerCase());
    if (slug !== '' && isOwn && !taken.has(slug.toLowerCase())) return slug;
  }
  // Only the extension, or a character that an address cannot have, is left to tell them apart.
  const whole = addressOf(path) || 'interface';
  let slug = whole;
  for (let count = 2; taken.has(slug.toLowerCase()); count++) slug = `${whole}-${count}`;
  return slug;
}

function slugOf(path: string, words: number): string {
  const withoutExtension = path.replace(/\.[^./]+$/, '');
  return addressOf(withoutExtension.split('/').slice(-words).join('-'));
}

/** What an address can have of a text: letters, digits and `_`, with hyphens for the rest. */
function addressOf(text: string): string {
  return text.replace(/[^A-Za-z0-9_]+/g, '-').replace(/^-+|-+$/g, '');
}
