import process from 'node:process';
import type { Git } from './git-process.ts';
import { ReadFailure } from './problem.ts';

/** Called before objects are fetched from a remote. */
export type OnFetch = (objects: number, remote: string) => void;

/** The remote that a partial clone (`git clone --filter=…`) gets its missing objects from. */
export interface Promisor {
  readonly remote: string;
  /** Brings objects here in one request. Throws {@link ReadFailure} when the remote does not give them. */
  fetch(objects: readonly string[]): void;
}

/** Undefined for a clone that has promised nothing: what it lacks is lost. */
export function promisorOf(git: Git, onFetch: OnFetch = () => {}): Promisor | undefined {
  const settings = git.settings();
  const names = settings.flatMap(({ name, value }) => {
    const [, remote] = /^remote\.(.*)\.(?:promisor|partialclonefilter)$/s.exec(name) ?? [];
    return name === 'extensions.partialclone' ? [value] : remote !== undefined && value !== 'false' ? [remote] : [];
  });
  const remote = names[0];
  if (remote === undefined) return undefined;
  return {
    remote,
    fetch(objects) {
      onFetch(objects.length, remote);
      const answer = git.askRemote(
        [
          'fetch',
          '--quiet',
          '--no-tags',
          '--no-write-fetch-head',
          '--no-auto-maintenance',
          '--no-recurse-submodules',
          '--upload-pack=git-upload-pack',
          '--filter=blob:none',
          '--stdin',
          '--',
          remote,
        ],
        objects.join('\n').concat('\n'),
        [['fetch.negotiationAlgorithm', 'noop'], ...programsOfTheUser(settings)],
      );
      if (answer.kind === 'done') return;
      const { message } = git.failure(answer);
      throw new ReadFailure(
        `this clone lacks ${countOf(objects.length)}, and \`${remote}\` does not give them: ${message}`,
        `fetch everything where the remote can be reached: \`git fetch --refetch --no-filter ${remote}\``,
      );
    },
  };
}

export function countOf(objects: number): string {
  return objects === 1 ? '1 object' : `${objects} objects`;
}

/** Settings that run programs, as the user and the system have them: the repository's own are not followed. */
function programsOfTheUser(settings: ReturnType<Git['settings']>): [name: string, value: string][] {
  const own = settings.filter(({ scope }) => scope !== 'local' && scope !== 'worktree');
  const values = (name: string) => own.filter((one) => one.name === name).map(({ value }) => value);
  const helpers = settings
    .filter(({ name, scope }) => /^credential\.(?:.*\.)?helper$/s.test(name) && !own.some((one) => one.scope === scope))
    .map(({ name }) => name);
  return [
    // An empty helper removes all that come before it.
    ...[...new Set(helpers)].flatMap((name) => ['', ...values(name)].map((value): [string, string] => [name, value])),
    ['core.askPass', values('core.askpass').at(-1) ?? ''],
    ['core.sshCommand', values('core.sshcommand').at(-1) ?? process.env.GIT_SSH ?? 'ssh'],
  ];
}
