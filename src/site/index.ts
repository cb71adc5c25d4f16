export { buildSite, developSite, type SiteOptions, type SiteResult } from './build.ts';
export { baseOfOutput, OutputRefused } from './output-folder.ts';
export { serveFolder } from './serve.ts';
