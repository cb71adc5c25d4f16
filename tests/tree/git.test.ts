import { appendFileSync, chmodSync, existsSync, mkdirSync, readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { GitRepository, openRevision, openTree, ReadFailure } from '../../src/tree/index.ts';
import { commit, git, scratchFolder, write } from './scratch.ts';

const TREE = { 'Cargo.toml': '[workspace]\n', 'idl/a.idol': 'one', 'a.rs': 'r', 'm.json': '{}' };

function repository(folder: string, onFetch?: (objects: number, remote: string) => void): GitRepository {
  const answer = GitRepository.open(folder, onFetch);
  if (!answer.ok) throw new Error(answer.problem.message);
  return answer.value;
}

/** Every text of a revision, by path. */
function texts(of: GitRepository, rev = 'HEAD'): Record<string, string | undefined> {
  const tree = openRevision(of, rev);
  if (!tree.ok) throw new Error(tree.problem.message);
  const { files } = tree.value;
  return Object.fromEntries(files.paths.map((path) => [path, files.read(path)?.text]));
}

function failure(act: () => unknown): ReadFailure {
  try {
    act();
  } catch (error) {
    if (error instanceof ReadFailure) return error;
    throw error;
  }
  throw new Error('nothing failed');
}

/** A repository with two commits, `v1` and HEAD. */
function twoCommits(): string {
  const folder = scratchFolder();
  write(folder, TREE);
  commit(folder);
  git(folder, 'tag', 'v1');
  write(folder, { 'idl/a.idol': 'two', 'a.rs': 'r2', 'm.json': '[]' });
  commit(folder);
  return folder;
}

function objectPath(folder: string, id: string): string {
  return join(folder, '.git/objects', id.slice(0, 2), id.slice(2));
}

describe('a partial clone', () => {
  function clone(filter: string): { origin: string; folder: string } {
    const origin = twoCommits();
    git(origin, 'config', 'uploadpack.allowFilter', 'true');
    git(origin, 'config', 'uploadpack.allowAnySHA1InWant', 'true');
    const folder = join(scratchFolder(), 'clone');
    git(origin, 'clone', '--quiet', '--no-checkout', `--filter=${filter}`, `file://${origin}`, folder);
    return { origin, folder };
  }

  test('without blobs fetches all that a revision needs in one request', () => {
    const { folder } = clone('blob:none');
    const onFetch = vi.fn();
    expect(texts(repository(folder, onFetch), 'v1')).toEqual(TREE);
    expect(onFetch.mock.calls).toEqual([[4, 'origin']]);
  });

  test('fetches what several revisions need in one request', () => {
    const { folder } = clone('blob:none');
    const onFetch = vi.fn();
    const of = repository(folder, onFetch);
    const commits = ['v1', 'HEAD'].map((rev) => git(folder, 'rev-parse', rev));
    for (const rev of commits) {
      const tree = openRevision(of, rev, () => commits);
      if (tree.ok) for (const path of tree.value.files.paths) tree.value.files.read(path);
    }
    expect(onFetch.mock.calls).toEqual([[7, 'origin']]);
  });

  test('without trees fetches them first', () => {
    const { folder } = clone('tree:0');
    const onFetch = vi.fn();
    expect(texts(repository(folder, onFetch), 'v1')).toEqual(TREE);
    expect(onFetch).toHaveBeenCalledTimes(2);
  });

  test('whose remote is gone says how much it lacks, and what to do', () => {
    const { origin, folder } = clone('blob:none');
    git(folder, 'remote', 'set-url', 'origin', `file://${origin}-gone`);
    const { message, help } = failure(() => texts(repository(folder), 'v1'));
    expect(message).toMatch(/^this clone lacks 4 objects, and `origin` does not give them: /);
    expect(help).toContain('git fetch --refetch');
  });

  test('runs no program of its own configuration while it fetches', () => {
    const { folder } = clone('blob:none');
    const { program, hasRun } = trap();
    for (const name of HOSTILE_NETWORK) git(folder, 'config', name, program);
    expect(texts(repository(folder), 'v1')).toEqual(TREE);
    git(folder, 'config', 'remote.origin.vcs', 'ext');
    git(folder, 'config', 'remote.origin.url', `ext::${program}`);
    git(folder, 'tag', '--delete', 'v1');
    failure(() => repository(folder).blob('0123456789012345678901234567890123456789'));
    expect(hasRun()).toBe(false);
  });
});

describe('a repository that cannot be read ends the command', () => {
  test('when another user owns it, with the setting that helps', () => {
    const folder = twoCommits();
    vi.stubEnv('GIT_TEST_ASSUME_DIFFERENT_OWNER', '1');
    try {
      const { message, help } = failure(() => GitRepository.open(folder));
      expect(message).toContain('dubious ownership');
      expect(help).toContain(`git config --global --add safe.directory ${folder}`);
      expect(failure(() => openTree(folder, { rev: 'v1' })).message).toBe(message);
      vi.stubEnv('GIT_CONFIG_COUNT', '1');
      vi.stubEnv('GIT_CONFIG_KEY_0', 'safe.directory');
      vi.stubEnv('GIT_CONFIG_VALUE_0', folder);
      expect(texts(repository(folder), 'v1')).toEqual(TREE);
    } finally {
      vi.unstubAllEnvs();
    }
  });

  test('when its pack is cut off', () => {
    const folder = twoCommits();
    git(folder, 'gc', '--quiet');
    const packs = join(folder, '.git/objects/pack');
    const pack = readdirSync(packs).find((name) => name.endsWith('.pack')) ?? '';
    chmodSync(join(packs, pack), 0o644);
    truncateSync(join(packs, pack), 40);
    const { help } = failure(() => texts(repository(folder), 'v1'));
    expect(help).toContain('git fsck');
    expect(failure(() => repository(folder).tags()).help).toContain('git fsck');
  });

  test('when one blob is damaged or lost, whatever else is asked for with it', () => {
    for (const content of ['garbage', '']) {
      const folder = twoCommits();
      const blob = git(folder, 'rev-parse', 'v1:idl/a.idol');
      chmodSync(objectPath(folder, blob), 0o644);
      writeFileSync(objectPath(folder, blob), content);
      expect(failure(() => texts(repository(folder), 'v1')).message).toContain(blob.slice(2));
      expect(texts(repository(folder), 'HEAD')['idl/a.idol']).toBe('two');
    }
  });

  test('when a tag leads to nothing', () => {
    const folder = twoCommits();
    writeFileSync(join(folder, '.git/refs/tags/zero'), `${'0'.repeat(40)}\n`);
    expect(failure(() => repository(folder).tags()).message).toContain('refs/tags/zero');
    writeFileSync(join(folder, '.git/refs/tags/zero'), `${'1'.repeat(40)}\n`);
    expect(failure(() => repository(folder).tags()).message).toContain('refs/tags/zero');
  });

  test('when its own configuration cannot be read', () => {
    const folder = twoCommits();
    appendFileSync(join(folder, '.git/config'), '\n[core\n');
    expect(failure(() => GitRepository.open(folder)).message).toContain('bad config');
  });
});

test('only what is committed counts: no grafts, replacements and variables of the caller', () => {
  const folder = twoCommits();
  const [first = '', second = ''] = ['v1', 'HEAD'].map((rev) => git(folder, 'rev-parse', rev));
  mkdirSync(join(folder, '.git/info'), { recursive: true });
  writeFileSync(join(folder, '.git/info/grafts'), `${first} ${second}\n${second} ${first}\n`);
  git(folder, 'replace', git(folder, 'rev-parse', 'HEAD:idl/a.idol'), git(folder, 'rev-parse', 'v1:idl/a.idol'));
  vi.stubEnv('GIT_DIR', '/nowhere');
  vi.stubEnv('GIT_WORK_TREE', '/nowhere');
  vi.stubEnv('GIT_CONFIG_PARAMETERS', "'core.bare'='true'");
  vi.stubEnv('GIT_NAMESPACE', 'x');
  vi.stubEnv('GIT_TRACE', '1');
  try {
    const of = repository(folder);
    expect(of.parents([second])).toEqual(
      new Map([
        [second, [first]],
        [first, []],
      ]),
    );
    expect(texts(of)['idl/a.idol']).toBe('two');
  } finally {
    vi.unstubAllEnvs();
  }
});

describe('every kind of repository', () => {
  const kinds: Readonly<Record<string, () => string>> = {
    bare() {
      const folder = join(scratchFolder(), 'bare.git');
      git(twoCommits(), 'clone', '--quiet', '--bare', '.', folder);
      return folder;
    },
    'with SHA-256'() {
      const folder = scratchFolder();
      git(folder, 'init', '--quiet', '--object-format=sha256');
      write(folder, TREE);
      commit(folder);
      git(folder, 'tag', 'v1');
      return folder;
    },
    'with packed refs and packed objects'() {
      const folder = twoCommits();
      git(folder, 'pack-refs', '--all');
      git(folder, 'gc', '--quiet');
      return folder;
    },
    'with alternates'() {
      const folder = join(scratchFolder(), 'clone');
      git(twoCommits(), 'clone', '--quiet', '--shared', '.', folder);
      return folder;
    },
    'with a detached HEAD'() {
      const folder = twoCommits();
      git(folder, 'checkout', '--quiet', '--detach', 'v1');
      return folder;
    },
    'that is a worktree'() {
      const folder = join(scratchFolder(), 'worktree');
      git(twoCommits(), 'worktree', 'add', '--quiet', folder, 'HEAD');
      return folder;
    },
    'that is a submodule'() {
      const folder = scratchFolder();
      commit(folder);
      git(folder, 'submodule', '--quiet', 'add', `file://${twoCommits()}`, 'sub');
      git(join(folder, 'sub'), 'fetch', '--quiet', '--tags');
      return join(folder, 'sub');
    },
    'whose folder has an odd name'() {
      const folder = join(scratchFolder(), 'a\nb "c" *');
      mkdirSync(folder);
      write(folder, TREE);
      commit(folder);
      git(folder, 'tag', 'v1');
      return folder;
    },
  };

  for (const [kind, make] of Object.entries(kinds)) {
    test(kind, () => {
      const folder = make();
      const of = repository(folder);
      expect(texts(of, 'v1')).toEqual(TREE);
      expect(of.tags()).toEqual([{ name: 'v1', commit: git(folder, 'rev-parse', 'v1') }]);
      expect(of.head()).toBe(git(folder, 'rev-parse', 'HEAD'));
    });
  }

  test('with a folder of odd name as the tree', () => {
    const folder = scratchFolder();
    const odd = 'a\nb ü*';
    write(folder, { [`${odd}/Cargo.toml`]: 'here', 'other/Cargo.toml': 'there' });
    commit(folder);
    expect(texts(repository(join(folder, odd)))).toEqual({ 'Cargo.toml': 'here' });
  });

  test('with odd names of tags, and tags of tags', () => {
    const folder = scratchFolder();
    const head = commit(folder);
    const names = ['100%', 'HEAD', 'a"b', 'a/b/c', 'main', 'ünï', '(x)'].sort();
    for (const name of names) git(folder, 'tag', name);
    git(folder, 'tag', '--annotate', '--message', 'm', 'inner');
    git(folder, 'tag', '--annotate', '--message', 'm', 'outer', 'inner');
    const found = repository(folder).tags();
    expect(found.map(({ name }) => name).sort()).toEqual([...names, 'inner', 'outer'].sort());
    expect(new Set(found.map((tag) => tag.commit))).toEqual(new Set([head]));
  });
});

/** Settings that name programs, or change what git prints. `%` stands for a program that must not run. */
const HOSTILE = {
  'alias.rev-parse': '!%',
  'color.ui': 'always',
  'column.ui': 'always',
  'core.abbrev': '4',
  'core.alternateRefsCommand': '%',
  'core.askPass': '%',
  'core.editor': '%',
  'core.fsmonitor': '%',
  'core.pager': '%',
  'core.quotePath': 'true',
  'core.sshCommand': '%',
  'diff.external': '%',
  'diff.noprefix': 'true',
  'filter.x.clean': '%',
  'filter.x.process': '%',
  'filter.x.smudge': '%',
  'format.pretty': 'fuller',
  'gpg.program': '%',
  'i18n.logOutputEncoding': 'UTF-16',
  'log.date': 'relative',
  'log.decorate': 'full',
  'log.showSignature': 'true',
  'pager.rev-list': '%',
  'tag.gpgSign': 'true',
  'textconv.x': '%',
} as const;

const HOSTILE_NETWORK = [
  'core.alternateRefsCommand',
  'core.askPass',
  'core.fsmonitor',
  'core.gitProxy',
  'core.sshCommand',
  'credential.helper',
  'credential.file:///.helper',
  'remote.origin.uploadpack',
  'uploadpack.packObjectsHook',
];

/** A program that leaves a mark when it runs. */
function trap(): { program: string; hasRun: () => boolean } {
  const folder = scratchFolder();
  const [program, mark] = [join(folder, 'trap'), join(folder, 'mark')];
  writeFileSync(program, `#!/bin/sh\ntouch '${mark}'\n`, { mode: 0o755 });
  return { program, hasRun: () => existsSync(mark) };
}

describe('no configuration runs a program or changes an answer', () => {
  function answersOf(folder: string) {
    const of = repository(folder);
    const head = of.head() as string;
    return {
      texts: texts(of, 'v1'),
      tags: of.tags(),
      parents: [...of.parents([head])],
      dates: [...of.dates([head])],
      base: of.mergeBase('v1', 'HEAD'),
      branch: of.mainBranch(),
      remote: of.remote(),
      missing: of.resolve('v2'),
    };
  }

  function signed(): string {
    const folder = twoCommits();
    const lines = git(folder, 'cat-file', 'commit', 'HEAD').split('\n');
    const at = lines.indexOf('');
    const signature = ['gpgsig -----BEGIN PGP SIGNATURE-----', ' ', ' x', ' -----END PGP SIGNATURE-----'];
    const text = [...lines.slice(0, at), ...signature, ...lines.slice(at), ''].join('\n');
    writeFileSync(join(folder, '.git/signed'), text);
    git(folder, 'update-ref', 'HEAD', git(folder, 'hash-object', '-t', 'commit', '-w', '.git/signed'));
    git(folder, 'remote', 'add', 'origin', 'https://example.com/owner/name');
    return folder;
  }

  test('of the repository', () => {
    const folder = signed();
    const expected = answersOf(folder);
    const { program, hasRun } = trap();
    for (const [name, value] of Object.entries(HOSTILE)) git(folder, 'config', name, value.replace('%', program));
    for (const hook of ['post-index-change', 'reference-transaction', 'fsmonitor-watchman']) {
      mkdirSync(join(folder, '.git/hooks'), { recursive: true });
      writeFileSync(join(folder, '.git/hooks', hook), `#!/bin/sh\n${program}\n`, { mode: 0o755 });
    }
    write(folder, { '.gitattributes': '* filter=x diff=x\n' });
    expect(answersOf(folder)).toEqual(expected);
    expect(hasRun()).toBe(false);
  });

  test('of the user', () => {
    const folder = signed();
    const expected = answersOf(folder);
    const { program, hasRun } = trap();
    const home = scratchFolder();
    for (const [name, value] of Object.entries({ ...HOSTILE, 'url.http://other/.insteadOf': 'https://' })) {
      git(folder, 'config', '--file', join(home, '.gitconfig'), name, value.replace('%', program));
    }
    vi.stubEnv('HOME', home);
    vi.stubEnv('GIT_PAGER', program);
    vi.stubEnv('GIT_EXTERNAL_DIFF', program);
    vi.stubEnv('GIT_CONFIG_GLOBAL', join(home, '.gitconfig'));
    try {
      expect(answersOf(folder)).toEqual(expected);
      expect(hasRun()).toBe(false);
    } finally {
      vi.unstubAllEnvs();
    }
  });
});
