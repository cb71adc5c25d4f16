/** True for a word that can name something. A raw identifier (`r#type`) always can. */
export function isIdentifier(word: string): boolean {
  const raw = word.startsWith('r#');
  const name = raw ? word.slice(2) : word;
  // Nearly every name is plain, and `\p` is slow.
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !/^[\p{XID_Start}_]\p{XID_Continue}*$/u.test(name)) return false;
  if (name === '_') return false;
  return raw ? !/^(crate|self|super|Self)$/.test(name) : !KEYWORDS.has(name);
}

const KEYWORDS = new Set(
  (
    'abstract as async await become box break const continue crate do dyn else enum extern false final fn for if impl ' +
    'in let loop macro match mod move mut override priv pub ref return Self self static struct super trait true try ' +
    'type typeof unsafe unsized use virtual where while yield'
  ).split(' '),
);
