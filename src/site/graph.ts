import type { ImageEntry } from '../registry/index.ts';

/** Tasks of an image and the interfaces between them, placed in three columns: who calls, what, who serves. */
export interface Graph {
  height: number;
  callers: GraphNode[];
  interfaces: GraphNode[];
  servers: GraphNode[];
  calls: GraphEdge[];
  serves: GraphEdge[];
}

export interface GraphNode {
  /** Task name or interface slug. */
  key: string;
  /** Middle of its line, in the drawing's units. */
  y: number;
}

export interface GraphEdge {
  from: GraphNode;
  to: GraphNode;
}

export const LINE_HEIGHT = 22;
const SWEEPS = 8;

/**
 * A task that both calls and serves stands on both sides: no line runs back. Neighbours of the same things end up beside each
 * other, which keeps crossings few (each column in turn is sorted by the mean place of its neighbours).
 */
export function graphOf(image: ImageEntry): Graph {
  const calls = unique(image.tasks.flatMap(({ name, calls }) => calls.map((call): Pair => [name, call.interface])));
  const serves = unique(image.tasks.flatMap(({ name, serves }) => serves.map((slug): Pair => [slug, name])));
  let servers = [...new Set(serves.map(([, task]) => task))];
  let interfaces = [...new Set([...serves.map(([slug]) => slug), ...calls.map(([, slug]) => slug)])];
  let callers = [...new Set(calls.map(([task]) => task))];
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    interfaces = byNeighbours(interfaces, [...calls.map(flip), ...serves], callers, servers);
    callers = byNeighbours(callers, calls, interfaces);
    servers = byNeighbours(servers, serves.map(flip), interfaces);
  }
  const height = Math.max(callers.length, interfaces.length, servers.length) * LINE_HEIGHT;
  const columns = [callers, interfaces, servers].map((keys) => place(keys, height));
  const [callerNodes, interfaceNodes, serverNodes] = columns as [GraphNode[], GraphNode[], GraphNode[]];
  return {
    height,
    callers: callerNodes,
    interfaces: interfaceNodes,
    servers: serverNodes,
    calls: connect(calls, callerNodes, interfaceNodes),
    serves: connect(serves, interfaceNodes, serverNodes),
  };
}

type Pair = readonly [string, string];

const flip = ([a, b]: Pair): Pair => [b, a];

function unique(pairs: Pair[]): Pair[] {
  return [...new Map(pairs.map((pair) => [pair.join('\0'), pair])).values()];
}

/** @param columns the neighbours' columns in their present order: a place in one is its share of the column's height */
function byNeighbours(keys: string[], pairs: Pair[], ...columns: string[][]): string[] {
  const places = new Map<string, number[]>();
  for (const column of columns) {
    const position = new Map(column.map((key, index) => [key, (index + 0.5) / column.length]));
    for (const [key, neighbour] of pairs) {
      const at = position.get(neighbour);
      if (at !== undefined) places.set(key, [...(places.get(key) ?? []), at]);
    }
  }
  const mean = (key: string) => {
    const values = places.get(key) ?? [0.5];
    return values.reduce((sum, value) => sum + value, 0) / values.length;
  };
  return keys
    .map((key, index) => ({ key, index, at: mean(key) }))
    .sort((a, b) => a.at - b.at || a.index - b.index)
    .map(({ key }) => key);
}

function place(keys: string[], height: number): GraphNode[] {
  const step = height / Math.max(1, keys.length);
  return keys.map((key, index) => ({ key, y: Math.round((index + 0.5) * step) }));
}

function connect(pairs: Pair[], left: GraphNode[], right: GraphNode[]): GraphEdge[] {
  const leftByKey = new Map(left.map((node) => [node.key, node]));
  const rightByKey = new Map(right.map((node) => [node.key, node]));
  return pairs.flatMap(([a, b]) => {
    const from = leftByKey.get(a);
    const to = rightByKey.get(b);
    return from && to ? [{ from, to }] : [];
  });
}
