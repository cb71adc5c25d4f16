import { StaticPaths } from 'astro:static-paths';
import { createApp } from 'astro/app/entrypoint';
import { allApart, COMMIT, treeCommit } from './tracked.ts';

// All modules of pages are loaded before there is any data: one that read some when it is loaded would fail here.
import.meta.glob('./pages/**/*.{astro,ts}', { eager: true });

/** A file of the site that a page or an endpoint makes. */
export interface SitePath {
  /** Path of the file in the site's folder. */
  readonly file: string;
  render(): Promise<Uint8Array>;
}

/**
 * Every page and endpoint that the site has for the data of this build, in the order of its routes. Of several for one file, the first
 * counts. This module is what the bundle of the pages begins with. One page is rendered at a time.
 */
export async function sitePaths(): Promise<SitePath[]> {
  const app = createApp({ streaming: false });
  const paths = await allApart(() => new StaticPaths(app).getAll());
  const { base } = app.manifest;
  const byFile = new Map<string, SitePath>();
  for (const { pathname, route } of paths) {
    const isPage = route.type === 'page';
    const name = pathname.replace(/^\/|\/$/g, '');
    const address = isPage && name !== '' ? `${name}/` : name;
    const file = !isPage ? name : name === '404' ? '404.html' : `${address}index.html`;
    if (byFile.has(file)) continue;
    // An endpoint keeps what the pattern of its route ends with.
    const url = new URL(encodeURI(base + (isPage ? address : pathname.replace(/^\//, ''))), 'http://localhost');
    byFile.set(file, {
      file,
      async render() {
        const response = await app.render(new Request(url), { routeData: route });
        // Astro answers with a page that says so when a page throws.
        if (!response.ok && name !== '404') throw new Error(`${file} has status ${response.status}`);
        return withCommit(Buffer.from(await response.arrayBuffer()));
      },
    });
  }
  return [...byFile.values()];
}

const SHORT = 12;

/** Puts the commit of this build where pages have what stands for it. */
function withCommit(page: Buffer): Uint8Array {
  const commit = treeCommit();
  if (commit === undefined || !page.includes(COMMIT.slice(0, SHORT))) return page;
  const text = page.toString('utf8').replaceAll(COMMIT, commit);
  return Buffer.from(text.replaceAll(COMMIT.slice(0, SHORT), commit.slice(0, SHORT)));
}
