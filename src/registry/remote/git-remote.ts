import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Git, type GitAnswer, type Opened, opened, readBatch, refused } from '../../tree/index.ts';
import { makeFolder } from '../disk.ts';
import { logAddress, numberOfEntry } from '../documents/index.ts';
import type { Contents, Documents, GrowingRegistry } from '../published/growing-registry.ts';
import { type GitAddress, publicPlace } from './address.ts';

/** A registry on a branch: its newest commit, without its past, in a repository of our own that goes away with {@link close}. */
export class GitBranch implements GrowingRegistry {
  readonly #address: GitAddress;
  readonly #scratch: string;
  readonly #git: Git;
  readonly #files: string;
  readonly #staged = new Map<string, Uint8Array>();
  #head: string | undefined;
  #blobs: ReadonlyMap<string, string> | undefined;

  private constructor(address: GitAddress) {
    this.#address = address;
    this.#scratch = mkdtempSync(join(tmpdir(), 'idol-registry-git-'));
    this.#git = new Git(this.#scratch);
    this.#files = join(this.#scratch, 'files');
    mkdirSync(this.#files);
  }

  /** Fetches a branch; one that does not exist yet is empty. Refused when the remote cannot be read. */
  static open(address: GitAddress): Opened<GitBranch> {
    const branch = new GitBranch(address);
    const ready = branch.#begin();
    if (ready.ok) return opened(branch);
    branch.close();
    return ready;
  }

  get place(): string {
    const { remote, branch } = this.#address;
    return publicPlace(`git+${remote}#${branch}`);
  }

  /** False when the branch does not exist. */
  get exists(): boolean {
    return this.#head !== undefined;
  }

  /** Takes what the branch holds at the remote now, and forgets what was staged. */
  refresh(): Opened<undefined> {
    rmSync(this.#files, { recursive: true, force: true });
    mkdirSync(this.#files);
    this.#staged.clear();
    this.#blobs = undefined;
    return this.#fetch();
  }

  async numbers(): Promise<Opened<readonly number[]>> {
    const listed = this.#listed();
    if (!listed.ok) return listed;
    const paths = new Set([...listed.value.keys(), ...this.#staged.keys()]);
    return opened([...paths].flatMap((path) => numberOfEntry(path) ?? []));
  }

  async read(addresses: readonly string[]): Promise<Opened<ReadonlyMap<string, Uint8Array>>> {
    const listed = this.#listed();
    if (!listed.ok) return listed;
    const found = new Map<string, Uint8Array>();
    const wanted = new Map<string, string>();
    for (const address of addresses) {
      const staged = this.#staged.get(address);
      const blob = listed.value.get(address);
      if (staged) found.set(address, staged);
      else if (blob !== undefined) wanted.set(address, blob);
    }
    if (wanted.size === 0) return opened(found);
    const answer = this.#run(['cat-file', '--batch'], [], [...wanted.values()].join('\n').concat('\n'));
    if (answer.kind !== 'done') return this.#failed(answer, 'read');
    const contents = new Map<string, Uint8Array>();
    readBatch(answer.output, contents);
    for (const [address, blob] of wanted) {
      const content = contents.get(blob);
      if (content) found.set(address, content);
    }
    return opened(found);
  }

  async keep(contents: Contents): Promise<Opened<undefined>> {
    const listed = this.#listed();
    if (!listed.ok) return listed;
    for (const [address, content] of contents) if (!listed.value.has(address)) this.stage(address, content());
    return opened(undefined);
  }

  async append(number: number, text: string): Promise<Opened<boolean>> {
    this.stage(logAddress(number), Buffer.from(text));
    return opened(true);
  }

  async replace(documents: Documents): Promise<Opened<boolean>> {
    for (const [address, text] of documents) this.stage(address, Buffer.from(text));
    return opened(true);
  }

  /** A commit is whole or not there. */
  isWhole(): boolean {
    return true;
  }

  /** Puts a file into the next commit. */
  stage(address: string, content: Uint8Array): void {
    const path = join(this.#files, address);
    makeFolder(dirname(path));
    writeFileSync(path, content);
    this.#staged.set(address, content);
  }

  /**
   * Commits what was staged and pushes it, never over commits of others. False: the branch moved meanwhile, so that nothing was pushed.
   * Nothing happens where nothing changed.
   */
  push(message: string): Opened<boolean> {
    const begun = this.#run(['read-tree', this.#head ?? '--empty']);
    if (begun.kind !== 'done') return this.#failed(begun, 'written');
    const paths = ['--pathspec-from-file=-', '--pathspec-file-nul'];
    const added = this.#run(
      ['--literal-pathspecs', 'add', '--force', ...paths],
      [],
      [...this.#staged.keys()].join('\0'),
    );
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

  /** The files of the branch with their blobs. */
  #listed(): Opened<ReadonlyMap<string, string>> {
    if (this.#blobs) return opened(this.#blobs);
    const blobs = new Map<string, string>();
    if (this.#head !== undefined) {
      const listed = this.#run(['ls-tree', '-r', '-z', '--full-tree', this.#head]);
      if (listed.kind !== 'done') return this.#failed(listed, 'read');
      for (const record of listed.output.toString().split('\0')) {
        const [, blob, path] = /^100\d{3} blob ([0-9a-f]+)\t(.*)$/s.exec(record) ?? [];
        if (blob !== undefined && path !== undefined) blobs.set(path, blob);
      }
    }
    this.#blobs = blobs;
    return opened(blobs);
  }

  #treeOf(commit: string): string | undefined {
    const answer = this.#run(['rev-parse', `${commit}^{tree}`]);
    return answer.kind === 'done' ? answer.output.toString().trim() : undefined;
  }

  #run(args: readonly string[], settings: readonly (readonly [string, string])[] = [], input = ''): GitAnswer {
    const place = ['--git-dir=git', '--work-tree=files'];
    // The pathspecs of `add` are relative to the work tree, which is not the folder that git runs in.
    const inTree = args.includes('add') ? ['-C', 'files', '--git-dir=../git', '--work-tree=.'] : place;
    return this.#git.askRemote([...inTree, ...args], input, settings);
  }

  #failed(answer: GitAnswer, what: 'read' | 'written'): Opened<never> {
    const { message, help } = this.#git.failure(answer);
    const reason = message.replace(/^git cannot read `[^`]*`: /, '');
    return refused('not-a-registry', `\`${this.place}\` cannot be ${what}: ${publicPlace(reason)}`, help ?? '');
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
