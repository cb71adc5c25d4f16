import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { devNull } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import process from 'node:process';
import { ReadFailure } from './problem.ts';

/** What one run of git gave. `words` is what it wrote to standard error. */
export type GitAnswer =
  | { readonly kind: 'done'; readonly output: Buffer; readonly words: string }
  | { readonly kind: 'failed'; readonly exitCode: number | null; readonly words: string }
  | { readonly kind: 'missing' };

/**
 * Settings of the repository itself, which whoever made it has written: none of them may run a program or change what git prints.
 * Those of the user and the system are not read at all.
 */
const FIXED_SETTINGS: Readonly<Record<string, string>> = {
  'core.fsmonitor': 'false',
  'core.hooksPath': devNull,
  'core.excludesFile': devNull,
  'core.attributesFile': devNull,
  'core.alternateRefsCommand': 'true',
  'core.quotePath': 'false',
  'core.untrackedCache': 'false',
  'advice.graftFileDeprecated': 'false',
  'log.showSignature': 'false',
  'i18n.logOutputEncoding': 'UTF-8',
};

/** Variables of the caller that do not change what a repository holds. All others that begin with `GIT_` are taken away. */
const KEPT_VARIABLES: ReadonlySet<string> = new Set([
  'GIT_EXEC_PATH',
  'GIT_CEILING_DIRECTORIES',
  'GIT_DISCOVERY_ACROSS_FILESYSTEM',
  'GIT_TEST_ASSUME_DIFFERENT_OWNER',
]);

/** Variables that say how the user reaches a remote: `GIT_SSH_COMMAND`, `GIT_ASKPASS`, `GIT_SSL_CAINFO`, `GIT_CONFIG_GLOBAL` … */
const NETWORK_VARIABLE = /^GIT_(?:ASKPASS|CONFIG_|HTTP_|PROXY_|SSH|SSL_)/;

const FIXED_VARIABLES: NodeJS.ProcessEnv = {
  LC_ALL: 'C',
  // Grafts and replacements are of this clone alone: a commit is what its id says.
  GIT_GRAFT_FILE: devNull,
  GIT_NO_REPLACE_OBJECTS: '1',
  GIT_NO_LAZY_FETCH: '1',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_PAGER: 'cat',
  GIT_TERMINAL_PROMPT: '0',
};

const NO_USER_SETTINGS: NodeJS.ProcessEnv = { GIT_CONFIG_GLOBAL: devNull, GIT_CONFIG_NOSYSTEM: '1' };

/** Git in one folder, in an environment that is the same for everybody. */
export class Git {
  readonly folder: string;
  /** Folders of other owners that the user trusts; read when git asks. */
  #trusted: readonly string[] | undefined;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** Runs a command of git that reads. It asks no network. */
  ask(args: readonly string[], input = ''): GitAnswer {
    const answer = this.#local(args, input);
    if (answer.kind !== 'failed' || this.#trusted || !isForeign(answer.words)) return answer;
    this.#trusted = this.#trustedFolders();
    return this.#trusted.length > 0 ? this.#local(args, input) : answer;
  }

  /** The same. Undefined when git says by exit code 1, without a complaint, that there is no such thing; any other failure is thrown. */
  read(args: readonly string[], input = ''): Buffer | undefined {
    const answer = this.ask(args, input);
    if (answer.kind === 'done') return answer.output;
    if (answer.kind === 'failed' && answer.exitCode === 1 && !/^(?:fatal|error): /m.test(answer.words))
      return undefined;
    throw this.failure(answer);
  }

  /**
   * Runs a command that asks a remote, with the user's own settings: those say how to get there. `settings` go before all others.
   */
  askRemote(
    args: readonly string[],
    input: string,
    settings: readonly (readonly [name: string, value: string])[],
  ): GitAnswer {
    const env = {
      ...environment((name) => NETWORK_VARIABLE.test(name)),
      GIT_ALLOW_PROTOCOL: 'file:http:https:ssh',
    };
    const given = settings.flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    return run(this.folder, [...options(FIXED_SETTINGS), ...given, ...this.#trust(), ...args], input, env);
  }

  /** Every setting, with who made it: `local` and `worktree` are the repository's own. */
  settings(): readonly { readonly scope: string; readonly name: string; readonly value: string }[] {
    const answer = this.askRemote(['config', '--null', '--show-scope', '--list'], '', []);
    if (answer.kind !== 'done') throw this.failure(answer);
    const parts = answer.output.toString().split('\0').slice(0, -1);
    return parts.flatMap((scope, index) => {
      if (index % 2 === 1) return [];
      const [name = '', ...lines] = (parts[index + 1] ?? '').split('\n');
      return [{ scope, name, value: lines.join('\n') }];
    });
  }

  /** What an answer that is no answer means to the user. */
  failure(answer: GitAnswer): ReadFailure {
    if (answer.kind === 'missing') return new ReadFailure(NO_GIT, 'install git');
    const words = answer.kind === 'failed' && answer.exitCode === null ? `${answer.words}\nkilled` : answer.words;
    return new ReadFailure(`git cannot read \`${this.folder}\`: ${essence(words)}`, helpFor(words, this.folder));
  }

  #local(args: readonly string[], input: string): GitAnswer {
    const env = { ...environment(() => false), ...NO_USER_SETTINGS };
    return run(this.folder, [...options(FIXED_SETTINGS), ...this.#trust(), ...args], input, env);
  }

  #trust(): string[] {
    return (this.#trusted ?? []).flatMap((folder) => ['-c', `safe.directory=${folder}`]);
  }

  /** `safe.directory` of the user and the system. */
  #trustedFolders(): string[] {
    const env = { ...environment((name) => name.startsWith('GIT_CONFIG_')), GIT_DIR: devNull };
    const answer = run(this.folder, ['config', '--null', '--get-all', 'safe.directory'], '', env);
    return answer.kind === 'done' ? answer.output.toString().split('\0').slice(0, -1) : [];
  }
}

export const NO_GIT = 'git is needed to read a repository, and it was not found';

/** True when a folder lies in a repository, or is one, as far as that can be seen without git. */
export function isBelowGit(folder: string): boolean {
  for (let at = resolve(folder); ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return true;
    if (at === dirname(at)) return false;
  }
}

/** True of words that speak of a repository that is there and cannot be read, rather than of something that is not in it. */
export function speaksOfDamage(words: string): boolean {
  return /corrupt|inflate|unable to (?:read|open|unpack|mmap|map)|packfile|pack has bad|too short|file truncated|bad object|missing object|broken ref|is empty|Permission denied|Input\/output error|unknown repository extension|Expected git repo version|bad config|bad (?:numeric|boolean) config/i.test(
    words,
  );
}

function isForeign(words: string): boolean {
  return words.includes('dubious ownership') || words.includes('unsafe repository');
}

/** The sentences of git's complaint that say what is wrong, at most three. */
function essence(words: string): string {
  const lines = words.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('hint: '));
  const complaints = lines.filter((line) => /^(?:fatal|error|warning): /.test(line));
  const chosen = [...new Set(complaints.length > 0 ? complaints : lines)].slice(-3);
  return chosen.map((line) => line.replace(/^(?:fatal|error|warning): /, '').trim()).join('; ') || 'it gives no reason';
}

function helpFor(words: string, folder: string): string | undefined {
  if (isForeign(words)) {
    const top = /repository (?:at )?'([^']+)'/.exec(words)?.[1] ?? folder;
    return `another user owns the repository; if you trust it: \`git config --global --add safe.directory ${top}\``;
  }
  if (/Permission denied/i.test(words)) return 'let this user read the repository';
  if (speaksOfDamage(words)) return '`git fsck` lists what is damaged; a new clone repairs it';
  return undefined;
}

function options(settings: Readonly<Record<string, string>>): string[] {
  return ['--no-pager', ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
}

function environment(isKept: (name: string) => boolean): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !name.startsWith('GIT_') || KEPT_VARIABLES.has(name) || isKept(name),
  );
  return { ...Object.fromEntries(kept), ...FIXED_VARIABLES };
}

function run(folder: string, args: readonly string[], input: string, env: NodeJS.ProcessEnv): GitAnswer {
  const ended = spawnSync('git', args, { cwd: folder, input, env, maxBuffer: Number.POSITIVE_INFINITY });
  if (ended.error) {
    // A program that ends before it has read its input is no error by itself: its exit code tells.
    const code = 'code' in ended.error ? ended.error.code : undefined;
    if (code === 'ENOENT') return { kind: 'missing' };
    if (code !== 'EPIPE') return { kind: 'failed', exitCode: ended.status, words: ended.error.message };
  }
  const words = ended.stderr.toString();
  if (ended.status === 0) return { kind: 'done', output: ended.stdout, words };
  return { kind: 'failed', exitCode: ended.status, words };
}
