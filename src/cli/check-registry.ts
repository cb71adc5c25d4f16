import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type RegistryFault, readAll, verifyRegistry } from '../registry/index.ts';
import { jsonText, terminalText } from '../text/index.ts';
import { openNamedRegistry } from './open-registry.ts';
import { type FormatFlags, outputsOf, writeOutputs } from './output-format.ts';
import { CannotRun, type Session, type Verdict } from './session.ts';

/** Reads everything that a registry holds, and names each file that is missing or not what it must be. */
export async function checkRegistry(session: Session, place: string, flags: FormatFlags): Promise<Verdict> {
  const outputs = outputsOf(flags);
  const other = outputs.find(({ format }) => format !== 'text' && format !== 'json');
  if (other) throw new CannotRun(`there is no \`${other.format}\` of a registry`, 'the formats are text and json');
  session.progress.show('reading the registry …');
  const faults = await faultsOf(session, place);
  writeOutputs(session, outputs, (format) =>
    format === 'json' ? jsonText({ faults }) : faults.map(faultText).map(terminalText).join('\n'),
  );
  if (faults.length === 0) session.inform('no faults');
  return faults.length > 0 ? 1 : 0;
}

type Fault = Pick<RegistryFault, 'message'> & Partial<RegistryFault>;

async function faultsOf(session: Session, place: string): Promise<Fault[]> {
  if (existsSync(join(place, 'log'))) return verifyRegistry(place);
  // That of a site, or one on the web: the first fault ends the reading.
  const read = await readAll(await openNamedRegistry(session, place));
  return read.ok ? [] : [{ message: read.problem.message }];
}

function faultText({ path, message, isDerived }: Fault): string {
  return `${path === undefined ? '' : `${path}: `}${message}${isDerived ? ' (the next publish repairs it)' : ''}`;
}

/** A registry is checked alone: what else is said of a tree would go unheard. */
export function refuseWithRegistry(names: readonly string[]): void {
  const [first] = names;
  if (first === undefined) return;
  const message = first.startsWith('--') ? `\`${first}\` applies to a tree` : `\`${first}\` names a tree`;
  throw new CannotRun(`${message}, and \`--registry\` checks a registry alone`, 'leave one of them out');
}
