/**
 * Which releases have an interface, and which numbers its operations have there: what the release picker loads.
 * Tuples, since a long history has many of them.
 */
export interface ReleaseIndex {
  /** Product lines; of each its releases, the newest first, with the position of the version that it carries. */
  readonly lines: readonly (readonly [name: string, releases: readonly (readonly [name: string, version: number])[]])[];
  readonly versions: readonly (readonly [name: string, href: string, numbers: Readonly<Record<string, number>>])[];
  /** Names of operations that were renamed: before and after. */
  readonly renames: readonly (readonly [from: string, to: string])[];
}

/** A release as the picker offers it. */
export interface PickedRelease {
  readonly name: string;
  /** Product line. */
  readonly line: string;
  /** Name of the version, such as `v3`. */
  readonly version: string;
  /** Address of the version's page, without fragment. */
  readonly href: string;
  /** Of the operation that is asked for; undefined where the release does not have it. */
  readonly operation?: { readonly name: string; readonly number: number };
  /** What the release has that the one before it in its line does not: the operation, another number, another version. */
  readonly change?: 'first' | 'changed';
}

/** All releases by product line, the newest first. `names` are those that the operation ever had. */
export function pickedReleases(index: ReleaseIndex, names: readonly string[]): PickedRelease[] {
  return index.lines.flatMap(([line, releases]) => {
    const picked = releases.map(([name, position]): PickedRelease => {
      const [version, href, numbers] = index.versions[position] ?? ['', '', {}];
      const found = names.find((one) => numbers[one] !== undefined);
      const operation = found === undefined ? undefined : { name: found, number: numbers[found] as number };
      return { name, line, version, href, ...(operation && { operation }) };
    });
    return picked.map((release, at) => {
      const change = changeSince(picked[at + 1], release, names.length > 0);
      return change ? { ...release, change } : release;
    });
  });
}

function changeSince(
  before: PickedRelease | undefined,
  now: PickedRelease,
  ofOperation: boolean,
): PickedRelease['change'] {
  if (!ofOperation) return before && before.version !== now.version ? 'changed' : undefined;
  if (!now.operation) return undefined;
  if (!before?.operation) return 'first';
  return before.operation.number === now.operation.number ? undefined : 'changed';
}

/** The release of the same line nearest to one that lacks the operation, the newer of two; else any that has it. */
export function nearestWith(releases: readonly PickedRelease[], missing: PickedRelease): PickedRelease | undefined {
  const line = releases.filter(({ line }) => line === missing.line);
  const at = line.indexOf(missing);
  const distance = (release: PickedRelease) => Math.abs(line.indexOf(release) - at);
  const nearest = line.filter(({ operation }) => operation).toSorted((a, b) => distance(a) - distance(b))[0];
  return nearest ?? releases.find(({ operation }) => operation);
}
