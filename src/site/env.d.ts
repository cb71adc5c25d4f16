/// <reference types="astro/client" />
/** What `build.ts` hands to the pages: the data of this build. */
declare module 'virtual:idol-registry' {
  export const site: import('./site-data.ts').SiteData;
}
