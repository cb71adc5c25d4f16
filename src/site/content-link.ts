import { site, url } from './context.ts';

/** Where a link in our own pages leads. They link to each other by file name: `../checks/bool-nested.md#why`. */
export function contentLink(address: string): string | undefined {
  if (/^(?:https?|mailto):/i.test(address) || address.startsWith('#')) return address;
  const [path = '', fragment] = address.split('#', 2);
  const match = /^(?:(?:\.\.?\/)*(?:(checks|guide)\/)?)([a-z0-9-]+)(?:\.md|\/)?$/.exec(path);
  if (!match) return undefined;
  const slug = match[2] as string;
  const folders = match[1] === undefined ? (['guide', 'checks'] as const) : [match[1] as 'guide' | 'checks'];
  const folder = folders.find((name) => site[name].some((page) => page.slug === slug));
  return folder && `${url(`${folder}/${slug}/`)}${fragment === undefined ? '' : `#${fragment}`}`;
}
