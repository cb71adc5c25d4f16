import {
  type Condition,
  type Crate,
  type GeneratedText,
  type Generator,
  lex,
  stringLiteral,
} from '../../rust/index.ts';
import { Source } from '../../text/index.ts';
import { registerMap, upperCamelCase } from './register-map.ts';

/** What build scripts know of the images that a tree makes. */
export interface Environment {
  readonly images: readonly ImageContents[];
}

export interface ImageContents {
  readonly name: string;
  /** How many tasks it has. */
  readonly taskCount: number;
  /** The `[config]` table of its merged manifest. */
  readonly config: Readonly<Record<string, unknown>>;
}

/**
 * Knows what Hubris' build scripts write into `OUT_DIR`, as far as messages use it: the socket and VLAN enums of the net task, the
 * number of tasks, register maps. It recognises a script by what it calls or writes, and gives the text of the declarations;
 * where they depend on the image, there is one text for all images that share it.
 */
export function generatorOf(environment: Environment): Generator {
  return (crate, file) => {
    const script = crate.buildScript === undefined ? undefined : crate.files.read(crate.buildScript);
    if (!script?.text.includes(file)) return [];
    const { words, strings } = wordsOf(script);
    const declarations: ((image: ImageContents) => string | undefined)[] = [];
    if (words.has('generate_socket_enum')) declarations.push(socketEnum);
    if (words.has('generate_vlan_enum')) declarations.push(vlanEnum);
    if (strings.some((text) => /\bconst NUM_TASKS: usize = \{/.test(text))) declarations.push(taskCount);
    const texts = declarations.flatMap((declare) => perImage(environment.images, declare, `${crate.name}/${file}`));
    if (words.has('fpga_regs')) {
      const maps = strings.filter((text) => text.endsWith('.json'));
      texts.push(...maps.flatMap((map) => registerMapText(crate, map)));
    }
    return texts;
  };
}

function wordsOf(script: Source): { words: ReadonlySet<string>; strings: readonly string[] } {
  const tokens = lex(script.text);
  return {
    words: new Set(tokens.flatMap(({ kind, text }) => (kind === 'ident' ? [text] : []))),
    strings: tokens.flatMap(({ kind, text }) => (kind === 'string' ? (stringLiteral(text) ?? []) : [])),
  };
}

function perImage(
  images: readonly ImageContents[],
  declare: (image: ImageContents) => string | undefined,
  path: string,
): GeneratedText[] {
  const imagesByText = new Map<string, string[]>();
  for (const image of images) {
    const text = declare(image);
    if (text !== undefined) imagesByText.set(text, [...(imagesByText.get(text) ?? []), image.name]);
  }
  return [...imagesByText].map(([text, names]) => {
    const conditions: Condition[] = imagesByText.size === 1 ? [] : [{ kind: 'images', images: names }];
    return { conditions, source: new Source(path, text) };
  });
}

const SERDE = 'serde::Serialize, serde::Deserialize, hubpack::SerializedSize';

/** The script keeps sockets in a sorted map, VLANs in one that keeps the order of the manifest. */
function socketEnum({ config }: ImageContents): string | undefined {
  const sockets = tableIn(config, 'net', 'sockets');
  if (!sockets) return undefined;
  const variants = Object.keys(sockets)
    .sort()
    .map((name, index) => `${name} = ${index},`);
  return `#[derive(Copy, Clone, FromPrimitive, ${SERDE})] #[repr(u8)] pub enum SocketName { ${variants.join(' ')} }`;
}

function vlanEnum({ config }: ImageContents): string | undefined {
  const net = tableIn(config, 'net');
  if (!net) return undefined;
  const names = Object.keys(tableIn(net, 'vlans') ?? {}).map(upperCamelCase);
  return `#[derive(Copy, Clone, ${SERDE})] pub enum VLanId { ${(names.length > 0 ? names : ['None']).join(', ')} }`;
}

function taskCount({ taskCount: count }: ImageContents): string {
  return `pub const NUM_TASKS: usize = ${count};`;
}

function registerMapText(crate: Crate, file: string): GeneratedText[] {
  const folder = (crate.buildScript ?? '').split('/').slice(0, -1);
  for (const part of file.split('/')) {
    if (part === '..') folder.pop();
    else if (part !== '.') folder.push(part);
  }
  const source = crate.files.read(folder.join('/'));
  const declarations = source && registerMap(source);
  return declarations ? [{ conditions: [], source: declarations }] : [];
}

function tableIn(table: Readonly<Record<string, unknown>>, ...path: string[]): Record<string, unknown> | undefined {
  let at: unknown = table;
  for (const key of path) at = isTable(at) && Object.hasOwn(at, key) ? at[key] : undefined;
  return isTable(at) ? at : undefined;
}

function isTable(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
