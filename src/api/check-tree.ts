import { type CheckReport, makeCheckReport } from '../registry/index.ts';
import { openProject, type TreeOptions } from './open-project.ts';
import { attempt, given, type Outcome } from './outcome.ts';

/**
 * Checks all interfaces of a tree, as `idol-registry check` does, with the severities of the tree's configuration.
 *
 * @param path root of a Hubris tree, or a build archive
 * @returns what `check --format json` prints. Errors in interfaces are in `diagnostics`; a problem means that nothing was checked.
 */
export function checkTree(path: string, options: TreeOptions = {}): Outcome<CheckReport> {
  return attempt(() => {
    const project = openProject(path, options);
    if (!project.ok) return project;
    const { tree, results } = project.value;
    const checked = results.check();
    // A copy, so that a failure of git shows here and not where somebody reads the report.
    return given(structuredClone(makeCheckReport(tree, checked, checked.diagnostics)));
  });
}
