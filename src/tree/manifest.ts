import { posix } from 'node:path';
import type { Diagnostic, FileSet, Result, Source, Span } from '../text/index.ts';
import { imageDiamond } from './checks/image-diamond.ts';
import { imageInherit } from './checks/image-inherit.ts';
import { imageMerge } from './checks/image-merge.ts';
import { manifestSyntax } from './checks/manifest-syntax.ts';
import { pathInTree } from './paths.ts';
import { isTable, type TomlTable, type TomlValue, tomlOf, tomlSpan } from './toml.ts';

/** A manifest under `app/` or `test/` with all that it inherits. */
export interface Manifest {
  readonly path: string;
  /** The merged table. */
  readonly table: TomlTable;
  /** The files that it was merged from, the one that wins last. */
  readonly files: readonly ManifestFile[];
}

export interface ManifestFile {
  readonly source: Source;
  /** What this file says by itself. */
  readonly table: TomlTable;
}

/** Far more than anybody writes; it keeps a hostile chain from using up the stack. */
const MAX_INHERITANCE = 100;

/** Every manifest of images and their fragments, merged: tables merge, arrays append, anything else is replaced. */
export function readManifests(files: FileSet): Result<Manifest[]> {
  const reader = new ManifestReader(files);
  const manifests = files
    .list('', '.toml')
    .filter(isManifestPath)
    .flatMap((path) => reader.read(path, 0) ?? []);
  return { value: manifests, diagnostics: reader.diagnostics };
}

function isManifestPath(path: string): boolean {
  const name = posix.basename(path);
  return /^(app|test)\/.+\.toml$/.test(path) && name !== 'Cargo.toml' && !name.startsWith('.');
}

class ManifestReader {
  readonly diagnostics: Diagnostic[] = [];
  readonly #files: FileSet;
  readonly #done = new Map<string, Manifest | undefined>();
  readonly #inProgress = new Set<string>();

  constructor(files: FileSet) {
    this.#files = files;
  }

  /** Undefined when the file, or one that it needs, cannot be read; a diagnostic says so. */
  read(path: string, depth: number): Manifest | undefined {
    if (!this.#done.has(path)) {
      this.#inProgress.add(path);
      this.#done.set(path, this.#merge(path, depth));
      this.#inProgress.delete(path);
    }
    return this.#done.get(path);
  }

  #merge(path: string, depth: number): Manifest | undefined {
    const source = this.#files.read(path);
    if (!source) return undefined;
    const parsed = this.#files.derived(tomlOf, path);
    if (!parsed) return undefined;
    if (!parsed.ok) {
      this.diagnostics.push(manifestSyntax.found(source, parsed.span, parsed.message));
      return undefined;
    }
    const { inherit, ...own } = parsed.table;
    const file = { source, table: own };
    let merged: Omit<Manifest, 'path'> = { table: {}, files: [] };
    for (const parent of this.#parents(source, inherit)) {
      const inherited = this.#inherit(source, parent, depth);
      if (!inherited) return undefined;
      const twice = inherited.files.find(({ source }) => merged.files.some((other) => other.source === source));
      if (twice) {
        this.diagnostics.push(imageDiamond.found(source, parent.span, twice.source.path));
        return undefined;
      }
      merged = this.#mergeFiles(merged, inherited.table, inherited.files);
    }
    return { path, ...this.#mergeFiles(merged, own, [file]) };
  }

  #parents(source: Source, inherit: TomlValue | undefined): { relative: string; span: Span }[] {
    if (inherit === undefined) return [];
    const list = Array.isArray(inherit) ? inherit : [inherit];
    return list.flatMap((relative) => {
      if (typeof relative === 'string') return [{ relative, span: tomlSpan(source, ['inherit'], relative) }];
      this.diagnostics.push(imageInherit.notAPath(source, tomlSpan(source, ['inherit'])));
      return [];
    });
  }

  #inherit(source: Source, { relative, span }: { relative: string; span: Span }, depth: number): Manifest | undefined {
    const path = pathInTree(posix.dirname(source.path), relative);
    if (path === undefined || !this.#files.has(path)) {
      this.diagnostics.push(imageInherit.noSuchFile(source, span, path ?? relative));
    } else if (this.#inProgress.has(path)) {
      this.diagnostics.push(imageInherit.circle(source, span, path));
    } else if (depth >= MAX_INHERITANCE) {
      this.diagnostics.push(imageInherit.tooDeep(source, span, MAX_INHERITANCE));
    } else {
      return this.read(path, depth + 1);
    }
    return undefined;
  }

  #mergeFiles(base: Omit<Manifest, 'path'>, table: TomlTable, files: readonly ManifestFile[]): Omit<Manifest, 'path'> {
    const mismatches: string[][] = [];
    const merged = mergeTables(base.table, table, [], mismatches);
    for (const path of mismatches) {
      const patching = fileThatSays(files, path);
      const patched = fileThatSays(base.files, path);
      if (patching && patched) this.diagnostics.push(imageMerge.found(patching.source, patched.source, path));
    }
    return { table: merged, files: [...base.files, ...files] };
  }
}

/** The file whose word counts for a path of keys: the last one that has it. With `value`, the last whose list holds it. */
export function fileThatSays(
  files: readonly ManifestFile[],
  path: readonly string[],
  value?: string,
): ManifestFile | undefined {
  return files.findLast(({ table }) => {
    let at: TomlValue | undefined = table;
    for (const key of path) at = isTable(at) && Object.hasOwn(at, key) ? at[key] : undefined;
    return at !== undefined && (value === undefined || mentions(at, value));
  });
}

/** True of the text itself, of a list that has it, and of a list with a table that has it: `[{spi = "spi2"}]`. */
function mentions(value: TomlValue, text: string): boolean {
  if (!Array.isArray(value)) return value === text;
  return value.some((item) => item === text || (isTable(item) && Object.values(item).includes(text)));
}

/** Tables nested deeper than people write them are taken as they are, so that a hostile one cannot use up the stack. */
const MAX_MERGE_DEPTH = 100;

function mergeTables(base: TomlTable, patch: TomlTable, path: readonly string[], mismatches: string[][]): TomlTable {
  const merged: TomlTable = { ...base };
  for (const [key, value] of Object.entries(patch)) {
    const old = Object.hasOwn(base, key) ? base[key] : undefined;
    if (old !== undefined && kindOfValue(old) !== kindOfValue(value)) mismatches.push([...path, key]);
    if (isTable(old) && isTable(value) && path.length < MAX_MERGE_DEPTH) {
      merged[key] = mergeTables(old, value, [...path, key], mismatches);
    } else if (Array.isArray(old) && Array.isArray(value)) {
      merged[key] = [...old, ...value];
    } else {
      merged[key] = value;
    }
  }
  return merged;
}

function kindOfValue(value: TomlValue): 'list' | 'table' | 'value' {
  return Array.isArray(value) ? 'list' : isTable(value) ? 'table' : 'value';
}
