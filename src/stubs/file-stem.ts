/**
 * The name of a file, without folders and extension, as every file system and address can have it: letters, digits, `_` and `-`, with
 * hyphens for the rest.
 */
export function fileStem(path: string): string {
  const stem = path.slice(path.lastIndexOf('/') + 1).replace(/\.[A-Za-z0-9]+$/, '');
  return stem.replace(/[^A-Za-z0-9_-]+/g, '-').replace(/^-+|-+$/g, '') || 'interface';
}
