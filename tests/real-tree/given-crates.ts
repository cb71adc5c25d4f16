import process from 'node:process';

/** `HUBRIS_CRATES` is a list `name=path,name=path` of crates from outside the tree. */
export const givenCrates: ReadonlyMap<string, string> = new Map(
  (process.env.HUBRIS_CRATES ?? '')
    .split(',')
    .filter((entry) => entry !== '')
    .map((entry) => entry.split('=') as [string, string]),
);
