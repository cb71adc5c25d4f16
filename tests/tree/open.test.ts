import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { GitRepository, openRevision, openTree, type Tree, type TreeProblem } from '../../src/tree/index.ts';
import { webAddress } from '../../src/tree/open.ts';
import { commit, git, scratchFolder, write } from './scratch.ts';

function open(folder: string, rev?: string): Tree {
  const answer = openTree(folder, { rev });
  if (!answer.ok) throw new Error(answer.problem.message);
  return answer.value;
}

function problem(folder: string, rev?: string): TreeProblem {
  const answer = openTree(folder, { rev });
  if (answer.ok) throw new Error('opened');
  return answer.problem;
}

describe('a folder', () => {
  test('lists its files sorted, without build products and git', () => {
    const folder = scratchFolder();
    write(folder, {
      'idl/b.idol': 'b',
      'idl/a.idol': 'a',
      'target/x.idol': '',
      'drv/node_modules/y.idol': '',
      '.git/z.idol': '',
      'drv/target.rs': '',
    });
    const { files, label } = open(folder);
    expect(files.paths).toEqual(['drv/target.rs', 'idl/a.idol', 'idl/b.idol']);
    expect(files.read('idl/a.idol')?.text).toBe('a');
    expect(files.read('idl/a.idol')).toBe(files.read('idl/a.idol'));
    expect(files.read('target/x.idol')).toBeUndefined();
    expect(files.bytes('../a')).toBeUndefined();
    expect(folder.endsWith(label)).toBe(true);
  });

  test('never follows a link out of it, nor one to a folder', () => {
    const outside = scratchFolder();
    write(outside, { secret: 'secret', 'more/secret': 'secret' });
    const folder = scratchFolder();
    write(folder, { 'a/real': 'real' });
    symlinkSync(join(outside, 'secret'), join(folder, 'absolute'));
    symlinkSync(join('..', outside.split('/').at(-1) as string, 'secret'), join(folder, 'relative'));
    symlinkSync(join(outside, 'more'), join(folder, 'folder'));
    symlinkSync('..', join(folder, 'a/loop'));
    symlinkSync('nowhere', join(folder, 'broken'));
    symlinkSync('a/real', join(folder, 'inside'));
    expect(open(folder).files.paths).toEqual(['a/real', 'inside']);
    expect(open(folder).files.read('inside')?.text).toBe('real');
  });

  test('what cannot be read is absent and does not stop the rest', () => {
    const folder = scratchFolder();
    write(folder, { 'gone.idol': 'x', 'here.idol': 'y' });
    const { files } = open(folder);
    // Permissions would not stop a test that runs as root.
    rmSync(join(folder, 'gone.idol'));
    expect(files.read('gone.idol')).toBeUndefined();
    expect(files.contentKey('gone.idol')).toBeUndefined();
    expect(files.read('here.idol')?.text).toBe('y');
  });

  test('text that is not UTF-8 is read with replacement characters, and its bytes as they are', () => {
    const folder = scratchFolder();
    write(folder, { a: new Uint8Array([0x61, 0xff, 0x62]) });
    const { files } = open(folder);
    expect(files.read('a')?.text).toBe('a\ufffdb');
    expect([...(files.bytes('a') ?? [])]).toEqual([0x61, 0xff, 0x62]);
  });

  test('is refused when it is none', () => {
    const folder = scratchFolder();
    writeFileSync(join(folder, 'file'), '');
    expect(problem(join(folder, 'file')).kind).toBe('not-an-archive');
    expect(problem(join(folder, 'nowhere')).kind).toBe('not-a-folder');
    expect(problem('a\0b').kind).toBe('not-a-folder');
  });

  test('knows the commit and the web address of its checkout', () => {
    const folder = scratchFolder();
    expect(open(folder)).toMatchObject({ commit: undefined, web: undefined, prefix: '' });
    write(folder, { 'sub/a': 'a' });
    const head = commit(folder);
    git(folder, 'remote', 'add', 'origin', 'git@example.com:owner/name.git');
    expect(open(join(folder, 'sub'))).toMatchObject({
      commit: head,
      web: 'https://example.com/owner/name',
      prefix: 'sub',
    });
  });
});

describe('a revision', () => {
  test('is read from git, whatever lies in the folder', () => {
    const folder = scratchFolder();
    write(folder, { 'idl/a.idol': 'one', 'build.rs': 'b', 'target/x': '', 'name with\nline break': 'n' });
    const first = commit(folder);
    git(folder, 'tag', '--annotate', '--message', 'm', 'v1');
    write(folder, { 'idl/a.idol': 'two' });
    const tree = open(folder, 'v1');
    expect(tree).toMatchObject({ label: 'v1', commit: first, prefix: '' });
    expect(tree.files.paths).toEqual(['build.rs', 'idl/a.idol', 'name with\nline break']);
    expect(tree.files.read('idl/a.idol')?.text).toBe('one');
    expect(tree.files.read('name with\nline break')?.text).toBe('n');
    expect(open(folder).files.read('idl/a.idol')?.text).toBe('two');
  });

  test('of a folder inside the repository has that folder as its root', () => {
    const folder = scratchFolder();
    write(folder, { 'sub/tree/idl/a.idol': 'a', 'other/b': 'b' });
    commit(folder);
    const tree = open(join(folder, 'sub/tree'), 'HEAD');
    expect(tree.prefix).toBe('sub/tree');
    expect(tree.files.paths).toEqual(['idl/a.idol']);
    mkdirSync(join(folder, 'new'));
    expect(problem(join(folder, 'new'), 'HEAD').kind).toBe('not-in-revision');
  });

  test('has the content keys of the folder that it was committed from', () => {
    const folder = scratchFolder();
    write(folder, { a: 'a', b: 'b\n', c: 'a' });
    commit(folder);
    const [lying, committed] = [open(folder).files, open(folder, 'HEAD').files];
    for (const path of lying.paths) expect(committed.contentKey(path)).toBe(lying.contentKey(path));
    expect(lying.contentKey('a')).toBe(lying.contentKey('c'));
    expect(lying.contentKey('a')).not.toBe(lying.contentKey('b'));
  });

  test('treats links as a folder does', () => {
    const folder = scratchFolder();
    write(folder, { 'a/real': 'real', 'a/b/keep': '' });
    symlinkSync('../real', join(folder, 'a/b/inside'));
    symlinkSync('../../../outside', join(folder, 'a/b/outside'));
    symlinkSync('/etc/passwd', join(folder, 'absolute'));
    symlinkSync('a', join(folder, 'folder'));
    commit(folder);
    expect(open(folder, 'HEAD').files.paths).toEqual(['a/b/inside', 'a/b/keep', 'a/real']);
    expect(open(folder, 'HEAD').files.paths).toEqual(open(folder).files.paths);
    expect(open(folder, 'HEAD').files.read('a/b/inside')?.text).toBe('real');
  });

  test('is refused with what is near', () => {
    const folder = scratchFolder();
    expect(problem(folder, 'v1').kind).toBe('not-a-repository');
    write(folder, { a: '' });
    commit(folder);
    for (const tag of ['fan-v1.0.1', 'fan-v1.0.2', 'pump-v1']) git(folder, 'tag', tag);
    expect(problem(folder, 'fan-v1.0.3')).toMatchObject({
      kind: 'unknown-revision',
      message: 'there is no revision `fan-v1.0.3`',
      help: expect.stringContaining('`fan-v1.0.1`'),
    });
    expect(problem(folder, 'pump').help).toContain('`pump-v1`');
    expect(problem(folder, 'zzzzzzzz').help).toContain('git tag');
    expect(problem(folder, 'HEAD:a').kind).toBe('unknown-revision');
    expect(problem(folder, 'HEAD..fan-v1.0.1').kind).toBe('unknown-revision');
  });

  test('never reaches git as an option', () => {
    const folder = scratchFolder();
    write(folder, { a: '' });
    commit(folder);
    for (const rev of ['--all', '-x', '--output=/tmp/x', '', 'a\0b', 'a\nb']) {
      expect(problem(folder, rev).kind, JSON.stringify(rev)).toBe('invalid-revision');
    }
  });

  test('that a shallow clone lacks comes with the command that fetches it', () => {
    const origin = scratchFolder();
    write(origin, { a: '1' });
    commit(origin);
    git(origin, 'tag', 'v1');
    write(origin, { a: '2' });
    commit(origin);
    const clone = join(scratchFolder(), 'clone');
    git(origin, 'clone', '--quiet', '--depth=1', '--no-tags', `file://${origin}`, clone);
    const { kind, help } = problem(clone, 'v1');
    expect(kind).toBe('unknown-revision');
    const [, command = ''] = /`git (fetch --depth=1 [^`]*)`/.exec(help ?? '') ?? [];
    git(clone, ...command.split(' '));
    expect(open(clone, 'v1').files.read('a')?.text).toBe('1');
  });
});

describe('a repository', () => {
  test('lists tags with the commits that they lead to', () => {
    const folder = scratchFolder();
    write(folder, { a: '1' });
    const first = commit(folder);
    git(folder, 'tag', 'light');
    git(folder, 'tag', '--annotate', '--message', 'm', 'heavy');
    git(folder, 'tag', 'blob', 'HEAD:a');
    const repository = GitRepository.open(folder);
    expect(repository.ok && repository.value.tags()).toEqual([
      { name: 'heavy', commit: first },
      { name: 'light', commit: first },
    ]);
  });

  test('opens many revisions over one store of blobs', () => {
    const folder = scratchFolder();
    write(folder, { 'a.idol': 'same', 'b.idol': '1' });
    commit(folder);
    git(folder, 'tag', 'one');
    write(folder, { 'b.idol': '2' });
    commit(folder);
    const repository = GitRepository.open(folder);
    if (!repository.ok) throw new Error(repository.problem.message);
    const [one, two] = ['one', 'HEAD'].map((rev) => {
      const tree = openRevision(repository.value, rev);
      if (!tree.ok) throw new Error(tree.problem.message);
      return tree.value.files;
    });
    expect(one?.bytes('a.idol')).toBe(two?.bytes('a.idol'));
    expect(one?.read('b.idol')?.text).toBe('1');
    expect(two?.read('b.idol')?.text).toBe('2');
  });
});

test('a remote becomes a web address without credentials', () => {
  const address = 'https://example.com/owner/name';
  for (const remote of [
    'https://example.com/owner/name.git',
    'https://user:token@example.com/owner/name',
    'git@example.com:owner/name.git',
    'ssh://git@example.com:22/owner/name.git',
    'git://example.com/owner/name/',
  ]) {
    expect(webAddress(remote), remote).toBe(address);
  }
  for (const remote of ['/srv/git/name.git', '../name', 'C:/name', 'C:\\name', 'file:///srv/name', '', undefined]) {
    expect(webAddress(remote), remote).toBeUndefined();
  }
});

test('a folder with too many files is no tree, and its reading tells how far it is', () => {
  const folder = scratchFolder();
  for (let at = 0; at < 101; at++) mkdirSync(join(folder, `${at}`));
  for (let at = 0; at < 10_100; at++) writeFileSync(join(folder, `${at % 101}`, `${at}.rs`), '');
  const counts: number[] = [];
  openTree(folder, { onListing: (count) => counts.push(count) });
  expect(counts).toEqual([10_000]);
  expect(() => openTree(folder, { maxFiles: 5_000 })).toThrow('has more than 5,000 files: reading stops at this limit');
});
