/**
 * An address for each key, unique also where letter case does not count (some hosts and file systems), in the order given.
 * Only letters, digits, `_`, `.` and `-` remain of its name.
 */
export function slugsOf(keys: Iterable<string>, nameOf = (key: string) => key): Map<string, string> {
  const taken = new Set(['index', '..', '.']);
  const slugs = new Map<string, string>();
  for (const key of keys) {
    const base =
      nameOf(key)
        .replaceAll('::', '.')
        .replace(/[^A-Za-z0-9_.-]+/g, '-')
        .replace(/^[.-]+|[.-]+$/g, '')
        .slice(0, 100) || 'x';
    let slug = base;
    for (let count = 2; taken.has(slug.toLowerCase()); count++) slug = `${base}-${count}`;
    taken.add(slug.toLowerCase());
    slugs.set(key, slug);
  }
  return slugs;
}

/** A heading's text as a fragment: lower case words joined by hyphens. */
export function fragmentOf(text: string): string {
  return (
    text
      .toLowerCase()
      .replace(/[^a-z0-9_]+/g, '-')
      .replace(/^-+|-+$/g, '') || 'section'
  );
}
