import { type Crate, lex } from '../../src/rust/index.ts';
import { readItems } from '../../src/rust/item-reader.ts';
import { crateFolder } from './scratch-workspace.ts';

/**
 * A crate that has a stub in the scope in which a server includes it: the module around it, and those names that the file around
 * that imports from other crates. The server itself, which runs on a microcontroller alone, is left out; so are its types.
 * @param code the stub
 */
export function serverScope(crate: Crate, stub: string, code: string): string | undefined {
  const folder = crateFolder(crate);
  for (const path of crate.files.paths) {
    if (!path.startsWith(`${folder}/src/`) || !path.endsWith('.rs')) continue;
    const text = crate.files.read(path)?.text ?? '';
    const at = text.indexOf(`"/${stub}"`);
    if (at < 0) continue;
    const module = moduleAround(text, at);
    const names = new Set(words(`${module} ${code}`));
    const own = ownTypes(text, module, names);
    return ['#![allow(unused_imports)]', ...imports(text, names), ...own, module].join('\n');
  }
  return undefined;
}

/** The types of the file itself that are named, and those that they name. What they name is added to the names. */
function ownTypes(text: string, module: string, names: Set<string>): string[] {
  const candidates = readItems(text).filter(({ kind }) => ['struct', 'enum', 'alias', 'const'].includes(kind));
  const taken = new Set<string>();
  for (let isMore = true; isMore; ) {
    isMore = false;
    for (const item of candidates) {
      const whole = text.slice(item.span.start, item.span.end);
      if (
        !('name' in item) ||
        item.name === undefined ||
        !names.has(item.name) ||
        taken.has(whole) ||
        module.includes(whole)
      )
        continue;
      for (const word of words(whole)) names.add(word);
      taken.add(whole);
      isMore = true;
    }
  }
  return [...taken];
}

function words(text: string): string[] {
  return lex(text).map((token) => token.text);
}

/** The imports from other crates that bring in one of the names, and those that may. */
function imports(text: string, names: ReadonlySet<string>): string[] {
  return readItems(text)
    .flatMap((item) => (item.kind === 'use' ? item.imports : []))
    .filter(
      ({ path: [first = ''], name }) =>
        !['crate', 'self', 'super'].includes(first) && (name === undefined || names.has(name)),
    )
    .map(
      ({ path, name }) =>
        `use ${path.join('::')}${name === undefined ? '::*' : name === path.at(-1) ? '' : ` as ${name}`};`,
    );
}

/** The module, written out in its file, that a place is in; else what is there. */
function moduleAround(text: string, at: number): string {
  const tokens = lex(text);
  for (const [index, token] of tokens.entries()) {
    if (token.text !== 'mod' || tokens[index + 2]?.text !== '{') continue;
    const close = tokens[tokens[index + 2]?.partner ?? -1];
    if (close && token.start < at && at < close.start) return `pub ${text.slice(token.start, close.end)}`;
  }
  return `include!(concat!(env!("OUT_DIR"), ${text.slice(at, text.indexOf(')', at))}));`;
}
