import process from 'node:process';

/** Resolves when the user (Ctrl-C) or the system asks the process to end. */
export function untilInterrupted(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
}
