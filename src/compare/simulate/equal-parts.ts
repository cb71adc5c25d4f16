import {
  type OperationSchema,
  reachableTypes,
  type Type,
  type TypeDefinition,
  type TypeTable,
} from '../../schema/index.ts';
import type { Target } from '../../wire/index.ts';
import type { Endpoint } from './endpoint.ts';

/** A part of an operation on which alone a part of a verdict depends. */
export type Part = 'args' | 'leases' | 'reply';

/**
 * What becomes of equal parts, worked out once: most operations of two versions, builds or configurations have the same arguments, leases
 * and replies as those of two others, and trying values takes nearly all of the time of a verdict.
 * @param what names the work: whatever else it depends on stands in there
 * @param ends the endpoints whose part counts
 */
export function onceForEqual<R>(what: string, part: Part, ends: readonly Endpoint[], make: () => R): R {
  // The messages of a contract have frames and narrowed types of their own.
  if (ends.some((end) => end.interface.messages)) return make();
  const key = `${what} ${part} ${ends.map((end) => endText(end, part)).join(' ')}`;
  const known = results.get(key);
  if (known) return known.value as R;
  const value = make();
  if (results.size >= MOST_RESULTS) results.clear();
  results.set(key, { value });
  return value;
}

const results = new Map<string, { readonly value: unknown }>();

/** More results than that take memory, and not less time. */
const MOST_RESULTS = 4096;

function endText({ name, who, target, operation, types }: Endpoint, part: Part): string {
  return `${name}/${who}/${targetText(target)}/${partNumber(operation, types, part)}`;
}

function targetText(target: Target): string {
  const known = targetTexts.get(target) ?? JSON.stringify(target);
  targetTexts.set(target, known);
  return known;
}

const targetTexts = new WeakMap<Target, string>();

/** The same number for parts that are equal with all types in them, documentation and places apart. Others never have the same. */
export function partNumber(operation: OperationSchema, types: TypeTable, part: Part): number {
  const ofTable = numbers.get(types) ?? new WeakMap<OperationSchema, Partial<Record<Part, number>>>();
  numbers.set(types, ofTable);
  const ofOperation = ofTable.get(operation) ?? {};
  ofTable.set(operation, ofOperation);
  ofOperation[part] ??= numberOf(partText(operation, types, part));
  return ofOperation[part];
}

const numbers = new WeakMap<TypeTable, WeakMap<OperationSchema, Partial<Record<Part, number>>>>();

function numberOf(text: string): number {
  const known = numberOfText.get(text);
  if (known !== undefined) return known;
  if (characters > MOST_CHARACTERS) {
    numberOfText.clear();
    characters = 0;
  }
  characters += text.length;
  numberOfText.set(text, nextNumber);
  return nextNumber++;
}

const numberOfText = new Map<string, number>();
let characters = 0;
let nextNumber = 0;

/** Texts beyond that are forgotten. Then equal parts may have two numbers, and are worked out twice. */
const MOST_CHARACTERS = 16_000_000;

function partText(operation: OperationSchema, types: TypeTable, part: Part): string {
  const { args, leases, reply, encoding } = operation;
  const error = reply.kind === 'Result' && reply.error.kind !== 'ServerDeath' ? [reply.error.type] : [];
  const [whole, roots]: [unknown, Type[]] =
    part === 'args'
      ? [[encoding, args], args.flatMap(({ type, recv }) => (recv.kind === 'FromBytes' ? [type] : [type, recv.raw]))]
      : part === 'leases'
        ? [leases, leases.map(({ type }) => type)]
        : [
            [encoding, reply],
            [reply.ok.type, ...(reply.ok.recv.kind === 'FromBytes' ? [] : [reply.ok.recv.raw]), ...error],
          ];
  const definitions = Object.values(reachableTypes(roots, types)).map(definitionText);
  return [part, JSON.stringify(whole, withoutPlaces), ...definitions].join('\n');
}

function definitionText(definition: TypeDefinition): string {
  const known = definitionTexts.get(definition) ?? JSON.stringify(definition, withoutPlaces);
  definitionTexts.set(definition, known);
  return known;
}

const definitionTexts = new WeakMap<TypeDefinition, string>();

/** No verdict and no sentence has anything of these. */
function withoutPlaces(key: string, value: unknown): unknown {
  return key === 'place' || key === 'mention' || key === 'doc' ? undefined : value;
}
