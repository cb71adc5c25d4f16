import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

// What this program is, as its sources have it. A published package has no sources to ask: `packages/bundle.ts` puts constants in
// the place of this file.

export interface ProgramInfo {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  /** Where its sources and issues are. */
  readonly homepage: string;
}

/** Folder of the package: the one with `package.json`, with a slash at its end. */
export const PACKAGE_ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Name, version and addresses of this program. */
export function programInfo(): ProgramInfo {
  return JSON.parse(readFileSync(join(PACKAGE_ROOT, 'package.json'), 'utf8'));
}

/** Imports at runtime of files of ours: types alone change no result. */
const IMPORT = /(?:^|[\s;}])(?:import|export)\s+(?!type\b)[^'"`;]*?from\s*'(\.[^'$]+)'/g;

/** Versions of the modules of a program. */
export class ModuleVersions {
  readonly #read: (path: string) => string;
  readonly #list: (folder: string) => readonly string[];
  /** Path from the package's folder -> hash of the file, and the files that it imports. */
  readonly #files = new Map<string, { readonly hash: string; readonly imports: readonly string[] }>();
  readonly #versions = new Map<string, string>();

  /**
   * @param read gives the text of a file by its path from the package's folder, with `/`
   * @param list gives the paths of all files below such a folder
   */
  constructor(read: (path: string) => string, list: (folder: string) => readonly string[] = () => []) {
    this.#read = read;
    this.#list = list;
  }

  /**
   * A hash of a module and of everything that it imports: results that it makes are those of other code when this differs. A folder,
   * which ends with `/`, stands for all files in it.
   */
  of(module: string): string {
    const known = this.#versions.get(module);
    if (known !== undefined) return known;
    const found = new Set(module.endsWith('/') ? this.#list(module) : [module]);
    for (const path of found) for (const imported of this.#file(path).imports) found.add(imported);
    const hash = createHash('sha256').update(this.#read('package.json'));
    for (const path of [...found].sort()) hash.update(`${path} ${this.#file(path).hash}\n`);
    const version = hash.digest('hex');
    this.#versions.set(module, version);
    return version;
  }

  #file(path: string) {
    const known = this.#files.get(path);
    if (known) return known;
    const text = this.#read(path);
    const imports = [...text.matchAll(IMPORT)].map(([, specifier = '']) => posix.join(posix.dirname(path), specifier));
    const file = { hash: createHash('sha256').update(text).digest('hex'), imports };
    this.#files.set(path, file);
    return file;
  }
}

const versions = new ModuleVersions((path) => readFileSync(join(PACKAGE_ROOT, path), 'utf8'), filesBelow);

function filesBelow(folder: string): string[] {
  return readdirSync(join(PACKAGE_ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(PACKAGE_ROOT, join(entry.parentPath, entry.name)).split(sep).join('/'));
}

/**
 * The version of a module of this program.
 * @param module path from the package's folder, with `/`; one that ends with it stands for all files of a folder
 */
export function moduleVersion(module: string): string {
  return versions.of(module);
}

/** The versions of all modules whose results are kept, for a package that has no sources. */
export function moduleVersions(): Readonly<Record<string, string>> {
  const sources = readdirSync(join(PACKAGE_ROOT, 'src'), { recursive: true, encoding: 'utf8' });
  const modules = sources
    .filter((path) => path.endsWith('.ts'))
    .flatMap((path) => [
      ...readFileSync(join(PACKAGE_ROOT, 'src', path), 'utf8').matchAll(/\bmodule(?: =|:) '(src\/[^']+)'/g),
    ])
    .map(([, module = '']) => module);
  return Object.fromEntries([...new Set(modules)].sort().map((module) => [module, moduleVersion(module)]));
}
