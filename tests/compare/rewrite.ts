import { Findings } from '../../src/idol/findings.ts';
import { parseRon } from '../../src/idol/ron/parser.ts';
import type { Value } from '../../src/idol/ron/value.ts';
import { Source } from '../../src/text/index.ts';
import type { Random } from '../rust/random.ts';

/** A tree's files: path to text. */
export type Texts = Record<string, string>;

/** Writes a part of a tree otherwise, in the same meaning. */
export type Rewrite = (texts: Texts, random: Random) => void;

/** Every way of writing the same, by the words that a failure names it by. */
export const REWRITES: Readonly<Record<string, Rewrite>> = {
  'fields of an interface file in another order': (texts, random) =>
    inSome(texts, random, isInterface, (text) => withShuffledFields(text, random)),
  'comments and spaces in an interface file': (texts, random) =>
    inSome(texts, random, isInterface, (text) => respaced(text, random)),
  'comments and spaces in a Rust file': (texts, random) =>
    inSome(texts, random, isRust, (text) =>
      text.replace(/^(?=(?:pub )?(?:struct|enum|const|type|use) )|(?<=,)$/gm, () =>
        random.chance(30) ? `\n// ${random.below(100)}: {[(\n/* "x" /* } */ */ ` : '',
      ),
    ),
  'a length by another expression': (texts, random) => {
    const inLength = (text: string) =>
      text.replace(/(?<=\[[\w:<>]+; )(\d+)(?=\])/g, (digits) =>
        random.chance(50) ? expression(Number(digits), random) : digits,
      );
    inSome(texts, random, isInterface, inLength);
    inSome(texts, random, isRust, inLength);
  },
  'a constant by another expression': (texts, random) =>
    inSome(texts, random, isRust, (text) =>
      text.replace(/(?<=const \w+: usize = )(\d+)(?=;)/g, (digits) => expression(Number(digits), random)),
    ),
  'a value of a variant by another expression': (texts, random) =>
    inSome(texts, random, isRust, (text) =>
      text.replace(/(?<=^ {4}[A-Z]\w* = )(\d+)(?=,$)/gm, (digits) => expression(Number(digits), random)),
    ),
  'a type by another name': (texts, random) =>
    inApis(texts, random, (api) => {
      const name = random.pick(typesIn(api.lib));
      if (name === undefined || !api.idol.includes(`"${name}"`)) return;
      const other = `Other${random.below(1000)}`;
      const [declaration, spelling] = random.pick([
        [`pub type ${other} = ${name};`, other],
        [`pub use self::${name} as ${other};`, other],
        [`pub mod other_${other} { pub use super::${name} as It; }`, `other_${other}::It`],
        ['', `crate::${name}`],
        ['', `self::${name}`],
      ] as const);
      texts[api.libPath] = `${api.lib}\n${declaration}\n`;
      texts[api.idolPath] = api.idol.replaceAll(`"${name}"`, `"${spelling}"`);
    }),
  'types moved into a module of their own': (texts, random) =>
    inApis(texts, random, ({ lib, libPath }) => {
      if (/\bcrate::|\bsuper::|^(pub )?mod /m.test(lib)) return;
      const inner = `part_${random.below(1000)}`;
      const inFile = random.chance(50);
      const body = lib.replace(/^#!\[.*\]$|^\/\/!.*$/gm, '');
      if (inFile) texts[libPath.replace('lib.rs', `${inner}.rs`)] = body;
      texts[libPath] = `${inFile ? `mod ${inner};` : `mod ${inner} {\n${body}\n}`}\npub use ${inner}::*;\n`;
    }),
  'an interface file under another path': (texts, random) =>
    inApis(texts, random, ({ idol, idolPath }) => {
      const moved = idolPath.replace(/^idl\/(\w[\w-]*)\./, `lib/idl/$1-${random.below(1000)}.`);
      if (moved === idolPath) return;
      delete texts[idolPath];
      texts[moved] = idol;
      for (const path of Object.keys(texts)) {
        if (path.endsWith('build.rs')) texts[path] = texts[path]?.replaceAll(idolPath, moved) ?? '';
      }
    }),
};

const isInterface = (path: string) => /\.(?:idol|idl)$/.test(path);
const isRust = (path: string) => path.endsWith('.rs') && !path.endsWith('build.rs');

function inSome(texts: Texts, random: Random, isMeant: (path: string) => boolean, rewrite: (text: string) => string) {
  for (const [path, text] of Object.entries(texts)) {
    if (isMeant(path) && random.chance(50)) texts[path] = rewrite(text);
  }
}

interface Api {
  readonly lib: string;
  readonly libPath: string;
  readonly idol: string;
  readonly idolPath: string;
}

/** API crates with their interface files, as the texts are at that moment. */
function inApis(texts: Texts, random: Random, rewrite: (api: Api) => void): void {
  for (const libPath of Object.keys(texts).filter((path) => path.endsWith('-api/src/lib.rs'))) {
    if (random.chance(50)) continue;
    const build = texts[libPath.replace('src/lib.rs', 'build.rs')] ?? '';
    const idolPath = /"(?:\.\.\/)+([^"]+\.(?:idol|idl))"/.exec(build)?.[1] ?? '';
    const [lib, idol] = [texts[libPath], texts[idolPath]];
    if (lib !== undefined && idol !== undefined) rewrite({ lib, libPath, idol, idolPath });
  }
}

function typesIn(lib: string): (string | undefined)[] {
  const names = [...lib.matchAll(/^pub (?:struct|enum) (\w+)\b(?!<)/gm)].map(([, name]) => name);
  return names.length > 0 ? names : [undefined];
}

/** The same number, written otherwise. */
function expression(number: number, random: Random): string {
  const part = random.below(number + 1);
  return random.pick([
    `0x${number.toString(16)}`,
    `${part} + ${number - part}`,
    `(${number * 3} / 3)`,
    number % 2 === 0 ? `2 * ${number / 2}` : `2 * ${(number - 1) / 2} + 1`,
    `(${number} << 1) >> 1`,
  ]);
}

/** Other whitespace and more comments between tokens. A line comment ends with its line. */
function respaced(text: string, random: Random): string {
  return text.replace(/"(?:[^"\\]|\\.)*"|\/\/.*\n|\s+/g, (token) => {
    if (!/^\s/.test(token) || random.chance(60)) return token;
    return random.pick(['\n\n', '\n', '\t\n ', ' ', '\n// "x": ({[\n', '\n/* op: ( */\n']);
  });
}

/** Fields of structs in another order, maps in theirs: the order of operations, arguments and leases has a meaning. */
function withShuffledFields(text: string, random: Random): string {
  const { value } = parseRon(new Findings(new Source('idl/some.idol', text)));
  if (!value) return text;
  const { start, end } = value.span;
  return text.slice(0, start) + shuffled(text, value, random) + text.slice(end);
}

function shuffled(text: string, value: Value, random: Random): string {
  const parts: { from: number; to: number; text: string }[] = [];
  const keep = (inner: Value) =>
    parts.push({ from: inner.span.start, to: inner.span.end, text: shuffled(text, inner, random) });
  if (value.kind === 'map') for (const entry of value.entries) keep(entry.value);
  if (value.kind === 'tuple') for (const item of value.items) keep(item);
  if (value.kind === 'struct') {
    const written = value.fields.map(
      (field) => text.slice(field.span.start, field.value.span.start) + shuffled(text, field.value, random),
    );
    for (const field of value.fields) {
      const [taken = ''] = written.splice(random.below(written.length), 1);
      parts.push({ from: field.span.start, to: field.span.end, text: taken });
    }
  }
  let at = value.span.start;
  const out = parts.map((part) => {
    const before = text.slice(at, part.from);
    at = part.to;
    return before + part.text;
  });
  return out.join('') + text.slice(at, value.span.end);
}
