import { existsSync, mkdirSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import process from 'node:process';

/**
 * Makes a folder, and those above it that do not exist. Throws the system's error.
 * Not `mkdirSync` with `recursive`: on Linux that never returns for a folder below `/proc`.
 */
export function makeFolder(path: string): void {
  const missing: string[] = [];
  let folder = path;
  for (; !existsSync(folder) && dirname(folder) !== folder; folder = dirname(folder)) missing.push(folder);
  for (const next of missing.reverse()) {
    try {
      mkdirSync(next);
    } catch (error) {
      // Another process may have made it in between.
      if (codeOf(error) !== 'EEXIST') throw error;
    }
  }
}

/**
 * Writes a file in one step, so that nobody ever reads half of it, and keeps its mode. Follows links. What is no regular file
 * (`/dev/stderr`, a pipe) is written directly. Throws the system's error.
 */
export function writeWhole(path: string, content: string | Uint8Array): void {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats && !stats.isFile()) {
    writeFileSync(path, content);
    return;
  }
  const target = stats ? realpathSync(path) : path;
  const temporary = `${target}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, content, { flag: 'wx', ...(stats && { mode: stats.mode }) });
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** Whether a process of this machine still runs, also one of another user: what it writes must not be removed. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/** Why the system refused to write a file or folder, as a sentence without a full stop. */
export function whyNotWritten(path: string, error: unknown): string {
  const parent = dirname(path);
  if (codeOf(error) === 'ENOENT' && !existsSync(parent)) return `there is no folder \`${parent}\``;
  const reason = codeOf(error) === 'ENOENT' ? 'the system does not allow files there' : reasonOf(error);
  return `\`${path}\` cannot be written: ${reason}`;
}

/** The reason of a system error in words, such as "permission denied"; the message of any other error. */
export function reasonOf(error: unknown): string {
  const code = codeOf(error);
  const known = code === undefined ? undefined : REASONS[code];
  return known ?? (error instanceof Error ? error.message : String(error));
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EDQUOT: 'the disk quota is used up',
  EEXIST: 'it already exists',
  EISDIR: 'it is a folder',
  ELOOP: 'its links lead in a circle',
  EMFILE: 'too many files are open',
  ENAMETOOLONG: 'its name is too long',
  ENOENT: 'there is no such file or folder',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a part of its path is a file, not a folder',
  ENOTEMPTY: 'the folder is not empty',
  EPERM: 'the operation is not permitted',
  EROFS: 'the file system is read-only',
  ETXTBSY: 'it is a program that is running',
};

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
