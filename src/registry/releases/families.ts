import semver from 'semver';

/** A name under which something was released: a tag, or a folder of releases. */
export interface ReleaseName {
  readonly name: string;
  /** Product line: `gimlet` of `gimlet-v1.0.3`. A name without a version is its own family. */
  readonly family: string;
  /** Absent when no version can be read from the name: then it is a label. */
  readonly version?: string;
}

export interface Family {
  readonly name: string;
  /** By version, oldest first, a pre-release before its release; labels last, by name. */
  readonly releases: readonly ReleaseName[];
}

/**
 * Sorts names into product lines. A pattern such as `gimlet-v*` has one `*`, where the version stands; a name that no pattern
 * fits is left out. Without patterns the family is what stands before the version.
 */
export function readFamilies(names: readonly string[], patterns?: Readonly<Record<string, string>>): Family[] {
  return familiesOf(names.flatMap((name) => (patterns ? byPattern(name, patterns) : byPrefix(name)) ?? []));
}

/** Product lines by name, and their releases by version. */
export function familiesOf(releases: readonly ReleaseName[]): Family[] {
  const families = new Map<string, ReleaseName[]>();
  for (const { name, family, version } of releases) {
    const release = { name, family, ...(version !== undefined && { version }) };
    families.set(family, [...(families.get(family) ?? []), release]);
  }
  return [...families.keys()].sort().map((name) => ({ name, releases: (families.get(name) ?? []).sort(byVersion) }));
}

function byPattern(name: string, patterns: Readonly<Record<string, string>>): ReleaseName | undefined {
  for (const [family, pattern] of Object.entries(patterns)) {
    const [before = '', after = ''] = pattern.split('*');
    const isLongEnough = name.length > before.length + after.length;
    if (isLongEnough && name.startsWith(before) && name.endsWith(after)) {
      return withVersion(name, family, name.slice(before.length, name.length - after.length));
    }
  }
  return undefined;
}

/** `family-v1.2.3`, `family-1.2`, `v1.2.3`; the version is the last part that can be one. */
function byPrefix(name: string): ReleaseName {
  const match = /^(?:(.+)[-_/])?v?(\d+(?:\.\d+)*(?:-[0-9A-Za-z.-]+)?)$/.exec(name);
  return match?.[2] === undefined ? { name, family: name } : withVersion(name, match[1] ?? 'releases', match[2]);
}

function withVersion(name: string, family: string, text: string): ReleaseName {
  return parseVersion(text) ? { name, family, version: text } : { name, family };
}

/** Also versions of fewer than three parts: `1.0` is `1.0.0`. */
function parseVersion(text: string): semver.SemVer | null {
  const [, core = '', rest = ''] = /^v?(\d+(?:\.\d+)*)(.*)$/.exec(text) ?? [];
  const parts = core.split('.');
  if (core === '' || parts.length > 3) return null;
  return semver.parse([...parts, '0', '0'].slice(0, 3).map(Number).join('.') + rest);
}

function byVersion(a: ReleaseName, b: ReleaseName): number {
  const [x, y] = [a.version, b.version].map((version) => (version === undefined ? null : parseVersion(version)));
  if (x && y) return semver.compare(x, y) || byText(a.name, b.name);
  return x ? -1 : y ? 1 : byText(a.name, b.name);
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
