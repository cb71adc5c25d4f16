import { diffUrl, historyAt, neighbourUrl, releaseByName } from './published.ts';

/** The page that shows what two releases changed in an interface; undefined when one of them does not have it. */
export function neighbourLink(path: string, before: string, after: string): { href: string; text: string } | undefined {
  const history = historyAt(path);
  const [old, now] = [before, after].map(
    (name) => releaseByName.get(name)?.interfaces.find((one) => one.path === path)?.version,
  );
  if (!history || old === undefined || now === undefined || old === now) return undefined;
  const text = `v${old} and v${now} side by side`;
  if (now === old + 1) return { href: neighbourUrl(history, now), text };
  return { href: `${diffUrl(history)}?from=${old}&to=${now}`, text };
}
