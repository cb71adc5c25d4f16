import { DerivedSource, type JsonNode, jsonTree, lengthProblem, type Mark, type Source } from '../../text/index.ts';

/**
 * Rust declarations of the enums in an FPGA's register map (JSON): a module for every register below `Reg`, and in it
 * `<Field>Encoded` for every field with named values. The place of an enum is the name of its register, the place of a variant
 * the name of the value. Undefined when the text is not a register map, or is too long.
 */
export function registerMap(source: Source): Source | undefined {
  if (lengthProblem(source) !== undefined) return undefined;
  try {
    JSON.parse(source.text);
  } catch {
    return undefined;
  }
  const root = jsonTree(source.text);
  if (root.kind !== 'object') return undefined;
  const declarations = new Declarations();
  declarations.module('Reg', root, 0);
  return new DerivedSource(source, declarations.text, declarations.marks);
}

type Node = JsonNode & { readonly kind: 'object' };

const MAX_DEPTH = 30;
const DERIVES = 'Copy, Clone, serde::Serialize, serde::Deserialize, hubpack::SerializedSize';

class Declarations {
  text = '';
  readonly marks: Mark[] = [];

  module(name: string, node: Node, depth: number): void {
    this.text += `pub mod ${name} { `;
    for (const child of depth > MAX_DEPTH ? [] : objectsAt(node, 'children')) this.#child(child, node, depth);
    this.text += '} ';
  }

  #child(node: Node, parent: Node, depth: number): void {
    const name = wordAt(node, 'inst_name');
    if (name === undefined) return;
    if (valueAt(node, 'type') === 'field') this.#enum(name, node, parent);
    else this.module(name, node, depth + 1);
  }

  #enum(name: string, field: Node, register: Node): void {
    if (field.entries.get('encode')?.value.kind !== 'list') return;
    this.text += `#[derive(${DERIVES})] pub enum `;
    this.#named(`${upperCamelCase(name)}Encoded`, register.entries.get('inst_name')?.value ?? field);
    this.text += ' { ';
    for (const each of objectsAt(field, 'encode')) {
      const [variant, value] = [valueAt(each, 'name'), valueAt(each, 'value')];
      if (typeof variant !== 'string' || !Number.isInteger(value)) continue;
      this.#named(upperCamelCase(variant), each.entries.get('name')?.value ?? each);
      this.text += ` = ${value}, `;
    }
    this.text += '} ';
  }

  #named(name: string, { span }: JsonNode): void {
    this.marks.push({ start: this.text.length, origin: span.start });
    this.text += name;
  }
}

function objectsAt(node: Node, key: string): Node[] {
  const list = node.entries.get(key)?.value;
  return list?.kind === 'list' ? list.items.filter((item) => item.kind === 'object') : [];
}

function valueAt(node: Node, key: string): unknown {
  const value = node.entries.get(key)?.value;
  return value?.kind === 'scalar' ? value.value : undefined;
}

function wordAt(node: Node, key: string): string | undefined {
  const value = valueAt(node, key);
  return typeof value === 'string' && /^\w+$/.test(value) ? value : undefined;
}

/** As the build scripts name variants: `POWER_12V` becomes `Power12V`, `sidecar-1` becomes `Sidecar1`. */
export function upperCamelCase(name: string): string {
  const words = name.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+/g) ?? [];
  return words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1).toLowerCase()).join('');
}
