import { type InterfaceSchema, knownCodes, type OperationSchema } from '../../schema/index.ts';
import { Codec, valueText } from '../../wire/index.ts';
import { type Html, html } from '../changes/html.ts';
import { byFit, type Fit, fitOf, isWeak } from './fit.ts';
import { parseHex } from './hex.ts';

/** An interface of the release that a reader picked, with the address of its page. */
export interface KnownInterface {
  readonly schema: InterfaceSchema;
  readonly href: string;
}

/** Something that a pasted text may be, and why. */
export interface Identified {
  /** `Sensors.post`, `SensorError.NoReading = 4`, `BadLeases`. */
  readonly name: string;
  readonly what: string;
  readonly href?: string;
  /** For bytes: how much they say for this answer. */
  readonly fit?: Fit;
}

/** More are no answer. */
const MAX_ANSWERS = 60;
/** Codes from here on say that the server died; the low byte is its generation. */
const FIRST_DEAD_CODE = 0xffff_ff00;

/** What the reply faults of the kernel mean for whoever sees one. */
const FAULTS: Readonly<Record<string, string>> = {
  UndefinedOperation:
    'The server has no operation with that number: client and server have different versions, or the call went to another server.',
  BadMessageSize: "The message is longer than the server's buffer for messages.",
  BadMessageContents: 'The server cannot read the message: its size or a value in it is not what the operation takes.',
  BadLeases: 'The number, the access or the size of the leases is not what the operation takes.',
  ReplyBufferTooSmall: "The reply is longer than the client's buffer.",
  AccessViolation: 'The server does not list the caller for the operation, or a lease is not memory of the caller.',
};

/**
 * Everything that a text may be in a release: bytes of messages and replies, a return code, names of operations, errors and reply
 * faults, also in the middle of a log line. Ambiguity is a list of several answers; those of bytes have the likely ones first.
 */
export function identify(text: string, known: readonly KnownInterface[]): Identified[] {
  const code = codeIn(text);
  const bytes = code === undefined || /\s/.test(text.trim()) ? parseHex(text) : undefined;
  const found = [
    ...(bytes && bytes.length > 0 ? known.flatMap((one) => ofBytes(bytes, one)).sort(byLikelihood) : []),
    ...(code === undefined && !bytes ? ofNamedBytes(text, known).sort(byLikelihood) : []),
    ...(code === undefined ? [] : ofCode(code, known)),
    ...ofWords(text, known),
  ].filter(({ what }, _, all) => what !== AN_INTERFACE || !all.some(({ fit }) => fit));
  return [...new Map(found.map((one) => [`${one.name} ${one.what}`, one])).values()].slice(0, MAX_ANSWERS);
}

/** More of one kind are folded. */
const MAX_OPEN = 6;

export function identifiedHtml(found: readonly Identified[]): Html {
  if (found.length === 0) return html`<p>Nothing in this release fits.</p>`;
  const [strong, weak] = [false, true].map((wanted) =>
    found.filter(({ fit }) => (fit !== undefined && isWeak(fit)) === wanted),
  );
  const count = (list: readonly Identified[]) => `${list.length} answer${list.length === 1 ? '' : 's'}`;
  const shown = strong && strong.length > 0 ? strong : (weak ?? []);
  const rest = shown === weak ? [] : (weak ?? []);
  return html`<p>${found.length === MAX_ANSWERS ? `The first ${found.length} answers` : count(found)}${shown.length > 1 && shown.some(({ fit }) => fit) && ', the likely ones first'}${shown === weak && found.length > 1 && '; nothing in the bytes decides between them'}:</p>
    ${answersHtml(shown.slice(0, MAX_OPEN))}
    ${shown.length > MAX_OPEN && html`<details><summary>${count(shown.slice(MAX_OPEN))} more</summary>${answersHtml(shown.slice(MAX_OPEN))}</details>`}
    ${rest.length > 0 && html`<details><summary>${count(rest)} that nothing in the bytes supports: any bytes of this length can be read so, or the values are unlikely</summary>${answersHtml(rest)}</details>`}`;
}

function answersHtml(answers: readonly Identified[]): Html {
  const rows = answers.map(
    ({ name, what, href }) =>
      html`<tr><th scope="row">${href === undefined ? html`<code>${name}</code>` : html`<a href="${href}"><code>${name}</code></a>`}</th><td>${what}</td></tr>`,
  );
  return html`<div class="scroll" tabindex="0"><table><thead><tr><th scope="col">Name</th><th scope="col">What it is</th></tr></thead><tbody>${rows}</tbody></table></div>`;
}

function byLikelihood(a: Identified, b: Identified): number {
  return a.fit && b.fit ? byFit(a.fit, b.fit) : 0;
}

const AN_INTERFACE = 'an interface';

/** A text that is one number, or names one: `4`, `0x4`, `code 4`, `rc=4`. */
function codeIn(text: string): number | undefined {
  const match = /^(?:(?:return|error)\s+)?(?:code|rc|error)?\s*[:=]?\s*(0x[0-9a-f]{1,8}|\d{1,10})$/i.exec(text.trim());
  const code = match?.[1] === undefined ? Number.NaN : Number(match[1]);
  return Number.isInteger(code) && code <= 0xffff_ffff ? code : undefined;
}

/** Bytes behind words that say what they are: `Thermal reply 00 00 c8 41`, `Thermal.get_mode 01`. */
function ofNamedBytes(text: string, known: readonly KnownInterface[]): Identified[] {
  const tokens = text.trim().split(/\s+/);
  const first = tokens.findIndex((_, index) => parseHex(tokens.slice(index).join(' ')) !== undefined);
  const bytes = first > 0 ? parseHex(tokens.slice(first).join(' ')) : undefined;
  if (!bytes || bytes.length === 0) return [];
  const words = tokens
    .slice(0, first)
    .flatMap((word) => word.toLowerCase().split(/[.:,]+/))
    .filter(Boolean);
  const isNamed = ({ schema }: KnownInterface) => words.includes(schema.name.toLowerCase());
  const candidates = known.filter(isNamed);
  const part = (['message', 'reply'] as const).find((one) => words.includes(one));
  return (candidates.length > 0 ? candidates : known).flatMap((one) => {
    const operations = one.schema.operations.filter(({ name }) => words.includes(name.toLowerCase()));
    const schema = operations.length > 0 ? { ...one.schema, operations } : one.schema;
    if (candidates.length === 0 && operations.length === 0) return [];
    return ofBytes(bytes, { ...one, schema }).filter(
      ({ what }) => part === undefined || what.startsWith(`as its ${part}:`),
    );
  });
}

/** Operations whose message or reply takes exactly these bytes. */
function ofBytes(bytes: Uint8Array, { schema, href }: KnownInterface): Identified[] {
  const codec = new Codec(schema.types, { interfaceName: schema.name });
  return schema.operations.flatMap((operation): Identified[] => {
    const name = `${schema.name}.${operation.name}`;
    const address = addressOf(href, operation);
    const readMessage = (some: Uint8Array) => {
      const read = codec.decodeMessage(operation, some);
      return !('error' in read) && read.length === some.length ? read : undefined;
    };
    const readReply = (some: Uint8Array) => {
      const read = codec.decodeReply(operation, 0, some);
      return !('error' in read) && read.kind === 'ok' && read.length === some.length ? read : undefined;
    };
    return (['message', 'reply'] as const).flatMap((part): Identified[] => {
      const decode = part === 'message' ? readMessage : readReply;
      const read = decode(bytes);
      if (!read) return [];
      const fit = fitOf(bytes, read.parts, (other) => decode(other) !== undefined);
      return [{ name, what: `as its ${part}: ${valueText(read.value)}`, href: address, fit }];
    });
  });
}

function ofCode(code: number, known: readonly KnownInterface[]): Identified[] {
  if (code === 0) return [{ name: '0', what: 'the return code of success' }];
  if (code >= FIRST_DEAD_CODE) {
    return [
      {
        name: `0x${code.toString(16)}`,
        what: `a dead code: the server restarted, its generation is now ${code & 0xff}`,
      },
    ];
  }
  return errorsOf(known)
    .filter((error) => error.code === code)
    .map(({ name, interface: of, operations, href }) => ({
      name: `${name} = ${code}`,
      what: errorText(of, operations),
      href,
    }));
}

function ofWords(text: string, known: readonly KnownInterface[]): Identified[] {
  const words = new Set(text.match(/[A-Za-z_][A-Za-z0-9_]*/g));
  const faults = Object.entries(FAULTS).flatMap(([name, what]) => (words.has(name) ? [{ name, what }] : []));
  const named = new Set(known.filter(({ schema }) => words.has(schema.name)));
  // `Sensors.post` means that interface; `post` alone may be any.
  const candidates = named.size > 0 ? [...named] : known;
  const operations = candidates.flatMap((one) =>
    one.schema.operations
      .filter(({ name }) => words.has(name))
      .map((operation) => ({
        name: `${one.schema.name}.${operation.name}`,
        what: `operation ${operation.number}`,
        href: addressOf(one.href, operation),
      })),
  );
  const errors = errorsOf(candidates)
    .filter(({ variant }) => words.has(variant))
    .map(({ name, code, interface: of, operations: from, href }) => ({
      name: `${name} = ${code}`,
      what: errorText(of, from),
      href,
    }));
  const interfaces = [...named].map(({ schema, href }) => ({ name: schema.name, what: AN_INTERFACE, href }));
  return [...faults, ...operations, ...errors, ...(operations.length > 0 ? [] : interfaces)];
}

interface KnownError {
  readonly name: string;
  readonly variant: string;
  readonly code: number;
  readonly interface: string;
  readonly operations: readonly string[];
  readonly href: string;
}

/** Every error code, with the operations that reply it. */
function errorsOf(known: readonly KnownInterface[]): KnownError[] {
  return known.flatMap(({ schema, href }) => {
    const byName = new Map<string, { variant: string; code: number; operations: string[] }>();
    for (const { name: operation, reply } of schema.operations) {
      if (reply.kind !== 'Result' || reply.error.kind !== 'CLike') continue;
      for (const { name: variant, code, serverDeath } of knownCodes(reply.error.type, schema.types)?.codes ?? []) {
        if (serverDeath) continue;
        const name = `${reply.error.text}::${variant}`;
        const error = byName.get(name) ?? { variant, code, operations: [] };
        error.operations.push(operation);
        byName.set(name, error);
      }
    }
    return [...byName].map(([name, error]) => ({ name, ...error, interface: schema.name, href }));
  });
}

function errorText(name: string, operations: readonly string[]): string {
  const shown = operations.slice(0, 8).join(', ');
  return `an error of ${name}: ${shown}${operations.length > 8 ? ` and ${operations.length - 8} more` : ''}`;
}

function addressOf(href: string, { name }: OperationSchema): string {
  return `${href}#op-${name}`;
}
