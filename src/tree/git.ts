import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { suggest } from '../text/index.ts';
import { type Opened, opened, refused } from './problem.ts';

/** One entry of a revision: a file, or a link whose blob holds its target. */
export interface GitEntry {
  readonly path: string;
  readonly blob: string;
  readonly isLink: boolean;
}

/** A tag, with the commit that it leads to. */
export interface GitTag {
  readonly name: string;
  readonly commit: string;
}

/**
 * A git repository, read with git itself and without a shell, a checkout or the network. Blobs are kept by object id:
 * however many revisions are read, each distinct content is fetched once.
 */
export class GitRepository {
  /** Path of the opened folder inside the repository: '' or 'some/dir'. */
  readonly prefix: string;
  readonly isShallow: boolean;
  readonly #folder: string;
  readonly #blobs = new Map<string, Uint8Array>();

  private constructor(folder: string, prefix: string, isShallow: boolean) {
    this.#folder = folder;
    this.prefix = prefix;
    this.isShallow = isShallow;
  }

  /** The repository that holds `folder`. */
  static open(folder: string): Opened<GitRepository> {
    const answer = git(folder, ['rev-parse', '--is-shallow-repository', '--show-prefix']);
    if (answer.kind === 'missing') {
      return refused('no-git', 'git is needed to read a revision, and it was not found', 'install git');
    }
    if (answer.kind === 'failed') {
      return /not a git repository/.test(answer.message)
        ? refused(
            'not-a-repository',
            `\`${folder}\` is not in a git repository`,
            'leave out --rev to read the folder as it is',
          )
        : refused('git-failed', `git cannot read \`${folder}\`: ${answer.message}`);
    }
    const [shallow = '', prefix = ''] = answer.output.toString().split('\n');
    return opened(new GitRepository(folder, prefix.replace(/\/$/, ''), shallow === 'true'));
  }

  /** The full id of the commit that a branch, tag or any other revision expression names. */
  resolve(revision: string): Opened<string> {
    if (revision.startsWith('-')) {
      return refused('invalid-revision', `\`${revision}\` is not a revision: it begins with \`-\``);
    }
    if (revision === '' || /[\0-\x1f\x7f]/.test(revision)) {
      return refused(
        'invalid-revision',
        'a revision is the name of a branch, a tag or a commit, in printable characters',
      );
    }
    const commit = this.#line(['rev-parse', '--verify', '--quiet', `${revision}^{commit}`]);
    return commit
      ? opened(commit)
      : refused('unknown-revision', `there is no revision \`${revision}\``, this.#near(revision));
  }

  /** The commit that is checked out, if there is one. */
  head(): string | undefined {
    return this.#line(['rev-parse', '--verify', '--quiet', 'HEAD^{commit}']);
  }

  /** Every tag that leads to a commit, sorted by name. */
  tags(): GitTag[] {
    const format = '%(objecttype) %(objectname) %(*objecttype) %(*objectname) %(refname:strip=2)';
    return this.#lines(['for-each-ref', `--format=${format}`, 'refs/tags']).flatMap((line) => {
      const [, type, id, peeledType, peeledId, name] = /^(\S*) (\S*) (\S*) (\S*) (.*)$/.exec(line) ?? [];
      const commit = type === 'commit' ? id : peeledType === 'commit' ? peeledId : undefined;
      return commit && name ? [{ name, commit }] : [];
    });
  }

  /** Every commit that these lead to, with its parents. A shallow clone ends where it was cut. */
  parents(commits: readonly string[]): Map<string, readonly string[]> {
    const answer = this.#git(['rev-list', '--parents', '--stdin'], commits.join('\n').concat('\n'));
    const lines = answer.kind === 'done' ? answer.output.toString().split('\n').filter(Boolean) : [];
    return new Map(
      lines.map((line) => {
        const [commit = '', ...parents] = line.split(' ');
        return [commit, parents] as const;
      }),
    );
  }

  /** When commits were made: ISO 8601, in UTC, to the second. */
  dates(commits: readonly string[]): Map<string, string> {
    if (commits.length === 0) return new Map();
    const answer = this.#git(
      ['log', '--no-walk=unsorted', '--format=%H %ct', '--stdin'],
      commits.join('\n').concat('\n'),
    );
    const lines = answer.kind === 'done' ? answer.output.toString().split('\n').filter(Boolean) : [];
    return new Map(
      lines.map((line) => {
        const [commit = '', seconds] = line.split(' ');
        return [commit, new Date(Number(seconds) * 1000).toISOString().replace('.000Z', 'Z')] as const;
      }),
    );
  }

  /** The best common ancestor of two commits, which a branch is compared with. */
  mergeBase(a: string, b: string): Opened<string> {
    const base = this.#line(['merge-base', a, b]);
    if (base) return opened(base);
    const [from, to] = [a, b].map((commit) => commit.slice(0, 10));
    return this.isShallow
      ? refused(
          'no-merge-base',
          `this shallow clone does not reach back to the merge base of ${from} and ${to}`,
          'fetch the history: `git fetch --unshallow origin`, or `fetch-depth: 0` for actions/checkout',
        )
      : refused(
          'no-merge-base',
          `${from} and ${to} have no common ancestor`,
          'name a revision instead: `git:<revision>`',
        );
  }

  /** The branch that work is merged into: what `origin` calls its HEAD, else the one called main or master, there or here. */
  mainBranch(): string | undefined {
    const named = this.#line(['symbolic-ref', '--quiet', '--short', 'refs/remotes/origin/HEAD']);
    const usual = ['origin/main', 'origin/master', 'main', 'master'];
    return [...(named ? [named] : []), ...usual].find((name) => this.resolve(name).ok);
  }

  /** The `origin` remote's address, or that of the only remote. */
  remote(): string | undefined {
    const remotes = this.#lines(['remote']);
    const name = remotes.includes('origin') ? 'origin' : remotes.length === 1 ? remotes[0] : undefined;
    return name && this.#line(['remote', 'get-url', '--', name]);
  }

  /** Files and links of a commit below {@link prefix}, paths relative to it. */
  entries(commit: string): Opened<GitEntry[]> {
    const answer = this.#git(['ls-tree', '-r', '-z', '--full-tree', `${commit}:${this.prefix}`]);
    if (answer.kind !== 'done') {
      return refused('not-in-revision', `\`${this.prefix}\` is not a folder in revision ${commit.slice(0, 10)}`);
    }
    const entries: GitEntry[] = [];
    for (const record of answer.output.toString().split('\0')) {
      const [, mode = '', type, blob = '', path = ''] = /^(\d+) (\w+) ([0-9a-f]+)\t(.*)$/s.exec(record) ?? [];
      if (type === 'blob') entries.push({ path, blob, isLink: mode === '120000' });
    }
    return opened(entries);
  }

  /** Brings blobs here that are not yet, in one go. */
  fetch(blobs: Iterable<string>): void {
    const wanted = new Set(blobs);
    for (const blob of this.#blobs.keys()) wanted.delete(blob);
    if (wanted.size === 0) return;
    const answer = this.#git(['cat-file', '--batch'], [...wanted].join('\n').concat('\n'));
    if (answer.kind === 'done') readBatch(answer.output, this.#blobs);
  }

  /** A blob's content; undefined when the repository does not hold it (a partial clone). */
  blob(id: string): Uint8Array | undefined {
    this.fetch([id]);
    return this.#blobs.get(id);
  }

  #near(revision: string): string | undefined {
    if (this.isShallow) return `this is a shallow clone; fetch what is missing: ${this.#missing(revision)}`;
    const branch = this.#branchOfRemote(revision);
    if (branch) return `\`git fetch ${branch}\` brings it, if the remote has that branch`;
    const names = this.#lines([
      'for-each-ref',
      '--format=%(refname:strip=2)',
      'refs/tags',
      'refs/heads',
      'refs/remotes',
    ]);
    const nearest = suggest(revision, names);
    const related = names.filter((name) => name !== nearest && name.includes(revision));
    const near = [...(nearest ? [nearest] : []), ...related.slice(-3).reverse()].slice(0, 3);
    if (near.length > 0) return `did you mean ${near.map((name) => `\`${name}\``).join(', ')}?`;
    return names.length === 0
      ? 'the repository has no branches and no tags here; `git fetch --tags` brings those of its remote'
      : '`git tag` and `git branch --all` list what there is';
  }

  /** What brings a revision to a shallow clone. */
  #missing(revision: string): string {
    const branch = this.#branchOfRemote(revision);
    if (branch) return `\`git fetch --unshallow ${branch}\`, or \`fetch-depth: 0\` for actions/checkout`;
    if (/^[0-9a-f]{40}$/.test(revision)) return `\`git fetch --depth=1 origin ${revision}\``;
    if (/[~^@:]/.test(revision)) return '`git fetch --unshallow origin`';
    return `\`git fetch --depth=1 origin tag ${revision}\` for a tag, \`git fetch --unshallow --tags\` for everything`;
  }

  /** `origin/main` as arguments of `git fetch`, which a clone of another branch alone does not bring. */
  #branchOfRemote(revision: string): string | undefined {
    const [, remote = '', branch] = /^([^/]+)\/(.+)$/.exec(revision) ?? [];
    if (branch === undefined || !this.#lines(['remote']).includes(remote)) return undefined;
    return `${remote} ${branch}:refs/remotes/${revision}`;
  }

  #line(args: string[]): string | undefined {
    return this.#lines(args)[0];
  }

  #lines(args: string[]): string[] {
    const answer = this.#git(args);
    return answer.kind === 'done' ? answer.output.toString().split('\n').filter(Boolean) : [];
  }

  #git(args: string[], input?: string): GitAnswer {
    return git(this.#folder, args, input);
  }
}

type GitAnswer =
  | { readonly kind: 'done'; readonly output: Buffer }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'missing' };

function git(folder: string, args: string[], input = ''): GitAnswer {
  const run = spawnSync('git', args, {
    cwd: folder,
    input,
    env: gitEnvironment(),
    maxBuffer: Number.POSITIVE_INFINITY,
  });
  if (run.error) {
    return 'code' in run.error && run.error.code === 'ENOENT'
      ? { kind: 'missing' }
      : { kind: 'failed', message: run.error.message };
  }
  if (run.status === 0) return { kind: 'done', output: run.stdout };
  const firstLine = run.stderr.toString().split('\n')[0] ?? '';
  return { kind: 'failed', message: firstLine.replace(/^fatal: /, '') || `exit code ${run.status}` };
}

/** Git's own variables point elsewhere when we run inside a hook; the rest keeps git off the network and in English. */
function gitEnvironment(): NodeJS.ProcessEnv {
  const environment: NodeJS.ProcessEnv = {
    ...process.env,
    LC_ALL: 'C',
    GIT_TERMINAL_PROMPT: '0',
    GIT_NO_LAZY_FETCH: '1',
  };
  for (const name of ['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE', 'GIT_OBJECT_DIRECTORY', 'GIT_PREFIX']) {
    delete environment[name];
  }
  return environment;
}

/** Takes `<id> <type> <size>\n<content>\n` records apart; an absent object is `<id> missing\n`. */
function readBatch(output: Buffer, blobs: Map<string, Uint8Array>): void {
  for (let at = 0; at < output.length; ) {
    const headerEnd = output.indexOf(0x0a, at);
    const [id = '', , size] = output.toString('latin1', at, headerEnd).split(' ');
    at = headerEnd + 1;
    if (size === undefined) continue;
    const end = at + Number(size);
    blobs.set(id, output.subarray(at, end));
    at = end + 1;
  }
}
