import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import type { ScratchWorkspace } from './scratch-workspace.ts';

/** What the compiler said of a crate. */
export interface Compiled {
  readonly isCompiled: boolean;
  /** First lines of its errors; then what it said of the stubs in it, in full. */
  readonly errors: readonly string[];
  readonly stubWarnings: readonly string[];
  readonly stubErrors: readonly string[];
}

interface Message {
  readonly reason: string;
  readonly package_id?: string;
  readonly target?: { readonly kind: readonly string[]; readonly name: string };
  readonly message?: {
    readonly level: string;
    readonly message: string;
    readonly rendered: string;
    readonly spans: readonly { readonly file_name: string; readonly is_primary: boolean }[];
  };
}

/** Compiles a workspace as far as it compiles. By package name. */
export function compile({ folder }: ScratchWorkspace, target: string): ReadonlyMap<string, Compiled> {
  const jobs = `-j${availableParallelism()}`;
  const run = spawnSync('cargo', ['build', '--keep-going', jobs, '--message-format=json', '--target-dir', target], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 1 << 30,
  });
  const messages = run.stdout
    .split('\n')
    .flatMap((line) => (line.startsWith('{') ? [JSON.parse(line) as Message] : []));
  if (messages.length === 0) throw new Error(run.stderr);
  const compiled = new Map<
    string,
    { isCompiled: boolean; errors: string[]; stubWarnings: string[]; stubErrors: string[] }
  >();
  for (const { reason, package_id: id = '', target: built, message } of messages) {
    const name = /#([^@]+)@/.exec(id)?.[1] ?? /([^/]+)#[\d.]+$/.exec(id)?.[1] ?? id;
    const one = compiled.get(name) ?? { isCompiled: false, errors: [], stubWarnings: [], stubErrors: [] };
    compiled.set(name, one);
    if (reason === 'compiler-artifact' && !built?.kind.includes('custom-build')) one.isCompiled = true;
    if (reason !== 'compiler-message' || !message) continue;
    const place = message.spans.find((span) => span.is_primary)?.file_name ?? '';
    if (message.level === 'error') one.errors.push(`${message.message} (${place.split('/').slice(-2).join('/')})`);
    if (!/_stub\.rs$/.test(place)) continue;
    if (message.level === 'error') one.stubErrors.push(message.rendered);
    if (message.level === 'warning') one.stubWarnings.push(message.rendered);
  }
  return compiled;
}
