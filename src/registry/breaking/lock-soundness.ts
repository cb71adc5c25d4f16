import { z } from 'zod';

/** Deeper than any real type: what walks types is recursive, and must end. */
const MAX_DEPTH = 250;

const Reference = z.object({ kind: z.literal('named'), id: z.string() });

/**
 * What makes a document impossible to work with, whatever its schema says: `undefined` when nothing does. Lock files are edited and merged
 * by hand.
 */
export function unsoundness(document: unknown): string | undefined {
  const plain = unsoundValues(document);
  if (plain !== undefined) return plain;
  const parsed = z.object({ interfaces: z.record(z.string(), z.object({ types: z.record(z.string(), z.unknown()) })) });
  const { data } = parsed.safeParse(document);
  for (const { types } of Object.values(data?.interfaces ?? {})) {
    const problem = unsoundTypes(types);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function unsoundValues(document: unknown): string | undefined {
  const stack = [{ value: document, depth: 0 }];
  for (let top = stack.pop(); top; top = stack.pop()) {
    if (top.depth > MAX_DEPTH) return `it is nested more than ${MAX_DEPTH} levels deep`;
    if (typeof top.value !== 'object' || top.value === null) continue;
    for (const [key, value] of Object.entries(top.value)) {
      // Numbers of any size, in decimal.
      if ((key === 'value' || key === 'code') && typeof value === 'string' && !/^-?\d{1,40}$/.test(value)) {
        return `\`${key}\` is a whole number, and \`${value.slice(0, 40)}\` is none`;
      }
      stack.push({ value, depth: top.depth + 1 });
    }
  }
  return undefined;
}

/** A type that holds itself has no size, and one that holds thousands in each other is no type of a message. */
function unsoundTypes(types: Readonly<Record<string, unknown>>): string | undefined {
  const depths = new Map<string, number>();
  for (const start of Object.keys(types)) {
    const path = [{ id: start, rest: referencesIn(types[start]), depth: 1 }];
    const onPath = new Set([start]);
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const next = depths.has(top.id) ? undefined : top.rest.pop();
      if (next === undefined) {
        path.pop();
        onPath.delete(top.id);
        const depth = depths.get(top.id) ?? top.depth;
        depths.set(top.id, depth);
        const outer = path.at(-1);
        if (outer) outer.depth = Math.max(outer.depth, depth + 1);
        if (depth > MAX_DEPTH) return `types are nested more than ${MAX_DEPTH} levels deep`;
      } else if (onPath.has(next)) {
        return `the type \`${next}\` holds itself`;
      } else {
        onPath.add(next);
        path.push({ id: next, rest: referencesIn(types[next]), depth: 1 });
      }
    }
  }
  return undefined;
}

function referencesIn(definition: unknown): string[] {
  const found = new Set<string>();
  const stack = [definition];
  while (stack.length > 0) {
    const value = stack.pop();
    if (typeof value !== 'object' || value === null) continue;
    const reference = Reference.safeParse(value);
    if (reference.success) found.add(reference.data.id);
    stack.push(...Object.values(value));
  }
  return [...found];
}
