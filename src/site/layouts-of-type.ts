import type { Layout, LayoutNode } from '../wire/index.ts';
import { registry } from './context.ts';
import { table } from './tracked.ts';

export interface TypeLayout {
  encoding: string;
  layout: Layout;
}

/** By type id: how it travels, for each encoding that some operation sends it in. Taken from the operations' own layouts. */
const layouts = table('layouts of type', () => {
  const found = new Map<string, TypeLayout[]>();
  for (const { schema, layouts: onTargets } of registry.interfaces) {
    for (const { targets, operations } of onTargets) {
      const where = onTargets.length > 1 ? `, ${targets.join(', ')}` : '';
      for (const [position, layout] of operations.entries()) {
        const encoding = schema?.operations[position]?.encoding ?? '';
        for (const { root } of [layout.message, layout.reply]) collect(found, root, `${encoding}${where}`);
        if (layout.error) collect(found, layout.error.root, `Hubpack${where}`);
        for (const { root } of layout.leases) collect(found, root, `a lease${where}`);
      }
    }
  }
  return found;
});

export function layoutsOfType(id: string): TypeLayout[] {
  return layouts.get(id) ?? [];
}

function collect(found: Map<string, TypeLayout[]>, node: LayoutNode, encoding: string): void {
  if (node.typeId !== undefined) {
    const known = found.get(node.typeId) ?? [];
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
      found.set(node.typeId, known);
    }
  }
  for (const child of node.children) collect(found, child, encoding);
}

/** A node with its offsets counted from its own start. */
function from(node: LayoutNode, start: number | null): LayoutNode {
  const offset = node.offset === null ? null : node.offset - (start ?? 0);
  return { ...node, offset, children: node.children.map((child) => from(child, start)) };
}
