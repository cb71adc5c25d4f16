import { programInfo } from '../program/index.ts';

export {
  buildSite,
  developSite,
  type PublishedDocuments,
  prepareSite,
  type SiteOptions,
  type SiteResult,
} from './build.ts';
export { baseOfOutput, OutputRefused } from './output-folder.ts';
export { serveFolder } from './serve.ts';

/** Version of this package: the program that loads it has the same. */
export const SITE_VERSION: string = programInfo().version;
