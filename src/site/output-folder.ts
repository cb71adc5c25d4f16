import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import process from 'node:process';
import { z } from 'zod';
import { isRunning, makeFolder, whyNotWritten } from '../registry/index.ts';
import { OUTPUT_MARKER } from '../tree/index.ts';

/** Tells our output from somebody's folder, and what it was made from. */
const MARKER = OUTPUT_MARKER;

const Marker = z.object({ base: z.string(), stamp: z.string(), files: z.string(), pages: z.number().default(0) });

/** Why a folder cannot be written: a sentence for the user. */
export class OutputRefused extends Error {}

/**
 * The number of pages when `out` holds, untouched, what a build with this stamp wrote; else undefined. Removes what killed builds left
 * beside it.
 */
export function pagesOfUpToDate(out: string, stamp: string): number | undefined {
  removeLeftovers(out);
  const marker = readMarker(out);
  return marker?.stamp === stamp && marker.files === listingOf(out) ? marker.pages : undefined;
}

/**
 * Fills a temporary folder beside `out` and puts it in the place of `out` when it is complete: until then, and if the process is
 * killed, `out` is what it was. `fill` gets the folder and another one on the same disk for what is not part of the output. It gives the number of pages. Throws {@link OutputRefused} when
 * `out` is something that no build of ours wrote.
 */
export async function replaceFolder(
  out: string,
  { base, stamp }: { base: string; stamp: string },
  fill: (folder: string, scratch: string) => Promise<number>,
): Promise<number> {
  refuseForeign(out);
  const parent = dirname(out);
  try {
    makeFolder(parent);
  } catch (error) {
    throw new OutputRefused(whyNotWritten(parent, error));
  }
  removeLeftovers(out);
  const building = join(parent, `.${basename(out)}.building-${process.pid}`);
  const [filled, scratch] = ['site', 'scratch'].map((name) => join(building, name)) as [string, string];
  const replaced = join(parent, `.${basename(out)}.replaced-${process.pid}`);
  try {
    try {
      for (const folder of [building, filled, scratch]) mkdirSync(folder);
    } catch (error) {
      throw new OutputRefused(whyNotWritten(out, error));
    }
    const pages = await fill(filled, scratch);
    writeFileSync(join(filled, MARKER), `${JSON.stringify({ base, stamp, files: listingOf(filled), pages })}\n`);
    if (existsSync(out)) renameSync(out, replaced);
    renameSync(filled, out);
    return pages;
  } finally {
    rmSync(building, { recursive: true, force: true });
    if (existsSync(out)) rmSync(replaced, { recursive: true, force: true });
    else if (existsSync(replaced)) renameSync(replaced, out);
  }
}

/** The base path that a built site was made for; undefined when the folder is not an output of ours. */
export function baseOfOutput(folder: string): string | undefined {
  return readMarker(folder)?.base;
}

/** Throws {@link OutputRefused} when `out` exists and is neither empty nor an output of ours. */
export function refuseForeign(out: string): void {
  if (!existsSync(out)) return;
  if (!statSync(out).isDirectory()) throw new OutputRefused(`\`${out}\` is a file, not a folder`);
  if (readdirSync(out).length > 0 && readMarker(out) === undefined) {
    throw new OutputRefused(
      `\`${out}\` was not written by this program (it has no \`${MARKER}\`): remove it or name another folder`,
    );
  }
}

/** Removes the folders of builds that were killed, and puts a site back that such a build had moved aside. */
function removeLeftovers(out: string): void {
  if (!existsSync(dirname(out))) return;
  const prefix = `.${basename(out)}.`;
  for (const name of readdirSync(dirname(out))) {
    const match = name.startsWith(prefix) && /^(building|replaced)-(\d+)$/.exec(name.slice(prefix.length));
    if (!match || isRunning(Number(match[2]))) continue;
    const leftover = join(dirname(out), name);
    if (match[1] === 'replaced' && !existsSync(out)) renameSync(leftover, out);
    else rmSync(leftover, { recursive: true, force: true });
  }
}

function readMarker(out: string): z.infer<typeof Marker> | undefined {
  try {
    return Marker.parse(JSON.parse(readFileSync(join(out, MARKER), 'utf8')));
  } catch {
    return undefined;
  }
}

/** A hash of the names and sizes of all files but the marker. */
function listingOf(folder: string): string {
  const hash = createHash('sha256');
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  for (const path of paths) {
    const name = relative(folder, path).split(sep).join('/');
    if (name !== MARKER) hash.update(`${name}\0${statSync(path).size}\n`);
  }
  return hash.digest('hex');
}
