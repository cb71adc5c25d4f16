/** The module that bundles the pages in a process of its own. */
export const BUNDLE_WORKER: URL = new URL('./bundle-worker.ts', import.meta.url);
