/**
 * The public history of Idol's compiler and of `idol-runtime`, which share a repository, oldest first: what can be reached from its main
 * branch, in topological order, by the first seven digits. Source: https://github.com/oxidecomputer/idolatry/commits/main
 */
const HISTORY = `
  a959f64 03847d0 95ae358 26183b8 b145956 105d0ae d769fc1 f36aff1 b042396 f27abca c42ab47 651c075 8c9bd49 47c607d ec1047c 60beca4
  707f042 1f782a4 b2a56e4 fdeb557 0e6e985 ea9c687 6d18e14 2b5b5bb f21f835 a760d46 a3dfa36 7818dbd 558c29a 478f0b6 d1a5ff9 3f892d1
  5c0a159 136bff2 71b0a26 4e12855 add88a5 994077e edda9be 285d928 9b7e930 2de1d71 5b709f3 ecbebc2 7fe480d 82e6592 e10a2ca cf366c0
  7350b8a 4e7bf53 8eb1614 4f32654 4df6bbc 8ebeb37 c438878 cb35a9b 77c6236 f01add5 760fb9e b2f4c9e 16046ab adcd5e1 9c04645 fe16102
  3acae2a c71e6b1 61d6377 9c7a416 bf96dce f239689 86761da c5222fe c6a8bf1 af59770 e246142 52b9331 bf94b8c 094b967 f86afe0 070c4dc
  0efd0eb 25a2f2c 3e061dc b529f7b 52c3758 6bc9555 dcb887e 6c54f3b 7df9c0d b9fb439 0e1f1e9 c453c90 908a524 ae9d559 c3849dc f67fffe
`;

const POSITIONS: ReadonlyMap<string, number> = new Map(
  HISTORY.trim()
    .split(/\s+/)
    .map((revision, position) => [revision, position]),
);

/** A listed revision, as the table of behaviors names it: seven hexadecimal digits. */
export type ListedRevision = string;

/**
 * Where a revision stands in the public history, or undefined when that does not list it.
 * @param revision at least seven hexadecimal digits
 */
export function positionOf(revision: string): number | undefined {
  return POSITIONS.get(revision.slice(0, 7));
}

/** How many revisions the public history has. */
export const LISTED = POSITIONS.size;
