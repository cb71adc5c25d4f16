import type { Meetings, Registry } from '../registry/index.ts';

/** Everything that the pages are made of: plain JSON, written once per build and read by Astro's virtual module. */
export interface SiteData {
  registry: Registry;
  /** Path of the site on its host, with a slash at both ends. */
  base: string;
  /** Set by `dev`: Vite's own scripts, which change pages while one works on them, need what the policy of built pages forbids. */
  live?: true;
  /** Scheme and host, where they are known. */
  origin?: string;
  /** Folder of the documents that describe the releases; absent when nothing was released. */
  published?: string;
  /** What clients and servers of two versions meet in each other; absent when nothing was released. */
  meetings?: Meetings;
  /** Pages of `content/checks/`: one per check or compatibility rule, by id. */
  checks: ContentPage[];
  /** Pages of `content/guide/`, in reading order. */
  guide: ContentPage[];
  /** Pages of `content/reference/`: one for each entry point of the package. */
  reference: ContentPage[];
}

/** A page that people wrote, as Markdown without its title. */
export interface ContentPage {
  /** File name without `.md`: the page's address. */
  slug: string;
  title: string;
  markdown: string;
  /** SVG of the pictures that it shows, by file name. */
  pictures: Readonly<Record<string, string>>;
}
