import type { OperationSchema } from '../schema/index.ts';
import {
  Codec,
  type CodecError,
  type DecodedMessage,
  type DecodedReply,
  type Undecodable,
  type Value,
} from '../wire/index.ts';
import { conditionsOf, holdsNamed, targetNamedBy } from './configuration.ts';
import type { ConfigurationOptions } from './layout-of.ts';
import { operationNamed } from './named.ts';
import { attempt, given, type Outcome, withheld } from './outcome.ts';
import { originOf, type TreeInterface } from './read-interface.ts';

/** A reply as it is sent: the return code and the bytes. */
export interface ReplyBytes {
  /** Return code: 0, or that of an error. */
  readonly code: number;
  readonly bytes: Uint8Array;
}

/**
 * Encodes the message of an operation.
 *
 * @param args the arguments by name; {@link Value} says how each type is written
 */
export function encode(
  iface: TreeInterface,
  operation: string,
  args: Value = {},
  options: ConfigurationOptions = {},
): Outcome<Uint8Array> {
  return withCodec(iface, operation, options, (codec, schema) => {
    const encoded = codec.encodeMessage(schema, args);
    if ('error' in encoded) return refusedBy('invalid-value', encoded.error, iface);
    return given(encoded.bytes);
  });
}

/**
 * Decodes the message of an operation, as the server reads it.
 *
 * @returns the arguments by name, and what each byte is. Bytes after `length` are ignored by the server.
 */
export function decode(
  iface: TreeInterface,
  operation: string,
  bytes: Uint8Array,
  options: ConfigurationOptions = {},
): Outcome<DecodedMessage> {
  return withCodec(iface, operation, options, (codec, schema) => {
    const decoded = codec.decodeMessage(schema, bytes);
    return 'error' in decoded ? undecodable(decoded, iface) : given(decoded);
  });
}

/**
 * Encodes the reply of an operation.
 *
 * @param value of a reply that cannot fail, the value; of one that can, `{ "Ok": … }` or `{ "Err": … }`
 */
export function encodeReply(
  iface: TreeInterface,
  operation: string,
  value: Value,
  options: ConfigurationOptions = {},
): Outcome<ReplyBytes> {
  return withCodec(iface, operation, options, (codec, schema) => {
    const encoded = codec.encodeReply(schema, value);
    return 'error' in encoded ? refusedBy('invalid-value', encoded.error, iface) : given(encoded);
  });
}

/**
 * Decodes the reply of an operation, as the client reads it.
 *
 * @returns the value, the error, or the generation of a server that died
 */
export function decodeReply(
  iface: TreeInterface,
  operation: string,
  { code, bytes }: ReplyBytes,
  options: ConfigurationOptions = {},
): Outcome<DecodedReply> {
  return withCodec(iface, operation, options, (codec, schema) => {
    const decoded = codec.decodeReply(schema, code, bytes);
    return 'error' in decoded ? undecodable(decoded, iface) : given(decoded);
  });
}

/** Codecs by interface and configuration: making one takes longer than using it. */
const codecs = new WeakMap<TreeInterface, Map<string, Codec>>();

function withCodec<T>(
  iface: TreeInterface,
  operation: string,
  { when = [] }: ConfigurationOptions,
  use: (codec: Codec, operation: OperationSchema) => Outcome<T>,
): Outcome<T> {
  const named = operationNamed(iface.schema, operation);
  if (!named.ok) return named;
  const ofInterface = codecs.get(iface) ?? new Map<string, Codec>();
  codecs.set(iface, ofInterface);
  const key = JSON.stringify(when);
  const known = ofInterface.get(key);
  if (known) return use(known, named.value);
  const made = attempt(() => codecOf(iface, when));
  if (!made.ok) return made;
  ofInterface.set(key, made.value);
  return use(made.value, named.value);
}

function codecOf(iface: TreeInterface, when: readonly string[]): Outcome<Codec> {
  const { schema } = iface;
  const { project, file, targets } = originOf(iface);
  const { workspace } = project;
  const target = targetNamedBy({ file, targets }, workspace, when, 'in `when`');
  if (!target.ok) return target;
  const holds = holdsNamed(when, { file, schema }, workspace);
  if (!holds.ok) return holds;
  const options = { target: target.value, interfaceName: schema.name };
  return given(new Codec(schema.types, when.length === 0 ? options : { ...options, holds: holds.value }));
}

function undecodable<T>({ error, parts }: Undecodable, iface: TreeInterface): Outcome<T> {
  return refusedBy('invalid-bytes', error, iface, { parts });
}

function refusedBy<T>(
  kind: 'invalid-value' | 'invalid-bytes',
  { path, message }: CodecError,
  iface: TreeInterface,
  more: Partial<Undecodable> = {},
): Outcome<T> {
  const { schema } = iface;
  const { file, project } = originOf(iface);
  const sentence = path === '' ? message : `\`${path}\`: ${message}`;
  if (!/: say (what holds|which one is meant)$/.test(message))
    return withheld(kind, sentence, { path, parts: more.parts });
  const words = conditionsOf({ file, schema }, project.workspace).slice(0, 3);
  const help = words.length === 0 ? undefined : `pass \`when\`: ${words.map((word) => `['${word}']`).join(' or ')}`;
  return withheld('ambiguous-configuration', sentence, { path, parts: more.parts, help });
}
