import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { programInfo } from '../program/index.ts';
import { CannotRun } from './session.ts';

type Site = typeof import('../site/index.ts');

const PACKAGE = '@idol-registry/site';

/**
 * What makes and serves sites. In the published program it is a package of its own, because it is twenty times as large as the rest:
 * looked for beside this program, then beside the program that was started, then in the working folder.
 *
 * @throws CannotRun with the command that installs it
 */
export async function loadSite(): Promise<Site> {
  const site =
    (await siteBesideProgram()) ?? siteFrom(process.argv[1]) ?? siteFrom(join(process.cwd(), 'package.json'));
  const { version } = programInfo();
  const command = `npm install ${PACKAGE}@${version}`;
  if (site === undefined) throw new CannotRun('the package that makes sites is not installed', `run \`${command}\``);
  if (site.SITE_VERSION !== version) {
    const message = `\`${PACKAGE}\` ${site.SITE_VERSION} does not fit this program, which is ${version}`;
    throw new CannotRun(message, `run \`${command}\``);
  }
  return site;
}

async function siteBesideProgram(): Promise<Site | undefined> {
  try {
    // Packing makes the name of the package of this path.
    return await import('../site/index.ts');
  } catch (error) {
    if (isAbsence(error)) return undefined;
    throw error;
  }
}

function siteFrom(place: string | undefined): Site | undefined {
  if (place === undefined) return undefined;
  try {
    // Of an executable, the place is what was typed to start it.
    return createRequire(resolve(place))(PACKAGE);
  } catch (error) {
    if (isAbsence(error)) return undefined;
    throw error;
  }
}

/** True when the package itself is not there; one of its dependencies that is missing is a fault to be shown. */
function isAbsence(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error)) return false;
  const codes: readonly unknown[] = ['ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND', 'ERR_UNKNOWN_BUILTIN_MODULE'];
  return codes.includes(error.code) && error.message.includes(PACKAGE) && !error.message.includes(`${PACKAGE}/`);
}
