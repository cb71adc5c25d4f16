import type { ReplyFault } from '../model.ts';
import { type VariantVerdict, VERDICT_KINDS, type Verdict } from '../result.ts';
import type { Witness } from './witness.ts';

/** What a call, or a part of one, comes to: the worst over the values that may travel. */
export interface CallVerdict {
  readonly verdict: Verdict;
  /** One sentence with the numbers, the sizes and the names. */
  readonly sentence: string;
  /** What is particular about a call in which that happens; all else is as in any call that arrives. */
  readonly witness?: Partial<Witness>;
  /** It is only seen when the client goes on after the reply. */
  readonly needsReply?: true;
  /** Values were left out, because there are too many to try. */
  readonly isCut?: true;
  /** Of a message contract: the variants of the body that are not ok. */
  readonly variants?: VariantOutcome[];
  /** Of a message contract: no variant is to blame, since every message fails. */
  readonly isWhole?: true;
}

/** What becomes of the messages of one variant, with the definitions that a change must be in to have a part in that. */
export interface VariantOutcome extends VariantVerdict {
  readonly parts: VariantParts;
}

/** What the messages of one variant are made of, in both versions. */
export interface VariantParts {
  /** The variant and those around it: id of the enum, name of the variant. */
  readonly steps: readonly { readonly id: string; readonly variant: string }[];
  /** Ids of the definitions that its data has. */
  readonly data: ReadonlySet<string>;
}

/** @param argument `same` where both sides are equal, `subset` where every value was proven to be read as what was sent */
export function ok(argument: 'same' | 'subset', sentence: string): CallVerdict {
  return { verdict: { kind: 'ok', argument }, sentence };
}

export function fault(name: ReplyFault, sentence: string): CallVerdict {
  return { verdict: { kind: 'fault', fault: name }, sentence };
}

/** A message of a contract that its receiver does not accept. */
export function rejected(sentence: string): CallVerdict {
  return fault('MessageRejected', sentence);
}

export function panic(who: 'client' | 'server', sentence: string): CallVerdict {
  return { verdict: { kind: 'panic', who }, sentence };
}

export function silent(sentence: string): CallVerdict {
  return { verdict: { kind: 'silent' }, sentence };
}

/** @param about what is not known, as part of a sentence */
export function unknown(about: string, sentence: string): CallVerdict {
  return { verdict: { kind: 'unknown', about }, sentence };
}

/** The worse of two; the first where they are equally bad, though `subset` says less than `same`. */
export function worse<V extends CallVerdict>(a: V, b: V): V {
  const [x, y] = [a, b].map(({ verdict }) => VERDICT_KINDS.indexOf(verdict.kind)) as [number, number];
  if (x !== y) return y < x ? b : a;
  return a.verdict.kind === 'ok' && a.verdict.argument === 'same' && b.verdict.kind === 'ok' ? b : a;
}

/** A sentence of what happens, and of the value with which it does where not with any, unless the text says so itself. */
export function sentenceOf(when: string, text: string): string {
  const [, path = '', value] = /^When (`[^`]+`) is (.+)$/.exec(when) ?? [];
  const isSaid = value !== undefined && text.includes(`reads ${path} = ${value} as `);
  return isSaid || when === '' ? `${text.charAt(0).toUpperCase()}${text.slice(1)}.` : `${when}, ${text}.`;
}

/** `5 bytes`, `1 byte`. */
export function bytes(count: number): string {
  return count === 1 ? '1 byte' : `${count} bytes`;
}
