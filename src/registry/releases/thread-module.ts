/** The module that a thread of {@link ReleaseThreads} runs; undefined in an executable, which has no files of its own. */
export const THREAD_MODULE: URL | undefined = new URL('./release-thread.ts', import.meta.url);
