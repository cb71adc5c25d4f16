import { GIT_FORM, gitAddressOf, isGitPlace, publicPlace } from '../remote/address.ts';

/** What a tree is compared with, as `--against` says it. */
export type Against =
  | { readonly kind: 'folder'; readonly path: string }
  | { readonly kind: 'git'; readonly revision: string }
  | { readonly kind: 'merge-base'; readonly branch: string }
  | { readonly kind: 'archive'; readonly path: string }
  | { readonly kind: 'lock'; readonly path: string }
  | { readonly kind: 'registry'; readonly place: string; readonly release?: string };

/** What can be told of a path, so that this file asks no disk. */
export type PathKind = 'none' | 'folder' | 'registry' | 'file';

export type ParsedAgainst =
  | { readonly ok: true; readonly value: Against }
  | { readonly ok: false; readonly message: string; readonly help: string };

export const AGAINST_FORMS =
  'it is a folder, `git:<revision>`, `merge-base:<branch>`, an archive (.tar, .tar.gz, .zip), a lock file, or a registry (folder, URL, `git+<remote>#<branch>@<release>` or `s3://bucket/prefix#<release>`)';

/**
 * Reads the words of `--against`. A prefix decides; without one a path that exists is taken, and else a revision. A word that is
 * both is refused, because a guess would compare with the wrong thing and say nothing.
 */
export function parseAgainst(
  text: string,
  pathKind: (path: string) => PathKind,
  isRevision: (name: string) => boolean,
): ParsedAgainst {
  const [, prefix, rest = ''] = /^(git|merge-base|registry):(.*)$/s.exec(text) ?? [];
  if (prefix !== undefined && rest === '') return refuse(`\`${text}\` names nothing after the colon`);
  if (prefix === 'git') return accept({ kind: 'git', revision: rest });
  if (prefix === 'merge-base') return accept({ kind: 'merge-base', branch: rest });
  if (prefix === 'registry') return accept(registry(rest));
  if (isGitPlace(text)) return gitRegistry(text);
  if (/^(?:https?|s3):\/\//.test(text)) return accept(registry(text));
  if (text === '') return refuse('`--against` names nothing');
  const kind = pathKind(text);
  const [folder = '', release] = text.split('#');
  if (kind === 'none' && release && pathKind(folder) === 'registry') return accept(registry(text));
  if (kind === 'none') {
    if (isRevision(text)) return accept({ kind: 'git', revision: text });
    if (release) return refuse(`there is no registry at \`${folder}\``);
    if (/\.(?:tar|tar\.gz|tgz|zip|json)$/.test(text)) return refuse(`there is no file \`${text}\``);
    return refuse(`there is no file, no folder and no revision \`${text}\``);
  }
  if (!/[./\\]/.test(text) && isRevision(text)) {
    return {
      ok: false,
      message: `\`${text}\` is both a ${kind === 'file' ? 'file' : 'folder'} and a revision`,
      help: `write \`./${text}\` or \`git:${text}\``,
    };
  }
  if (kind === 'folder') return accept({ kind: 'folder', path: text });
  if (kind === 'registry') return accept(registry(text));
  if (/\.(?:tar|tar\.gz|tgz|zip)$/i.test(text)) return accept({ kind: 'archive', path: text });
  if (/\.json$/i.test(text)) return accept({ kind: 'lock', path: text });
  return refuse(`\`${text}\` is no archive and no lock file`);
}

/** `https://…#gimlet-v1.0.3` is one release of a registry; without it, the newest. */
function registry(text: string): Against {
  const [place = '', release] = text.split('#');
  return { kind: 'registry', place, ...(release && { release }) };
}

/** `git+<remote>#<branch>@<release>`; without a release, the newest. */
function gitRegistry(text: string): ParsedAgainst {
  const [, place = text, release] = /^(.*#.*)@([^@]+)$/s.exec(text) ?? [];
  if (!gitAddressOf(place)) {
    return { ok: false, message: `\`${publicPlace(text)}\` does not name a remote and a branch`, help: GIT_FORM };
  }
  return accept({ kind: 'registry', place, ...(release && { release }) });
}

function accept(value: Against): ParsedAgainst {
  return { ok: true, value };
}

function refuse(message: string): ParsedAgainst {
  return { ok: false, message, help: AGAINST_FORMS };
}
