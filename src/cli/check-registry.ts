import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openRegistry, readAll, verifyRegistry } from '../registry/index.ts';
import { terminalText } from '../text/index.ts';
import { CannotRun, orCannotRun, type Session, type Verdict } from './session.ts';

/** Reads everything that a registry holds, and names each file that is missing or not what it must be. */
export async function checkRegistry(session: Session, place: string): Promise<Verdict> {
  session.progress.show('reading the registry …');
  if (!existsSync(join(place, 'log'))) {
    // That of a site, or one on the web: the first fault ends the reading.
    const registry = orCannotRun(await openRegistry(place));
    const read = await readAll(registry);
    if (!read.ok) session.print(terminalText(read.problem.message));
    else session.inform(`${read.value.history.releases.length} releases: no faults`);
    return read.ok ? 0 : 1;
  }
  const faults = verifyRegistry(place);
  for (const { path, message, isDerived } of faults) {
    session.print(terminalText(`${path}: ${message}${isDerived ? ' (the next publish repairs it)' : ''}`));
  }
  if (faults.length === 0) session.inform('no faults');
  return faults.length > 0 ? 1 : 0;
}

/** A registry is checked alone: what else is said of a tree would go unheard. */
export function refuseWithRegistry(names: readonly string[]): void {
  const [first] = names;
  if (first !== undefined) throw new CannotRun(`\`${first}\` applies to a tree, not to a registry`, 'leave it out');
}
