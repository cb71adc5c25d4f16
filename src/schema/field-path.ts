/** The path of a field inside what has this path: `mode.speed`, `pair.0`; the field's name alone where the whole has none. */
export function fieldPath(path: string, name: string): string {
  if (/^\d/.test(name)) return `${path}.${name}`;
  return path === '' ? name : `${path}.${name}`;
}
