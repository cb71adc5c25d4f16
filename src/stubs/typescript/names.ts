/** What generated files have in scope besides their own types: a type of that name gets another. */
const TAKEN = [
  ...[
    'Array',
    'Promise',
    'Uint8Array',
    'Error',
    'Object',
    'String',
    'Number',
    'Boolean',
    'BigInt',
    'Symbol',
    'Function',
  ],
  ...['Awaitable', 'Caller', 'Cell', 'Client', 'RuntimeSchema', 'Leased', 'LeasedBytes', 'LeasedSlice', 'Pipelined'],
  ...['Result', 'Sender', 'Server', 'ServerDeath', 'ServerOptions', 'TaskId', 'SCHEMA'],
];

/** Words that are no names of types in TypeScript, though Rust may use them so. */
const NO_TYPES = [
  'any',
  'unknown',
  'never',
  'void',
  'null',
  'undefined',
  'object',
  'string',
  'number',
  'bigint',
  'boolean',
  'symbol',
];

/** Words that cannot name a parameter of a strict function. */
const NO_PARAMETERS = new Set([
  ...[
    'arguments',
    'await',
    'break',
    'case',
    'catch',
    'class',
    'const',
    'continue',
    'debugger',
    'default',
    'delete',
    'do',
  ],
  ...['else', 'enum', 'eval', 'export', 'extends', 'false', 'finally', 'for', 'function', 'if', 'implements', 'import'],
  ...['in', 'instanceof', 'interface', 'let', 'new', 'null', 'package', 'private', 'protected', 'public', 'return'],
  ...['static', 'super', 'switch', 'this', 'throw', 'true', 'try', 'typeof', 'var', 'void', 'while', 'with', 'yield'],
]);

/** Gives each type of a file a name of its own, as near to its Rust name as can be. */
export class TypeNames {
  readonly #taken = new Set([...TAKEN, ...NO_TYPES]);

  /** @param qualifier goes in front where the name is taken: the crate */
  take(name: string, qualifier = ''): string {
    const plain = identifier(name);
    let chosen = this.#taken.has(plain) ? upperCamel(qualifier) + plain : plain;
    for (let number = 2; this.#taken.has(chosen); number++) chosen = `${upperCamel(qualifier)}${plain}${number}`;
    this.#taken.add(chosen);
    return chosen;
  }
}

/** `Tagged<u8, [Mode; 4]>` becomes `Tagged_u8_Mode_4`: characters that no name has part words. */
function identifier(name: string): string {
  const words = name.split(/[^\p{L}\p{N}_$]+/u).filter((word) => word !== '');
  const joined = words.join('_');
  return /^\p{N}/u.test(joined) || joined === '' ? `_${joined}` : joined;
}

function upperCamel(snake: string): string {
  return snake
    .split('_')
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join('');
}

/** `RainGauge` becomes `rainGauge`, `SPI` `spi`, `SPIFlash` `spiFlash`. */
export function lowerCamel(name: string): string {
  const capitals = /^[A-Z]+(?![a-z])|^[A-Z]/.exec(name)?.[0] ?? '';
  return capitals.toLowerCase() + name.slice(capitals.length);
}

/** Parameter names of a method: as in the interface, with `_` behind where a word is taken. A server's first is `caller`. */
export function parameterNames(names: readonly string[]): string[] {
  const used = new Set(['caller']);
  return names.map((name) => {
    let chosen = NO_PARAMETERS.has(name) || used.has(name) ? `${name}_` : name;
    while (used.has(chosen)) chosen += '_';
    used.add(chosen);
    return chosen;
  });
}
