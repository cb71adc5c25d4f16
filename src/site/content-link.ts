import { site, url } from './context.ts';

const FOLDERS = ['guide', 'checks', 'reference'] as const;

/** Where a link in our own pages leads. They link to each other by file name: `../checks/bool-nested.md#why`. */
export function contentLink(address: string): string | undefined {
  if (/^(?:https?|mailto):/i.test(address) || address.startsWith('#')) return address;
  const [path = '', fragment] = address.split('#', 2);
  const match = /^(?:(?:\.\.?\/)*(?:(checks|guide|reference)\/)?)([a-z0-9-]+)(?:\.md|\/)?$/.exec(path);
  if (!match) return undefined;
  const slug = match[2] as string;
  const folders = FOLDERS.filter((name) => match[1] === undefined || match[1] === name);
  const folder = folders.find((name) => site[name].some((page) => page.slug === slug));
  return folder && `${url(`${folder}/${slug}/`)}${fragment === undefined ? '' : `#${fragment}`}`;
}
