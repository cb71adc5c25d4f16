/** Columns of a generated line. */
export const LINE_WIDTH = 120;

/**
 * Plain data (objects, arrays, strings, numbers, booleans, null) as a TypeScript expression, without absent properties, laid out as the usual formatters do: on one line where it fits, else one part per line.
 * @param column where the expression begins
 * @param indent of the line that it begins on
 * @param trailing characters that follow its last line
 */
export function literal(data: unknown, column: number, indent = '', trailing = 0): string {
  const flat = flatLiteral(data);
  const parts = partsOf(data);
  const fits = column + flat.length + trailing <= LINE_WIDTH;
  if (!parts || parts.length === 0 || (fits && !mustBreak(data))) return flat;
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
  if (isList(data)) return data.map((value) => ({ value }));
  return Object.entries(data).flatMap(([key, value]) =>
    value === undefined ? [] : [{ key: propertyName(key), value }],
  );
}

function isList(data: unknown): data is readonly unknown[] {
  return Array.isArray(data);
}

function flatLiteral(data: unknown): string {
  const parts = partsOf(data);
  if (!parts) return typeof data === 'string' ? quoted(data) : String(data);
  const items = parts.map(({ key, value }) => (key === undefined ? '' : `${key}: `) + flatLiteral(value)).join(', ');
  if (isList(data)) return `[${items}]`;
  return items === '' ? '{}' : `{ ${items} }`;
}

/** Formatters break a list of several objects or lists, each with several parts, whatever its length; and what contains it. */
function mustBreak(data: unknown): boolean {
  const parts = partsOf(data);
  if (!parts) return false;
  const grid = isList(data) && parts.length > 1 && sameShape(data);
  return grid || parts.some(({ value }) => mustBreak(value));
}

function sameShape(list: readonly unknown[]): boolean {
  const lists = list.every((item) => isList(item) && item.length > 1);
  const objects = list.every((item) => !isList(item) && (partsOf(item)?.length ?? 0) > 1);
  return lists || objects;
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
