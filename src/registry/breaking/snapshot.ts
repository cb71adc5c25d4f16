import type { InterfaceVersion } from '../../compare/index.ts';
import type { Firmware, FirmwareTask } from '../../firmware/index.ts';
import type { FileSet } from '../../text/index.ts';
import { firmwareOf, type Image, serversOf } from '../../tree/index.ts';
import { diagnosticEntry } from '../check-report.ts';
import type { DiagnosticEntry } from '../model.ts';
import type { TreeResults } from '../results/tree-results.ts';

/** The interfaces of one source, as a comparison needs them. */
export interface Snapshot {
  /** What people call it: a tag, a folder, an archive. */
  readonly label: string;
  readonly commit?: string | undefined;
  readonly interfaces: readonly InterfaceVersion[];
  /** Files whose meaning is open, with the first error of each. */
  readonly broken: readonly BrokenFile[];
  /** The first error that a check finds in an interface, for which nothing can be built of it. Absent where sources cannot be checked. */
  errorIn?(path: string): BrokenFile['error'] | undefined;
  /** What it was read from, where that is a commit. */
  readonly files?: FileSet;
  /** Images of the source, where it was read from a tree. */
  readonly images?: readonly Image[];
  /** Set when the source is what a build left. */
  readonly firmware?: FirmwareSource;
  /** Set when the source keeps no documentation: then none is compared. */
  readonly withoutDocs?: true;
}

/** A firmware as the source of interfaces; a release that was published of one has no tasks. */
export interface FirmwareSource {
  /** Of the image. */
  readonly name?: string;
  readonly tasks: readonly FirmwareTask[];
  /** The tasks that serve the interface at a path. */
  serversOf(path: string): readonly FirmwareTask[];
}

export interface BrokenFile {
  readonly path: string;
  readonly error: Pick<DiagnosticEntry, 'message' | 'place'>;
}

/** Reads the interfaces of a tree. What checks have to say of them, and what its images are, is found out when somebody asks. */
export function readSnapshot(results: TreeResults, named: SnapshotName = {}): Snapshot {
  const { tree } = results;
  const firmware = firmwareOf(tree.files);
  const read = results.interfaces();
  const byFile = new Map(read.map((one) => [one.path, one]));
  const errorIn = (path: string) => {
    // An error in another file, such as a misspelt operation of a task's callers, leaves the interface as it is.
    const found = byFile.get(path)?.check() ?? [];
    const error = found.find(({ severity, source }) => severity === 'error' && source.path === path);
    return error && diagnosticEntry(error);
  };
  return {
    label: tree.label,
    get commit() {
      return tree.commit;
    },
    ...named,
    interfaces: results.versions(),
    get images() {
      return results.workspace.images;
    },
    ...(firmware && { firmware: firmwareSource(firmware) }),
    broken: read.flatMap((one) => {
      // What was resolved without errors need not be parsed to know it.
      const error = one.schema ? undefined : one.reading.find(({ severity }) => severity === 'error');
      return error ? [{ path: one.path, error: diagnosticEntry(error) }] : [];
    }),
    errorIn,
  };
}

function firmwareSource(firmware: Firmware): FirmwareSource {
  const { name, tasks } = firmware;
  return { ...(name !== undefined && { name }), tasks, serversOf: (path) => serversOf(firmware, path) };
}

/** What a snapshot is called other than its tree. */
type SnapshotName = Partial<Pick<Snapshot, 'label' | 'files'> & { readonly commit: string | undefined }>;
