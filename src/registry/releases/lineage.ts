import type { InterfaceDocument } from '../documents/index.ts';

type HistoryAt = (path: string) => InterfaceDocument | undefined;

/** A version of the file at one path. */
export interface CarriedVersion {
  readonly history: InterfaceDocument;
  readonly version: number;
}

/** The file at one path, then the files that it was before, then those that it became; each once. */
export function lineageOf(history: InterfaceDocument, historyAt: HistoryAt): InterfaceDocument[] {
  const lineage = [history];
  for (const next of ['movedFrom', 'movedTo'] as const) {
    for (let path = history[next]; path !== undefined; ) {
      const found = historyAt(path);
      if (!found || lineage.includes(found)) break;
      lineage.push(found);
      path = found[next];
    }
  }
  return lineage;
}

/** Which version each release carries, under whichever of the paths it has the file; the first of them counts. */
export function carriedVersions(lineage: readonly InterfaceDocument[]): Map<string, CarriedVersion> {
  const carried = new Map<string, CarriedVersion>();
  for (const history of lineage) {
    for (const { number: version, releases } of history.versions) {
      for (const release of releases) if (!carried.has(release)) carried.set(release, { history, version });
    }
  }
  return carried;
}
