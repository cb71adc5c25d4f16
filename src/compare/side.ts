import type { TypeTable } from '../schema/index.ts';
import { ARM, Codec, type InterfaceWire, Layouts, type OperationWire } from '../wire/index.ts';
import type { Judgement, ReplyFault } from './model.ts';

/** One end of a call: the version that it was built from, and the operation there. */
export interface Side {
  /** What people call its version: `old` or `new`. */
  readonly name: string;
  readonly interface: InterfaceWire;
  readonly operation: OperationWire;
  readonly types: TypeTable;
  readonly layouts: Layouts;
  readonly codec: Codec;
}

/** Types are measured once per table: a comparison asks for those of one table many times. */
const known = new WeakMap<TypeTable, Pick<Side, 'layouts' | 'codec'>>();

export function sideOf(version: InterfaceWire, operation: OperationWire, name: string): Side {
  const { types } = version;
  const measured = known.get(types) ?? { layouts: new Layouts(types, ARM), codec: new Codec(types) };
  known.set(types, measured);
  return { name, interface: version, operation, types, ...measured };
}

/** Size of the buffer that a server receives in, in bytes: its longest message. Undefined when a type is unresolved. */
export function incomingSize(version: InterfaceWire): number | undefined {
  const [first] = version.operations;
  if (!first) return 0;
  const { layouts } = sideOf(version, first, '');
  const sizes = version.operations.map(({ args, encoding }) => layouts.messageBuffer(args, encoding)?.max);
  return sizes.every((size) => size !== undefined) ? Math.max(...sizes) : undefined;
}

export function fine(sentence: string): Judgement {
  return { outcome: { kind: 'ok' }, sentence };
}

export function fault(name: ReplyFault, sentence: string): Judgement {
  return { outcome: { kind: 'fault', fault: name }, sentence };
}

export function panic(sentence: string): Judgement {
  return { outcome: { kind: 'panic' }, sentence };
}

export function silent(sentence: string): Judgement {
  return { outcome: { kind: 'silent' }, sentence };
}

export function unknown(sentence: string): Judgement {
  return { outcome: { kind: 'unknown' }, sentence };
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
