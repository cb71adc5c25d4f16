/** The module that a worker of {@link ReleaseWorkers} runs; undefined in an executable, which has no files of its own. */
export const WORKER_MODULE: URL | undefined = new URL('./release-worker.ts', import.meta.url);
