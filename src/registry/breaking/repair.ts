import { Source } from '../../text/index.ts';
import type { Tree } from '../../tree/index.ts';
import { moveToEnd } from './move-to-end.ts';
import { unifiedPatch } from './patch.ts';
import type { BreakingReport, ReportEntry } from './report.ts';

export interface Repairs {
  /** For `git apply`; empty when nothing can be repaired mechanically. */
  readonly patch: string;
  readonly repaired: readonly ReportEntry[];
  /** Breaking changes that an edit by hand has to mend. */
  readonly left: readonly ReportEntry[];
}

/** The edits that keep the breaking changes of a report and break less, as a patch. */
export function repairsOf({ entries }: BreakingReport, { files, prefix }: Tree): Repairs {
  const texts = new Map<string, { before: string; now: string }>();
  const repaired: ReportEntry[] = [];
  const left: ReportEntry[] = [];
  for (const entry of entries) {
    if (entry.status !== 'breaking') continue;
    const place = entry.repair?.place;
    const source = place && files.read(place.path);
    const text = source && (texts.get(place.path) ?? { before: source.text, now: source.text });
    const offset = text && place && offsetOf(text, place);
    const now = text && offset !== undefined ? moveToEnd(text.now, offset) : undefined;
    if (now === undefined || !text || !place) {
      left.push(entry);
    } else {
      texts.set(place.path, { ...text, now });
      repaired.push(entry);
    }
  }
  const patches = [...texts].map(([path, { before, now }]) =>
    unifiedPatch(prefix === '' ? path : `${prefix}/${path}`, before, now),
  );
  return { patch: patches.join(''), repaired, left };
}

/** Where the line of a place is after earlier edits, which move whole lines. A line that is there twice is not found again. */
function offsetOf(
  { before, now }: { before: string; now: string },
  { line, column }: { line: number; column: number },
): number | undefined {
  const old = new Source('', before);
  const words = old.lineText(line);
  const start = `\n${now}`.indexOf(`\n${words}\n`);
  if (start < 0 || `\n${now}`.indexOf(`\n${words}\n`, start + 1) >= 0) return undefined;
  // Columns count characters, offsets UTF-16 units.
  return start + [...words].slice(0, column - 1).join('').length;
}
