import { compareTrees, type InterfaceVersion, type TreeComparison } from '../../src/compare/index.ts';
import { CONFIG_FILE, DEFAULT_CONFIG, readConfig, resultsOf } from '../../src/registry/index.ts';
import { type ExampleFile, filesOf, formatDiagnostic } from '../../src/text/index.ts';
import { type JudgedCause, judgedCauses } from './judged-causes.ts';

/** The two trees of an example on a rule's page, compared. */
export interface ExampleComparison extends TreeComparison {
  readonly before: readonly InterfaceVersion[];
  readonly after: readonly InterfaceVersion[];
  /** Those of all interfaces. */
  readonly causes: readonly JudgedCause[];
}

/**
 * Compares what an example shows: files under `before/` and `after/`, or without either in both trees. For each interface file
 * the API crate around it is supplied, manifest and build script; an example gives `drv/<name>-api/src/lib.rs` where it has types.
 */
export function compareExample(files: readonly ExampleFile[]): ExampleComparison {
  const before = versionsOf(files, 'before/');
  const after = versionsOf(files, 'after/');
  const compared = compareTrees(before, after);
  return { ...compared, before, after, causes: compared.interfaces.flatMap(judgedCauses) };
}

function versionsOf(files: readonly ExampleFile[], side: 'before/' | 'after/'): InterfaceVersion[] {
  const other = side === 'before/' ? 'after/' : 'before/';
  const own = files
    .filter(({ path }) => !path.startsWith(other))
    .map(({ path, text }) => [path.startsWith(side) ? path.slice(side.length) : path, text] as const);
  const tree = { files: filesOf(withCrates(Object.fromEntries(own))), label: side, prefix: '' };
  const source = tree.files.read(CONFIG_FILE);
  const config = source ? readConfig(source).value : DEFAULT_CONFIG;
  const results = resultsOf(tree, { config });
  const { diagnostics } = results.check();
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Error(errors.map((error) => formatDiagnostic(error)).join('\n'));
  return results.versions();
}

function withCrates(files: Readonly<Record<string, string>>): Record<string, string> {
  const result: Record<string, string> = { 'Cargo.toml': '[workspace]\nmembers = ["drv/*"]\n' };
  for (const path of Object.keys(files)) {
    const name = /^idl\/(.+)\.idol$/.exec(path)?.[1];
    if (name === undefined) continue;
    const crate = `drv/${name}-api`;
    result[`${crate}/Cargo.toml`] = `[package]\nname = "drv-${name}-api"\n`;
    result[`${crate}/build.rs`] =
      `fn main() { idol::client::build_client_stub("../../${path}", "client_stub.rs").unwrap(); }\n`;
    result[`${crate}/src/lib.rs`] = '';
  }
  Object.assign(result, files);
  for (const path of Object.keys(result)) {
    if (/^drv\/.*\/src\/lib\.rs$/.test(path)) {
      result[path] += 'use userlib::*;\ninclude!(concat!(env!("OUT_DIR"), "/client_stub.rs"));\n';
    }
  }
  return result;
}
