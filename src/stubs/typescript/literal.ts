/** Columns of a generated line. */
export const LINE_WIDTH = 120;

/**
 * Plain data (objects, arrays, strings, numbers, booleans, null) as a TypeScript expression, without absent properties, laid out as the usual formatters do: on one line where it fits, else one part per line.
 * @param column where the expression begins
 * @param indent of the line that it begins on
 * @param trailing characters that follow its last line
 */
export function literal(data: unknown, column: number, indent = '', trailing = 0): string {
  const parts = partsOf(data);
  if (!parts) return scalar(data);
  const flat = flatLiteral(data, LINE_WIDTH - column - trailing);
  if (flat !== undefined) return flat;
  const inner = `${indent}  `;
  const lines = parts.map(({ key, value }) => {
    const start = key === undefined ? inner : `${inner}${key}: `;
    return `${start}${literal(value, start.length, inner, 1)},`;
  });
  const [open, close] = Array.isArray(data) ? ['[', ']'] : ['{', '}'];
  return [open, ...lines, `${indent}${close}`].join('\n');
}

interface Part {
  readonly key?: string;
  readonly value: unknown;
}

function partsOf(data: unknown): Part[] | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  if (Array.isArray(data)) return data.map((value) => ({ value }));
  return Object.entries(data).flatMap(([key, value]) =>
    value === undefined ? [] : [{ key: propertyName(key), value }],
  );
}

function scalar(data: unknown): string {
  return typeof data === 'string' ? quoted(data) : String(data);
}

/** On one line, or undefined when that takes more than `room` characters or formatters break it in any case. Stops as soon as it knows. */
function flatLiteral(data: unknown, room: number): string | undefined {
  const parts = partsOf(data);
  const brackets = Array.isArray(data) ? ['[', ']'] : ['{ ', ' }'];
  if (!parts) return scalar(data).length <= room ? scalar(data) : undefined;
  if (parts.length === 0) return Array.isArray(data) ? '[]' : '{}';
  if (Array.isArray(data) && isGrid(parts)) return undefined;
  let text = brackets[0] as string;
  for (const [index, { key, value }] of parts.entries()) {
    text += `${index === 0 ? '' : ', '}${key === undefined ? '' : `${key}: `}`;
    const item = flatLiteral(value, room - text.length);
    if (item === undefined) return undefined;
    text += item;
  }
  text += brackets[1];
  return text.length <= room ? text : undefined;
}

/** Formatters break a list of several objects, or of several lists, each with several parts, whatever its length. */
function isGrid(items: readonly Part[]): boolean {
  const several = (value: unknown) => (partsOf(value)?.length ?? 0) > 1;
  const lists = items.filter(({ value }) => Array.isArray(value)).length;
  return items.length > 1 && (lists === 0 || lists === items.length) && items.every(({ value }) => several(value));
}

/** A string literal in single quotes, or in double quotes where that saves a backslash. */
export function quoted(text: string): string {
  const json = JSON.stringify(text).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
  if (text.includes("'") && !text.includes('"')) return json;
  return `'${json.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

/** A property's name, quoted where it has to be. */
export function propertyName(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : quoted(name);
}

/** `head(items)tail` on one line where it fits, else one item per line. */
export function list(head: string, items: readonly string[], tail: string, indent = ''): string {
  const flat = `${indent}${head}${items.join(', ')}${tail}`;
  if (items.length === 0 || flat.length <= LINE_WIDTH) return flat;
  return [`${indent}${head}`, ...items.map((item) => `${indent}  ${item},`), `${indent}${tail}`].join('\n');
}
