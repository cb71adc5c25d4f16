import { type DiagnosticEntry, sha256 } from '../../registry/index.ts';
import { fromRepositoryRoot, type Report } from './report.ts';

/**
 * Gives each finding of a report its fingerprint, in the order of the report. It stays the same when the finding moves to another line,
 * so that services show what is new. Equal findings of a file are told apart by their order.
 */
export function fingerprints(report: Pick<Report, 'prefix'>): (entry: DiagnosticEntry) => string {
  const seen = new Map<string, number>();
  return ({ check, place, message }) => {
    const identity = [check, fromRepositoryRoot(report, place.path), message].join('\0');
    const count = seen.get(identity) ?? 0;
    seen.set(identity, count + 1);
    return sha256(`${identity}\0${count}`);
  };
}
