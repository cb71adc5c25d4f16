/**
 * Rust declarations of the enums in an FPGA's register map (JSON): a module for every register below `Reg`, and in it
 * `<Field>Encoded` for every field with named values. Undefined when the text is not a register map.
 */
export function registerMap(json: string): string | undefined {
  let root: unknown;
  try {
    root = JSON.parse(json);
  } catch {
    return undefined;
  }
  return isNode(root) ? `pub mod Reg { ${children(root, 0)} }` : undefined;
}

interface Node {
  readonly type?: unknown;
  readonly inst_name?: unknown;
  readonly desc?: unknown;
  readonly encode?: unknown;
  readonly children?: unknown;
}

const MAX_DEPTH = 30;

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function children(node: Node, depth: number): string {
  if (!Array.isArray(node.children) || depth > MAX_DEPTH) return '';
  return node.children
    .filter(isNode)
    .map((child) => declaration(child, depth))
    .join(' ');
}

function declaration(node: Node, depth: number): string {
  const name = typeof node.inst_name === 'string' && /^\w+$/.test(node.inst_name) ? node.inst_name : undefined;
  if (name === undefined) return '';
  if (node.type !== 'field') return `pub mod ${name} { ${children(node, depth + 1)} }`;
  if (!Array.isArray(node.encode)) return '';
  const variants = node.encode.filter(isValue).map((each) => `${upperCamelCase(each.name)} = ${each.value},`);
  const derives = 'Copy, Clone, serde::Serialize, serde::Deserialize, hubpack::SerializedSize';
  return `#[derive(${derives})] pub enum ${upperCamelCase(name)}Encoded { ${variants.join(' ')} }`;
}

function isValue(value: unknown): value is { name: string; value: number } {
  const { name, value: number } = (value ?? {}) as Record<string, unknown>;
  return typeof name === 'string' && Number.isInteger(number);
}

/** As the build scripts name variants: `POWER_12V` becomes `Power12V`, `sidecar-1` becomes `Sidecar1`. */
export function upperCamelCase(name: string): string {
  const words = name.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+/g) ?? [];
  return words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1).toLowerCase()).join('');
}
