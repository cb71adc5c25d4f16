import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Git, type GitAnswer, type Opened, opened, refused } from '../../tree/index.ts';
import { type GitAddress, publicPlace } from './address.ts';

/** The newest commit of a branch, without its past, in a repository of our own that goes away with {@link close}. */
export class GitBranch {
  readonly #address: GitAddress;
  readonly #scratch: string;
  readonly #git: Git;
  #head: string | undefined;

  private constructor(address: GitAddress) {
    this.#address = address;
    this.#scratch = mkdtempSync(join(tmpdir(), 'idol-registry-git-'));
    this.#git = new Git(this.#scratch);
    mkdirSync(this.folder);
  }

  /** Fetches a branch; one that does not exist yet is empty. Refused when the remote cannot be read. */
  static open(address: GitAddress): Opened<GitBranch> {
    const branch = new GitBranch(address);
    const ready = branch.#begin();
    if (ready.ok) return opened(branch);
    branch.close();
    return ready;
  }

  /** Where {@link checkOut} puts the files. */
  get folder(): string {
    return join(this.#scratch, 'files');
  }

  /** False when the branch does not exist. */
  get exists(): boolean {
    return this.#head !== undefined;
  }

  /** The bytes of a file on the branch; undefined when there is none. */
  read(path: string): Opened<Uint8Array | undefined> {
    if (this.#head === undefined) return opened(undefined);
    const listed = this.#run(['ls-tree', '-z', this.#head, '--', path]);
    if (listed.kind !== 'done') return this.#failed(listed, 'read');
    const [, blob] = /^100\d{3} blob ([0-9a-f]+)\t/.exec(listed.output.toString()) ?? [];
    if (blob === undefined) return opened(undefined);
    const content = this.#run(['cat-file', 'blob', blob]);
    return content.kind === 'done' ? opened(content.output) : this.#failed(content, 'read');
  }

  /** Makes {@link folder} what the branch holds at the remote now. */
  checkOut(): Opened<undefined> {
    const fetched = this.#fetch();
    if (!fetched.ok) return fetched;
    rmSync(this.folder, { recursive: true, force: true });
    mkdirSync(this.folder);
    if (this.#head === undefined) return opened(undefined);
    const done = this.#run(['checkout', '--quiet', '--force', '--detach', this.#head]);
    return done.kind === 'done' ? opened(undefined) : this.#failed(done, 'read');
  }

  /**
   * Commits what {@link folder} holds and pushes it, never over commits of others. False: the branch moved meanwhile, so that
   * nothing was pushed. Nothing happens where nothing changed.
   */
  push(message: string): Opened<boolean> {
    const added = this.#run(['add', '--all', '--force', '.', ':(exclude).partial']);
    if (added.kind !== 'done') return this.#failed(added, 'written');
    const tree = this.#run(['write-tree']);
    if (tree.kind !== 'done') return this.#failed(tree, 'written');
    const parents = this.#head === undefined ? [] : ['-p', this.#head];
    const id = tree.output.toString().trim();
    if (this.#head !== undefined && this.#treeOf(this.#head) === id) return opened(true);
    const commit = this.#run(['commit-tree', id, ...parents, '-m', message], AUTHOR);
    if (commit.kind !== 'done') return this.#failed(commit, 'written');
    const target = `${commit.output.toString().trim()}:refs/heads/${this.#address.branch}`;
    const pushed = this.#run(['push', '--quiet', '--', this.#address.remote, target]);
    if (pushed.kind === 'done') return opened(true);
    const before = this.#head;
    const now = this.#remoteHead();
    if (!now.ok) return now;
    return now.value !== before || isRace(pushed) ? opened(false) : this.#failed(pushed, 'written');
  }

  close(): void {
    rmSync(this.#scratch, { recursive: true, force: true });
  }

  #begin(): Opened<undefined> {
    const made = this.#git.askRemote(['init', '--quiet', '--bare', 'git'], '', []);
    if (made.kind !== 'done') return this.#failed(made, 'read');
    // Files are bytes: no line end is changed, and no filter is run, whatever the branch asks for.
    mkdirSync(join(this.#scratch, 'git/info'), { recursive: true });
    writeFileSync(join(this.#scratch, 'git/info/attributes'), '* -text -filter -ident -working-tree-encoding\n');
    return this.#fetch();
  }

  #fetch(): Opened<undefined> {
    const head = this.#remoteHead();
    if (!head.ok) return head;
    this.#head = undefined;
    if (head.value === undefined) return opened(undefined);
    const { remote, branch } = this.#address;
    const from = ['--depth=1', '--no-tags', '--no-write-fetch-head', '--', remote];
    const fetched = this.#run(['fetch', '--quiet', '--force', ...from, `refs/heads/${branch}:refs/heads/fetched`]);
    if (fetched.kind !== 'done') return this.#failed(fetched, 'read');
    const resolved = this.#run(['rev-parse', 'refs/heads/fetched']);
    if (resolved.kind !== 'done') return this.#failed(resolved, 'read');
    this.#head = resolved.output.toString().trim();
    return opened(undefined);
  }

  /** The commit that the branch names at the remote. */
  #remoteHead(): Opened<string | undefined> {
    const { remote, branch } = this.#address;
    const listed = this.#run(['ls-remote', '--', remote, `refs/heads/${branch}`]);
    if (listed.kind !== 'done') return this.#failed(listed, 'read');
    return opened(/^([0-9a-f]+)\t/.exec(listed.output.toString())?.[1]);
  }

  #treeOf(commit: string): string | undefined {
    const answer = this.#run(['rev-parse', `${commit}^{tree}`]);
    return answer.kind === 'done' ? answer.output.toString().trim() : undefined;
  }

  #run(args: readonly string[], settings: readonly (readonly [string, string])[] = []): GitAnswer {
    const place = ['--git-dir=git', '--work-tree=files'];
    // The pathspecs of `add` are relative to the work tree, which is not the folder that git runs in.
    const inTree = args[0] === 'add' ? ['-C', 'files', '--git-dir=../git', '--work-tree=.'] : place;
    return this.#git.askRemote([...inTree, ...args], '', settings);
  }

  #failed(answer: GitAnswer, what: 'read' | 'written'): Opened<never> {
    const { message, help } = this.#git.failure(answer);
    const { remote, branch } = this.#address;
    const place = publicPlace(`git+${remote}#${branch}`);
    const reason = message.replace(/^git cannot read `[^`]*`: /, '');
    return refused('not-a-registry', `\`${place}\` cannot be ${what}: ${publicPlace(reason)}`, help ?? '');
  }
}

/** Whoever runs this need not have told git a name. */
const AUTHOR: readonly (readonly [string, string])[] = [
  ['user.name', 'idol-registry'],
  ['user.email', 'idol-registry@localhost'],
];

/** True when a push was refused because another one came first, also when that one is not finished. */
function isRace(answer: GitAnswer): boolean {
  return (
    answer.kind === 'failed' &&
    /\[rejected\]|fetch first|non-fast-forward|cannot lock ref|failed to update ref|incorrect old value|stale info/i.test(
      answer.words,
    )
  );
}
