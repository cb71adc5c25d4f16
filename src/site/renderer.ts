import { StaticPaths } from 'astro:static-paths';
import { createApp } from 'astro/app/entrypoint';

/** A file of the site that a page or an endpoint makes. */
export interface SitePath {
  /** Below the base, without a slash at its start: `interfaces/spi/`, `search.json`. */
  readonly address: string;
  /** Path of the file in the site's folder. */
  readonly file: string;
  render(): Promise<Uint8Array>;
}

/** Everything that the site of the data of this build has, in the order of its routes. This module is what a bundle of the pages begins with. */
export async function sitePaths(): Promise<SitePath[]> {
  const app = createApp({ streaming: false });
  const paths = await new StaticPaths(app).getAll();
  const { base } = app.manifest;
  return paths.map(({ pathname, route }) => {
    const isPage = route.type === 'page';
    const name = pathname.replace(/^\/|\/$/g, '');
    const address = isPage && name !== '' ? `${name}/` : name;
    return {
      address,
      file: !isPage ? name : name === '404' ? '404.html' : `${address}index.html`,
      async render() {
        // An endpoint keeps what the pattern of its route ends with.
        const url = new URL(encodeURI(base + (isPage ? address : pathname.replace(/^\//, ''))), 'http://localhost');
        const response = await app.render(new Request(url), { routeData: route });
        if (!response.ok && name !== '404') throw new Error(`the page ${address} has status ${response.status}`);
        return new Uint8Array(await response.arrayBuffer());
      },
    };
  });
}
