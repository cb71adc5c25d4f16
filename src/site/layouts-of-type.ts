import type { Layout, LayoutNode } from '../wire/index.ts';
import { registry } from './context.ts';

export interface TypeLayout {
  encoding: string;
  layout: Layout;
}

/** By type id: how it travels, for each encoding that some operation sends it in. Taken from the operations' own layouts. */
const layouts = new Map<string, TypeLayout[]>();
for (const { schema, layouts: onTargets } of registry.interfaces) {
  for (const { targets, operations } of onTargets) {
    const where = onTargets.length > 1 ? `, ${targets.join(', ')}` : '';
    for (const [position, layout] of operations.entries()) {
      const encoding = schema?.operations[position]?.encoding ?? '';
      for (const { root } of [layout.message, layout.reply]) collect(root, `${encoding}${where}`);
      if (layout.error) collect(layout.error.root, `Hubpack${where}`);
      for (const { root } of layout.leases) collect(root, `a lease${where}`);
    }
  }
}

export function layoutsOfType(id: string): TypeLayout[] {
  return layouts.get(id) ?? [];
}

function collect(node: LayoutNode, encoding: string): void {
  if (node.typeId !== undefined) {
    const known = layouts.get(node.typeId) ?? [];
    if (!known.some((layout) => layout.encoding === encoding)) {
      const size = node.size;
      known.push({
        encoding,
        layout: {
          size,
          align: 1,
          root: { ...from(node, node.offset), name: registry.types[node.typeId]?.name ?? node.name },
          unresolved: [],
        },
      });
      layouts.set(node.typeId, known);
    }
  }
  for (const child of node.children) collect(child, encoding);
}

/** A node with its offsets counted from its own start. */
function from(node: LayoutNode, start: number | null): LayoutNode {
  const offset = node.offset === null ? null : node.offset - (start ?? 0);
  return { ...node, offset, children: node.children.map((child) => from(child, start)) };
}
