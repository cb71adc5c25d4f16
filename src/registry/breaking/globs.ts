import picomatch from 'picomatch';

/** An interface, by what people call it. */
export interface NamedInterface {
  /** In the file. Absent where the file cannot be read. */
  readonly name?: string;
  /** Paths of the file: where it is, and where it was. */
  readonly paths: readonly string[];
}

/** Whether a glob such as `idl/*-seq.idol` or `Sequencer` names an interface: by one of its paths, or by its name. */
export function matchesInterface(glob: string, { name, paths }: NamedInterface): boolean {
  const matches = picomatch(glob, { dot: true });
  return paths.some((path) => matches(path)) || (name !== undefined && matches(name));
}

/** Whether one of some globs names a thing. A name without any sign of a glob names only itself. */
export function matchesName(globs: readonly string[], name: string): boolean {
  return globs.some((glob) => picomatch(glob, { dot: true })(name));
}
