import { reasonOf } from '../registry/index.ts';
import { formatDiagnostic, type Paint, terminalText } from '../text/index.ts';
import { ReadFailure } from '../tree/index.ts';
import { CannotRun, type Session } from './session.ts';

/** Why a run ended, for people, with what to do; undefined for a defect of this program. */
export function problemText(error: unknown, paint: Paint): string | undefined {
  const isOurs = error instanceof CannotRun || error instanceof ReadFailure;
  if (!isOurs && !isSystemError(error)) return undefined;
  const frames = error instanceof CannotRun ? error.diagnostics.map((one) => `${formatDiagnostic(one, paint)}\n`) : [];
  const message = isOurs ? error.message : systemMessage(error, reasonOf(error));
  const help = isOurs ? error.help : undefined;
  return [
    ...frames,
    `${paint.severity('error', 'error')}${paint.strong(`: ${terminalText(message)}`)}`,
    ...(help ? [`  ${paint.gutter('=')} ${paint.strong('help:')} ${terminalText(help)}`] : []),
  ].join('\n');
}

function systemMessage(error: NodeJS.ErrnoException, reason: string): string {
  return error.path === undefined || reason === error.message ? reason : `\`${error.path}\`: ${reason}`;
}

/** True when the system said no about a file, folder or port: a full disk, a missing permission. That is the machine's answer, and no defect. */
function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error && 'code' in error;
}

/** Runs what may fail. The error that it throws has all words of the problem as its message, for whoever goes on after it. */
export async function orProblem<T>(session: Session, run: () => T | Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    const problem = problemText(error, session.errorPaint);
    throw problem === undefined ? error : new Error(problem, { cause: error });
  }
}
