import type { Command } from 'commander';
import { openRegistry, type PublishedRegistry, type Redirects } from '../registry/index.ts';
import { orCannotRun, type Session } from './session.ts';

/** Adds `--follow-redirects`: every command that reads a registry takes it. */
export function addRedirectsOption(command: Command): Command {
  return command.option('--follow-redirects', 'a registry on the web may lead to another host');
}

/** Where a registry on the web may send this run on to. */
export function redirectsOf({ options }: Session): Redirects {
  return options.followRedirects ? 'any-host' : 'same-host';
}

/** The registry at a place that the command line names, or the end of the run with the reason. */
export async function openNamedRegistry(session: Session, place: string): Promise<PublishedRegistry> {
  return orCannotRun(await openRegistry(place, redirectsOf(session)));
}
