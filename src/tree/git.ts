import { statSync } from 'node:fs';
import { suggest } from '../text/index.ts';
import { Git, type GitAnswer, isBelowGit, NO_GIT, speaksOfDamage } from './git-process.ts';
import { countOf, type OnFetch, type Promisor, promisorOf } from './git-promisor.ts';
import { type Opened, opened, ReadFailure, refused } from './problem.ts';

/** One entry of a revision: a file, or a link whose blob holds its target. */
export interface GitEntry {
  readonly path: string;
  readonly blob: string;
  readonly isLink: boolean;
}

/** A folder of a revision, or what it holds. */
interface FolderEntry {
  readonly name: string;
  readonly mode: string;
  readonly id: string;
}

/** A tag, with the commit that it leads to. */
export interface GitTag {
  readonly name: string;
  readonly commit: string;
}

/**
 * A git repository, read with git itself and without a shell or a checkout. Blobs are kept by object id: however many revisions are
 * read, each distinct content is fetched once. The network is asked only by a partial clone, for what it lacks. Every method throws
 * a {@link ReadFailure} when git fails, which is something else than that there is no such thing.
 */
export class GitRepository {
  /** The opened folder. */
  get folder(): string {
    return this.#git.folder;
  }

  /** True of a clone that fetches what it lacks from its remote. */
  get isPartial(): boolean {
    return this.#promise() !== undefined;
  }

  /** Path of the opened folder inside the repository: '' or 'some/dir'. */
  readonly prefix: string;
  readonly isShallow: boolean;
  readonly #git: Git;
  readonly #onFetch: OnFetch | undefined;
  readonly #blobs = new Map<string, Uint8Array>();
  /** Root folders of the commits of {@link prepare}, and those folders with all below them. */
  #roots: ReadonlyMap<string, string> = new Map();
  #folders: ReadonlyMap<string, readonly FolderEntry[]> = new Map();
  /** Commits that revisions named. */
  readonly #commits = new Set<string>();
  #promisor: { readonly value: Promisor | undefined } | undefined;

  private constructor(git: Git, prefix: string, isShallow: boolean, onFetch?: OnFetch) {
    this.#git = git;
    this.#onFetch = onFetch;
    this.prefix = prefix;
    this.isShallow = isShallow;
  }

  /**
   * The repository that holds `folder`; refused where there is none, or no git. One that is there and cannot be read is a
   * {@link ReadFailure}. `onFetch` is told before a partial clone fetches what it lacks.
   */
  static open(folder: string, onFetch?: OnFetch): Opened<GitRepository> {
    if (statSync(folder, { throwIfNoEntry: false })?.isFile()) {
      return refused('not-a-repository', `\`${folder}\` is a file, which has no git repository`);
    }
    const git = new Git(folder);
    const answer = git.ask(['rev-parse', '--is-shallow-repository', '--show-prefix']);
    if (answer.kind === 'missing') return refused('no-git', NO_GIT, 'install git');
    if (answer.kind === 'failed') {
      if (!/not a git repository/.test(answer.words)) throw git.failure(answer);
      const help = 'leave out --rev to read the folder as it is';
      return refused('not-a-repository', `\`${folder}\` is not in a git repository`, help);
    }
    const [, shallow = '', prefix = ''] = /^(\w+)\n(.*)\n$/s.exec(answer.output.toString()) ?? [];
    return opened(new GitRepository(git, prefix.replace(/\/$/, ''), shallow === 'true', onFetch));
  }

  /**
   * The repository that holds `folder`; undefined where there is none. Where one is to be seen that cannot be read, because there is no
   * git, this throws: without it, releases and addresses of sources would be left out and nobody told.
   */
  static around(folder: string, onFetch?: OnFetch): GitRepository | undefined {
    const answer = GitRepository.open(folder, onFetch);
    if (answer.ok) return answer.value;
    if (answer.problem.kind === 'no-git' && isBelowGit(folder)) throw new ReadFailure(NO_GIT, answer.problem.help);
    return undefined;
  }

  /** The full id of the commit that a branch, tag or any other revision expression names. */
  resolve(revision: string): Opened<string> {
    if (this.#roots.has(revision) || this.#commits.has(revision)) return opened(revision);
    if (revision.startsWith('-')) {
      return refused('invalid-revision', `\`${revision}\` is not a revision: it begins with \`-\``);
    }
    if (revision === '' || /[\0-\x1f\x7f]/.test(revision)) {
      return refused(
        'invalid-revision',
        'a revision is the name of a branch, a tag or a commit, in printable characters',
      );
    }
    const answer = this.#git.ask(['rev-parse', '--verify', '--quiet', `${revision}^{commit}`]);
    if (answer.kind === 'done') {
      const commit = answer.output.toString().trim();
      this.#commits.add(commit);
      return opened(commit);
    }
    // Git complains of what a revision's syntax asks for, too: only a damaged repository is a failure.
    if (answer.kind === 'missing' || speaksOfDamage(answer.words)) throw this.#git.failure(answer);
    return refused('unknown-revision', `there is no revision \`${revision}\``, this.#near(revision));
  }

  /** The commit that is checked out, if there is one. */
  head(): string | undefined {
    return this.#line(['rev-parse', '--verify', '--quiet', 'HEAD^{commit}']);
  }

  /** Every tag that leads to a commit, sorted by name. */
  tags(): GitTag[] {
    const format = '%(objecttype) %(objectname) %(*objecttype) %(*objectname) %(refname:strip=2)';
    const answer = this.#git.ask(['for-each-ref', `--format=${format}`, 'refs/tags']);
    // A tag that git leaves out with a warning would be a release that nobody misses.
    if (answer.kind !== 'done' || speaksOfDamage(answer.words)) throw this.#git.failure(answer);
    return linesOf(answer.output).flatMap((line) => {
      const [, type, id, peeledType, peeledId, name] = /^(\S*) (\S*) (\S*) (\S*) (.*)$/.exec(line) ?? [];
      if (name === undefined) return [];
      if (type === 'commit') return [{ name, commit: id as string }];
      if (peeledType === 'commit') return [{ name, commit: peeledId as string }];
      // A tag of a tag, which not every git follows to its end.
      const commit = peeledType === 'tag' ? this.resolve(`refs/tags/${name}`) : undefined;
      return commit?.ok ? [{ name, commit: commit.value }] : [];
    });
  }

  /** Every commit that these lead to, with its parents. A shallow clone ends where it was cut. */
  parents(commits: readonly string[]): Map<string, readonly string[]> {
    if (commits.length === 0) return new Map();
    return new Map(
      this.#lines(['rev-list', '--parents', '--stdin'], commits).map((line) => {
        const [commit = '', ...parents] = line.split(' ');
        return [commit, parents] as const;
      }),
    );
  }

  /** When commits were made: ISO 8601, in UTC, to the second. */
  dates(commits: readonly string[]): Map<string, string> {
    if (commits.length === 0) return new Map();
    const lines = this.#lines(['rev-list', '--no-walk=unsorted', '--format=%H %ct', '--stdin'], commits);
    return new Map(
      lines
        .filter((line) => !line.startsWith('commit '))
        .map((line) => {
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
    const named = this.#line(['symbolic-ref', '--quiet', 'refs/remotes/origin/HEAD'])?.replace(/^refs\/remotes\//, '');
    const usual = ['origin/main', 'origin/master', 'main', 'master'];
    return [...(named ? [named] : []), ...usual].find((name) => this.resolve(name).ok);
  }

  /** The `origin` remote's address, or that of the only remote. */
  remote(): string | undefined {
    const addresses = this.#remotes();
    return addresses.get('origin') ?? (addresses.size === 1 ? [...addresses.values()][0] : undefined);
  }

  /** Remote -> its first address. */
  #remotes(): ReadonlyMap<string, string> {
    const output = this.#git.read(['config', '--null', '--get-regexp', '^remote\\..*\\.url$']);
    const addresses = new Map<string, string>();
    for (const setting of output?.toString().split('\0').slice(0, -1) ?? []) {
      const [, name = '', address = ''] = /^remote\.(.*)\.url\n(.*)$/s.exec(setting) ?? [];
      if (!addresses.has(name)) addresses.set(name, address);
    }
    return addresses;
  }

  /** Files and links of a commit below {@link prefix}, paths relative to it. */
  entries(commit: string): Opened<GitEntry[]> {
    if (!this.#roots.has(commit)) {
      const listed = this.#git.ask(listing(this.prefix === '' ? commit : `${commit}:${this.prefix}`));
      // Otherwise there is no such folder, or not all of it is here: the steps below tell.
      if (listed.kind === 'done') return opened(readListing(listed.output));
    }
    const tree = this.#treeOf(commit);
    if (tree === undefined) {
      return refused('not-in-revision', `\`${this.prefix}\` is not a folder in revision ${commit.slice(0, 10)}`);
    }
    const entries: GitEntry[] = [];
    if (this.#collect(tree, '', entries)) return opened(entries);
    return opened(readListing(this.#output(listing(tree))));
  }

  /**
   * Reads the folders of commits in a few runs of git: {@link entries} of them starts none. Those of an earlier call are forgotten.
   * A partial clone may lack some; then {@link entries} works as without this.
   */
  prepare(commits: readonly string[]): void {
    const roots = new Map<string, string>();
    const known = this.#folders;
    const folders = new Map<string, readonly FolderEntry[]>();
    for (const [id, content] of this.#objectsOf(commits)) {
      const root = /^tree (\S+)/.exec(Buffer.from(content).toString('latin1'))?.[1];
      if (root !== undefined) roots.set(id, root);
    }
    // One run for each level of folders.
    for (let level = new Set(roots.values()); level.size > 0; ) {
      const unread = [...level].filter((id) => !known.has(id));
      const read = new Map(
        [...this.#objectsOf(unread)].map(([id, content]) => [id, readFolder(content, id.length / 2)]),
      );
      const below = new Set<string>();
      for (const id of level) {
        const folder = known.get(id) ?? read.get(id);
        if (!folder) continue;
        folders.set(id, folder);
        for (const entry of folder) if (entry.mode === FOLDER_MODE && !folders.has(entry.id)) below.add(entry.id);
      }
      level = below;
    }
    this.#roots = roots;
    this.#folders = folders;
  }

  /** Adds the files below a folder; false where {@link prepare} has not read all of them. */
  #collect(id: string, prefix: string, entries: GitEntry[]): boolean {
    const folder = this.#folders.get(id);
    if (!folder) return false;
    return folder.every(({ name, mode, id: content }) => {
      const path = prefix + name;
      if (mode === FOLDER_MODE) return this.#collect(content, `${path}/`, entries);
      if (mode !== SUBMODULE_MODE) entries.push({ path, blob: content, isLink: mode === '120000' });
      return true;
    });
  }

  /** Objects that are here, by id; none where git fails. */
  #objectsOf(ids: readonly string[]): ReadonlyMap<string, Uint8Array> {
    const objects = new Map<string, Uint8Array>();
    if (ids.length === 0) return objects;
    const answer = this.#git.ask(['cat-file', '--batch'], ids.join('\n').concat('\n'));
    if (answer.kind === 'done') readBatch(answer.output, objects);
    return objects;
  }

  /** Every file of a commit with its blob, wherever the opened folder is in the repository. */
  paths(commit: string): ReadonlyMap<string, string> {
    const entries = readListing(this.#output(listing(this.#rootOf(commit))));
    return new Map(entries.map(({ path, blob }) => [path, blob]));
  }

  /** A blob as text; '' without one. */
  text(blob: string | undefined): string {
    return blob === undefined ? '' : Buffer.from(this.blob(blob)).toString();
  }

  /** The id of the root folder of a commit, which is here then with all folders below it. */
  #rootOf(commit: string): string {
    const known = this.#roots.get(commit);
    if (known !== undefined && this.#folders.has(known)) return known;
    // Not `rev-parse`, which looks at the folder itself, and that may have to be fetched first.
    const root = /^tree (\S+)/.exec(this.#output(['cat-file', 'commit', commit]).toString())?.[1] ?? '';
    const answer = this.#git.ask(['ls-tree', '-z', '-d', '--full-tree', root]);
    // A clone without trees: one request brings all of the commit.
    if (answer.kind === 'failed' && !speaksOfDamage(answer.words)) this.#promise()?.fetch([root]);
    return root;
  }

  /** The id of the folder {@link prefix} in a commit. */
  #treeOf(commit: string): string | undefined {
    const root = this.#rootOf(commit);
    if (this.prefix === '') return root;
    if (this.#folders.has(root)) {
      let at: string | undefined = root;
      for (const part of this.prefix.split('/')) {
        at = this.#folders.get(at ?? '')?.find(({ name, mode }) => name === part && mode === FOLDER_MODE)?.id;
      }
      if (at === undefined || this.#folders.has(at)) return at;
    }
    const output = this.#output(['ls-tree', '-z', '-d', '--full-tree', root, '--', this.prefix]);
    return /^\d+ tree ([0-9a-f]+)\t/.exec(output.toString())?.[1];
  }

  /**
   * Brings blobs here that are not yet, in one go. A partial clone that lacks some asks its remote once, for these and for what it lacks
   * of `related`. Throws when a blob cannot be had.
   */
  fetch(blobs: Iterable<string>, related?: () => Iterable<string>): void {
    const wanted = [...new Set(blobs)].filter((blob) => !this.#blobs.has(blob));
    if (wanted.length === 0) return;
    const answer = this.#readBlobs(wanted);
    if (answer.kind === 'done' && wanted.every((blob) => this.#blobs.has(blob))) return;
    const promisor = speaksOfDamage(wordsOf(answer)) ? undefined : this.#promise();
    if (!promisor) throw answer.kind === 'done' ? this.#lacks(wanted, answer.words) : this.#git.failure(answer);
    const here = this.#objects();
    const missing = new Set([...wanted, ...(related?.() ?? [])].filter((blob) => !here.has(blob)));
    if (missing.size > 0) promisor.fetch([...missing]);
    const again = this.#readBlobs(wanted);
    if (again.kind !== 'done') throw this.#git.failure(again);
    if (!wanted.every((blob) => this.#blobs.has(blob))) throw this.#lacks(wanted, again.words);
  }

  /** Forgets every blob but these. */
  keepOnly(blobs: ReadonlySet<string>): void {
    for (const id of this.#blobs.keys()) if (!blobs.has(id)) this.#blobs.delete(id);
  }

  /** A blob's content. Throws when it cannot be had. */
  blob(id: string): Uint8Array {
    this.fetch([id]);
    return this.#blobs.get(id) as Uint8Array;
  }

  /** Keeps the blobs that are here. In a partial clone git fails when one is not; a whole one goes on to the next. */
  #readBlobs(blobs: readonly string[]): GitAnswer {
    const answer = this.#git.ask(['cat-file', '--batch'], blobs.join('\n').concat('\n'));
    if (answer.kind === 'done') readBatch(answer.output, this.#blobs);
    return answer;
  }

  #lacks(wanted: readonly string[], words: string): ReadFailure {
    const missing = wanted.filter((blob) => !this.#blobs.has(blob));
    const reason = words.trim() === '' ? '' : `: ${words.trim()}`;
    return new ReadFailure(
      `this clone lacks ${countOf(missing.length)} of the revision, such as ${missing[0]}${reason}`,
      '`git fsck` lists what is damaged; a new clone repairs it',
    );
  }

  /** The id of every object that is here: asking for one by one, git would fetch each that is not. */
  #objects(): ReadonlySet<string> {
    const format = '--batch-check=%(objectname)';
    return new Set(linesOf(this.#output(['cat-file', '--batch-all-objects', '--unordered', format])));
  }

  #promise(): Promisor | undefined {
    this.#promisor ??= { value: promisorOf(this.#git, this.#onFetch) };
    return this.#promisor.value;
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
    if (/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(revision)) return `\`git fetch --depth=1 origin ${revision}\``;
    if (/[~^@:]/.test(revision)) return '`git fetch --unshallow origin`';
    return `\`git fetch --depth=1 origin tag ${revision}\` for a tag, \`git fetch --unshallow --tags\` for everything`;
  }

  /** `origin/main` as arguments of `git fetch`, which a clone of another branch alone does not bring. */
  #branchOfRemote(revision: string): string | undefined {
    const [, remote = '', branch] = /^([^/]+)\/(.+)$/.exec(revision) ?? [];
    if (branch === undefined || !this.#remotes().has(remote)) return undefined;
    return `${remote} ${branch}:refs/remotes/${revision}`;
  }

  #line(args: readonly string[]): string | undefined {
    return this.#lines(args)[0];
  }

  /** The lines that git prints; none when it says that there is no such thing. */
  #lines(args: readonly string[], input: readonly string[] = []): string[] {
    const output = this.#git.read(args, input.map((line) => `${line}\n`).join(''));
    return output ? linesOf(output) : [];
  }

  #output(args: readonly string[]): Buffer {
    const answer = this.#git.ask(args);
    if (answer.kind !== 'done') throw this.#git.failure(answer);
    return answer.output;
  }
}

function wordsOf(answer: GitAnswer): string {
  return answer.kind === 'missing' ? '' : answer.words;
}

const FOLDER_MODE = '40000';
const SUBMODULE_MODE = '160000';

/** Takes `<mode> <name>\0<id>` records apart, whose ids have so many bytes. */
function readFolder(content: Uint8Array, idBytes: number): FolderEntry[] {
  const buffer = Buffer.from(content.buffer, content.byteOffset, content.length);
  const entries: FolderEntry[] = [];
  for (let at = 0; at < buffer.length; ) {
    const space = buffer.indexOf(0x20, at);
    const end = buffer.indexOf(0, space);
    const idEnd = end + 1 + idBytes;
    entries.push({
      mode: buffer.toString('latin1', at, space),
      name: buffer.toString('utf8', space + 1, end),
      id: buffer.toString('hex', end + 1, idEnd),
    });
    at = idEnd;
  }
  return entries;
}

/** Lists the files of a folder and all below it, with paths relative to it. */
function listing(folder: string): string[] {
  return ['ls-tree', '-r', '-z', '--full-tree', folder];
}

function readListing(output: Buffer): GitEntry[] {
  return output
    .toString()
    .split('\0')
    .flatMap((record) => {
      const [, mode = '', type, blob = '', path = ''] = /^(\d+) (\w+) ([0-9a-f]+)\t(.*)$/s.exec(record) ?? [];
      return type === 'blob' ? [{ path, blob, isLink: mode === '120000' }] : [];
    });
}

function linesOf(output: Buffer): string[] {
  return output.toString().split('\n').filter(Boolean);
}

/**
 * Adds the objects that `git cat-file --batch` wrote, by their id. It writes `<id> <type> <size>\n<content>\n`, or `<id> missing\n` for an
 * absent object.
 */
export function readBatch(output: Buffer, blobs: Map<string, Uint8Array>): void {
  for (let at = 0; at < output.length; ) {
    const headerEnd = output.indexOf(0x0a, at);
    const [id = '', , size] = output.toString('latin1', at, headerEnd).split(' ');
    at = headerEnd + 1;
    if (size === undefined) continue;
    const end = at + Number(size);
    // A copy: a part of the output would keep all of it in memory.
    blobs.set(id, Uint8Array.prototype.slice.call(output, at, end));
    at = end + 1;
  }
}
