/// <reference types="astro/client" />

/** What `build.ts` and `dev` hand to the pages. */
declare module 'virtual:idol-registry' {
  /** The data of this build. */
  export const readSite: () => import('./site-data.ts').SiteData;
  /** Whether pages are kept, so that what they read must be noted. */
  export const isNoted: boolean;
}
