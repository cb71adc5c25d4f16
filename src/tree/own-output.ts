/** What `build` leaves in the folder of a site. */
export const OUTPUT_MARKER = '.idol-registry.json';

/** Names under which `build` makes and keeps a site for a moment: a killed run leaves them. */
const SCRATCH = /^\..+\.(?:building|replaced)-\d+$/;

/**
 * True of a folder that this program wrote: a site, or a registry. What lies there was a source once, and is none now.
 * @param name of the folder
 * @param has whether something with that name lies in it
 */
export function isOwnOutput(name: string, has: (entry: string) => boolean): boolean {
  if (SCRATCH.test(name) || has(OUTPUT_MARKER)) return true;
  // Git keeps no empty folder: a registry that is committed has no `.partial`, but what readers use.
  return has('log') && (has('.partial') || (has('index.json') && has('schema.json')));
}

/** Paths without those in folders that this program wrote, for trees whose folders are not walked. */
export function withoutOwnOutput(paths: readonly string[]): string[] {
  const entries = new Set<string>();
  for (const path of paths) {
    for (let end = path.length; end > 0; end = path.lastIndexOf('/', end - 1)) {
      if (entries.has(path.slice(0, end))) break;
      entries.add(path.slice(0, end));
    }
  }
  const written = new Map<string, boolean>();
  const isWritten = (folder: string): boolean => {
    if (folder === '') return false;
    const known = written.get(folder);
    if (known !== undefined) return known;
    const slash = folder.lastIndexOf('/');
    const answer =
      isWritten(folder.slice(0, Math.max(0, slash))) ||
      isOwnOutput(folder.slice(slash + 1), (entry) => entries.has(`${folder}/${entry}`));
    written.set(folder, answer);
    return answer;
  };
  return paths.filter((path) => !isWritten(path.slice(0, Math.max(0, path.lastIndexOf('/')))));
}
