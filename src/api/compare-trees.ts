import { realpathSync } from 'node:fs';
import type { Level } from '../compare/index.ts';
import {
  type AgainstContext,
  type BreakingReport,
  diagnosticEntry,
  type FailingVerdict,
  type Mode,
  makeBreakingReport,
  openAgainst,
  policyOf,
  readAgainst,
  readSnapshot,
  readWaivers,
  somethingCompared,
  WAIVERS_FILE,
  type Waiver,
} from '../registry/index.ts';
import type { FileSet, Severity } from '../text/index.ts';
import { openProject, type TreeOptions } from './open-project.ts';
import { given, type Outcome, readFailure, withheld } from './outcome.ts';

/** How two versions of a tree are compared. What is left out is as the configuration of the new tree says. */
export interface CompareOptions extends TreeOptions {
  /** Which pairs must work: `backward` old clients with new servers, `forward` new clients with old servers, `full` both. */
  readonly mode?: Mode;
  /** Levels whose changes count as breaking. */
  readonly levels?: readonly Level[];
  /** Verdicts that count as breaking. */
  readonly failOn?: readonly FailingVerdict[];
  /** Severity by rule. */
  readonly severity?: Readonly<Record<string, Severity>>;
  /** Unknown verdicts count as breaking, and warnings are errors. */
  readonly strict?: boolean;
  /** Globs over paths and names of interfaces; without any, all are compared. */
  readonly interfaces?: readonly string[];
  /** Day on which waivers expire, as `2027-01-31`. Default: today in UTC. */
  readonly today?: string;
}

/**
 * Compares two versions of a tree, as `idol-registry breaking` does: a verdict for each operation that differs, with a witness, and
 * the changes that cause it. Waivers in the new tree count. A transitive mode in its configuration does not: only `old` is compared.
 *
 * @param old what `--against` takes: a folder, `git:<revision>` or `merge-base:<branch>` of the new tree's repository, an archive, a lock
 * file, or a release of a registry
 * @param now root of the new tree; `rev` in the options is a revision of it
 * @returns what `breaking --format json` prints; its `result` is `unchanged`, `compatible` or `breaking`. A problem means that nothing
 * was compared.
 */
export async function compareTrees(
  old: string,
  now: string,
  options: CompareOptions = {},
): Promise<Outcome<BreakingReport>> {
  try {
    const project = openProject(now, options);
    if (!project.ok) return project;
    const { folder, tree, config, outside, results } = project.value;
    const waivers = readWaiversOf(project.value.tree);
    if (!waivers.ok) return waivers;
    const context: AgainstContext = {
      folder,
      revision: options.rev,
      config,
      outside,
      engine: results.database.engine,
      near: tree.files,
    };
    const against = readAgainst(old, context);
    if (!against.ok) return against;
    const isRevision = options.rev !== undefined;
    if (against.value.kind === 'folder' && !isRevision && realpathSync(against.value.path) === realpathSync(folder)) {
      return withheld('nothing-to-compare', `\`${old}\` is the tree itself`);
    }
    const after = readSnapshot(results);
    const source = await openAgainst(against.value, context);
    if (!source.ok) return source;
    const report = makeBreakingReport(after, [source.value], {
      policy: policyOf(config.breaking, { ...options, mode: options.mode ?? nonTransitive(config.breaking.mode) }),
      waivers: waivers.value,
      today: options.today ?? new Date().toISOString().slice(0, 10),
      only: options.interfaces,
    });
    const compared = somethingCompared(report, {
      tree,
      isCommit: isRevision,
      after,
      sources: [source.value],
      only: options.interfaces ?? [],
    });
    // A copy, so that a failure of git shows here and not where somebody reads the report.
    return compared.ok ? given(structuredClone(report)) : compared;
  } catch (error) {
    return readFailure(error);
  }
}

function nonTransitive(mode: string): Mode {
  return mode.replace('-transitive', '') as Mode;
}

function readWaiversOf({ files }: { files: FileSet }): Outcome<readonly Waiver[]> {
  const source = files.read(WAIVERS_FILE);
  const { value, diagnostics } = source ? readWaivers(source) : { value: [], diagnostics: [] };
  if (diagnostics.length === 0) return given(value);
  return withheld('invalid-configuration', `\`${WAIVERS_FILE}\` is invalid`, {
    findings: diagnostics.map(diagnosticEntry),
  });
}
