import { splitArguments } from './attributes.ts';

/** When one of several definitions holds: a `cfg` predicate, or the images whose configuration makes it so. */
export type Condition = { kind: 'cfg'; predicate: string } | { kind: 'images'; images: string[] };

/** What holds for every Hubris task, which runs on a 32-bit machine without an operating system, and is not under test. */
const KNOWN: Readonly<Record<string, boolean>> = {
  test: false,
  doc: false,
  doctest: false,
  miri: false,
  unix: false,
  windows: false,
  'target_os="none"': true,
  'target_pointer_width="32"': true,
  'target_endian="little"': true,
};
const EXCLUSIVE = /^(target_os|target_pointer_width|target_endian)=/;

/** The `target_arch` of a tree that says nothing else: that of Hubris' first boards. */
export const DEFAULT_ARCHITECTURES: readonly string[] = ['arm'];

const MAX_DEPTH = 60;

/**
 * A predicate with what is known of all images taken out: true, false, or what is left to say.
 * @param architectures what `target_arch` is in the tree's images: where it is one, that is known too
 */
export function simplifyCfg(predicate: string, architectures = DEFAULT_ARCHITECTURES, depth = 0): boolean | string {
  const text = predicate.trim();
  const call = callIn(text);
  if (call === undefined || depth > MAX_DEPTH) {
    const key = text.replace(/\s*=\s*/, '=');
    if (Object.hasOwn(KNOWN, key)) return KNOWN[key] as boolean;
    const [, architecture] = /^target_arch="(.*)"$/.exec(key) ?? [];
    if (architecture !== undefined && !architectures.includes(architecture)) return false;
    if (architecture !== undefined && architectures.length === 1) return true;
    return EXCLUSIVE.test(key) ? false : text.replace(/\s+/g, ' ').replace(/ ?= ?/, ' = ');
  }
  const parts = call.parts.map((part) => simplifyCfg(part, architectures, depth + 1));
  if (call.name === 'not') {
    const [part] = parts;
    return typeof part === 'boolean' ? !part : `not(${part ?? ''})`;
  }
  const absorbing = call.name === 'any';
  if (parts.includes(absorbing)) return absorbing;
  const open = [...new Set(parts.filter((part) => typeof part === 'string'))];
  if (open.length === 0) return !absorbing;
  return open.length === 1 ? (open[0] as string) : `${call.name}(${open.join(', ')})`;
}

/** Whether a predicate holds, given whether each of its atoms (`feature = "x"`, `panic`, …) does. */
export function evaluateCfg(predicate: string, isAtomHeld: (atom: string) => boolean, depth = 0): boolean {
  const call = callIn(predicate);
  if (call === undefined || depth > MAX_DEPTH) return isAtomHeld(predicate.trim());
  const holds = (part: string) => evaluateCfg(part, isAtomHeld, depth + 1);
  switch (call.name) {
    case 'all':
      return call.parts.every(holds);
    case 'any':
      return call.parts.some(holds);
    case 'not':
      return !call.parts.every(holds);
  }
}

/** The atoms of a predicate, each once, in the order of mention. */
export function cfgAtoms(predicate: string, depth = 0): string[] {
  const call = callIn(predicate);
  if (call === undefined || depth > MAX_DEPTH) return [predicate.trim()];
  return [...new Set(call.parts.flatMap((part) => cfgAtoms(part, depth + 1)))];
}

/** What holds where a predicate does: the parts of an `all(…)`, or the predicate alone. */
export function cfgConjuncts(predicate: string, depth = 0): string[] {
  const call = callIn(predicate);
  if (call?.name !== 'all' || depth > MAX_DEPTH) return [predicate.trim()];
  return call.parts.flatMap((part) => cfgConjuncts(part, depth + 1));
}

function callIn(predicate: string): { name: 'all' | 'any' | 'not'; parts: string[] } | undefined {
  const call = /^(all|any|not)\s*\(([\s\S]*)\)$/.exec(predicate.trim());
  return call ? { name: call[1] as 'all' | 'any' | 'not', parts: splitArguments(call[2] as string) } : undefined;
}

/** The conditions that predicates amount to, or undefined when they can never hold together. */
export function conditionsOf(
  predicates: readonly string[],
  architectures = DEFAULT_ARCHITECTURES,
): Condition[] | undefined {
  const conditions: Condition[] = [];
  for (const predicate of predicates) {
    const simplified = simplifyCfg(predicate, architectures);
    if (simplified === false) return undefined;
    if (simplified !== true) conditions.push({ kind: 'cfg', predicate: simplified });
  }
  return bothConditions([], conditions);
}

/** All conditions of both lists, each once, or undefined when they contradict each other. */
export function bothConditions(a: readonly Condition[], b: readonly Condition[]): Condition[] | undefined {
  const result: Condition[] = [];
  const keys = new Set<string>();
  for (const condition of [...a, ...b]) {
    const key = conditionKey(condition);
    if (keys.has(key)) continue;
    if (condition.kind === 'cfg') {
      const { predicate } = condition;
      if (keys.has(`not(${predicate})`) || keys.has(predicate.replace(/^not\(([\s\S]*)\)$/, '$1'))) return undefined;
    }
    keys.add(key);
    result.push(condition);
  }
  return result;
}

/** What holds when either list does. */
export function eitherConditions(a: readonly Condition[], b: readonly Condition[]): readonly Condition[] {
  const [one, other] = [allOf(a), allOf(b)];
  if (!one || !other || conditionKey(one) === conditionKey(other)) return one ? b : a;
  if (one.kind === 'images' && other.kind === 'images') {
    return [{ kind: 'images', images: [...new Set([...one.images, ...other.images])] }];
  }
  if (one.kind === 'images' || other.kind === 'images') return one.kind === 'images' ? [one] : [other];
  const { predicate } = one;
  const isOpposite = other.predicate === `not(${predicate})` || predicate === `not(${other.predicate})`;
  return isOpposite ? [] : [{ kind: 'cfg', predicate: `any(${predicate}, ${other.predicate})` }];
}

/** Equal for equal conditions. */
export function conditionKey(condition: Condition): string {
  return condition.kind === 'cfg' ? condition.predicate : `images ${condition.images.join(' ')}`;
}

/** Several conditions as one. Images say more than features, which their configuration chooses. */
export function allOf(conditions: readonly Condition[]): Condition | undefined {
  const images = conditions.filter((condition) => condition.kind === 'images');
  if (images.length > 0) {
    const [first, ...rest] = images.map((condition) => condition.images);
    return { kind: 'images', images: (first ?? []).filter((name) => rest.every((names) => names.includes(name))) };
  }
  const predicates = conditions.flatMap((condition) => (condition.kind === 'cfg' ? [condition.predicate] : []));
  if (predicates.length === 0) return undefined;
  return {
    kind: 'cfg',
    predicate: predicates.length === 1 ? (predicates[0] as string) : `all(${predicates.join(', ')})`,
  };
}
