import { families } from './published.ts';

/** Releases as runs of each family that leave none out: twenty names in a row are one line. */
export function versionRanges(names: readonly string[]): { first: string; last: string }[] {
  const carried = new Set(names);
  const ranges: { first: string; last: string }[] = [];
  for (const { releases } of families) {
    let isOpen = false;
    for (const name of releases) {
      const range = ranges.at(-1);
      if (!carried.has(name)) isOpen = false;
      else if (isOpen && range) range.last = name;
      else {
        ranges.push({ first: name, last: name });
        isOpen = true;
      }
    }
  }
  return ranges;
}
