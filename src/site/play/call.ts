import type { InterfaceSchema, OperationSchema } from '../../schema/index.ts';
import { ARM, type BytePart, Codec, type CodecError, parseValue, type Target, valueText } from '../../wire/index.ts';
import { type Html, html } from '../changes/html.ts';
import { type ByteMap, type Cell, rulerSvg } from '../figures/index.ts';
import { hexText, parseHex } from './hex.ts';

/** A call as a reader fills it in: JSON for what is sent, or the bytes themselves. */
export interface TriedCall {
  /** Operation number. */
  readonly operation: number;
  readonly args: string;
  readonly reply: string;
}

/** Both halves of a call: the bytes that the client sends, and what it makes of the reply. */
export function triedCallHtml(
  schema: InterfaceSchema,
  { operation: number, args, reply }: TriedCall,
  target: Target = ARM,
): Html {
  const operation = schema.operations.find((one) => one.number === number);
  if (!operation) return html`<p>There is no operation ${number}.</p>`;
  const codec = new Codec(schema.types, { interfaceName: schema.name, target });
  // A message contract has no replies.
  return html`${messageHtml(codec, operation, args)}${reply !== '' && replyHtml(codec, operation, reply)}`;
}

function messageHtml(codec: Codec, operation: OperationSchema, text: string): Html {
  const parsed = parseValue(text.trim() === '' ? '{}' : text);
  const encoded = 'error' in parsed ? parsed : codec.encodeMessage(operation, parsed.value);
  if ('error' in encoded) return errorHtml('Message', encoded.error);
  const decoded = codec.decodeMessage(operation, encoded.bytes);
  return html`<p><strong>Message</strong>, ${encoded.bytes.length} bytes, operation number ${operation.number}</p>
    ${bytesHtml(encoded.bytes, decoded.parts)}
    ${'error' in decoded && errorHtml('The server rejects it', decoded.error)}`;
}

function replyHtml(codec: Codec, operation: OperationSchema, text: string): Html {
  const parsed = parseValue(text);
  const encoded = 'error' in parsed ? parsed : codec.encodeReply(operation, parsed.value);
  if ('error' in encoded) return errorHtml('Reply', encoded.error);
  const decoded = codec.decodeReply(operation, encoded.code, encoded.bytes);
  return html`<p><strong>Reply</strong>, return code ${encoded.code}, ${encoded.bytes.length} bytes</p>
    ${bytesHtml(encoded.bytes, 'parts' in decoded ? decoded.parts : [])}
    <p>The client reads ${replyText(decoded)}.</p>`;
}

function replyText(decoded: ReturnType<Codec['decodeReply']>): Html {
  if ('error' in decoded) return html`nothing: ${decoded.error.message}`;
  const value = decoded.value === undefined ? '' : valueText(decoded.value);
  if (decoded.kind === 'dead')
    return html`that the server died, generation ${decoded.generation} <code>${value}</code>`;
  return html`${decoded.kind === 'ok' ? 'the value' : 'the error'} <code>${value}</code>`;
}

/** Bytes that a reader has: of a message, or of a reply with its return code. */
export interface GivenBytes {
  /** Operation number. */
  readonly operation: number;
  readonly bytes: string;
  /** Return code of a reply; absent for a message. */
  readonly code?: number;
}

/** Decodes bytes as the message or the reply of an operation. */
export function decodedHtml(
  schema: InterfaceSchema,
  { operation: number, bytes: text, code }: GivenBytes,
  target: Target = ARM,
): Html {
  const operation = schema.operations.find((one) => one.number === number);
  const bytes = parseHex(text);
  if (!operation || !bytes) return html`<p>These are no hexadecimal digits.</p>`;
  const codec = new Codec(schema.types, { interfaceName: schema.name, target });
  if (code !== undefined) {
    const decoded = codec.decodeReply(operation, code, bytes);
    return html`${bytesHtml(bytes, 'parts' in decoded ? decoded.parts : [])}<p>The client reads ${replyText(decoded)}.</p>`;
  }
  const decoded = codec.decodeMessage(operation, bytes);
  return html`${bytesHtml(bytes, decoded.parts)}
    ${'error' in decoded ? errorHtml('The server rejects it', decoded.error) : html`<p>The server reads <code>${valueText(decoded.value)}</code>${decoded.length < bytes.length && html` and ignores the last ${bytes.length - decoded.length} bytes`}.</p>`}`;
}

/** Bytes with what each is: as digits, as a ruler, and in a table. Pointing at one marks it in all three. */
export function bytesHtml(bytes: Uint8Array, parts: readonly BytePart[]): Html {
  if (bytes.length === 0) return html`<p class="muted">No bytes.</p>`;
  const rows = parts.map(
    ({ offset, length, path, type, value }, index) =>
      html`<tr data-field="${index}"><td class="number">${offset}</td><td><code>${hexText(bytes.subarray(offset, offset + length))}</code></td><th scope="row"><code>${path}</code></th><td><code>${type}</code></td><td>${value === undefined ? '' : valueText(value)}</td></tr>`,
  );
  const end = Math.max(0, ...parts.map(({ offset, length }) => offset + length));
  const rest = bytes.subarray(end);
  const digits = parts.map(
    ({ offset, length }, index) =>
      html`${length > 0 && html`<span data-field="${index}">${hexText(bytes.subarray(offset, offset + length))}</span> `}`,
  );
  return html`<figure class="wire decoded"><pre class="code" tabindex="0"><code>${digits}${rest.length > 0 && html`<span class="rest">${hexText(rest)}</span>`}</code></pre>
    ${rows.length > 0 && html`<div class="rulers scroll" tabindex="0">${rulerSvg(mapOfParts(parts), { columns: 16 })}</div><div class="scroll" tabindex="0"><table><thead><tr><th scope="col" class="number">Byte</th><th scope="col">Bytes</th><th scope="col">Field</th><th scope="col">Type</th><th scope="col">Value</th></tr></thead><tbody>${rows}</tbody></table></div>`}</figure>`;
}

/** The parts of one value as a ruler: every size is known, so nothing varies. */
function mapOfParts(parts: readonly BytePart[]): ByteMap {
  const exactly = (bytes: number) => ({ min: bytes, max: bytes });
  const cells = parts.flatMap(({ offset, length, path, type }, index): Cell[] => {
    if (length === 0) return [];
    const role = type === 'tag' || type === 'padding' ? type : 'value';
    const label = role === 'padding' ? '' : (path.split('.').at(-1) ?? path);
    return [{ key: String(index), label, role, start: exactly(offset), size: exactly(length) }];
  });
  return { cells, brackets: [], lanes: [], fields: [] };
}

function errorHtml(what: string, { path, message }: CodecError): Html {
  return html`<p class="notice">${what}: ${path !== '' && html`<code>${path}</code> `}${message}.</p>`;
}
