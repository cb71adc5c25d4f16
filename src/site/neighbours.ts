import { carriedVersions, lineageOf } from '../registry/index.ts';
import { diffUrl, historyAt, neighbourUrl, versionKey, versionLabel } from './published.ts';

/** The page that shows what two releases changed in an interface; undefined when one of them does not have it. */
export function neighbourLink(
  path: string,
  oldRelease: string,
  newRelease: string,
): { href: string; text: string } | undefined {
  const history = historyAt(path);
  if (!history) return undefined;
  const carried = carriedVersions(lineageOf(history, historyAt));
  const [old, now] = [carried.get(oldRelease), carried.get(newRelease)];
  if (!old || !now || (old.history === now.history && old.version === now.version)) return undefined;
  const text = `${versionLabel(history, old)} and ${versionLabel(history, now)} side by side`;
  const isNext = old.history === history && now.history === history && now.version === old.version + 1;
  if (isNext) return { href: neighbourUrl(history, now.version), text };
  return { href: `${diffUrl(history)}?from=${versionKey(history, old)}&to=${versionKey(history, now)}`, text };
}
