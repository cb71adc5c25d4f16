import { type Interface, isUnsized, type Lease, type Operation } from '../../idol/index.ts';
import { DIALECTS } from './generation.ts';
import { freeName, parametersOf, traitName } from './names.ts';
import type { RustOptions } from './options.ts';
import { docComment, errorType, INTERFACE_LINTS } from './parts.ts';
import { format, rust, spaced } from './template.ts';
import { typeText } from './type-text.ts';

/** The trait that a server implements. */
export function serverTrait(iface: Interface, options: RustOptions): string[] {
  const trait = traitName(iface, options.style);
  const dialect = DIALECTS[options.generation];
  return rust`
      ${docComment(iface.doc?.text ?? '', serverSummary(options))}
      #[allow(${INTERFACE_LINTS})]
      pub trait ${trait}${dialect.handlerIsSupertrait ? ': idol_runtime::NotificationHandler' : ''} {
          /// The only task to receive from, or any.
          fn recv_source(&self) -> Option<userlib::TaskId> {
              None
          }

          /// The task that \`recv_source\` named has died.
          fn closed_recv_fail(&mut self) {
              panic!()
          }

          ${spaced(iface.operations.map((operation) => traitMethod(operation, options)))}
      }
    `;
}

function serverSummary({ style }: RustOptions): string {
  return style === 'InOrder'
    ? 'Implemented by a server that answers each message before it receives the next.'
    : 'Implemented by a server that answers when it likes: the methods reply nothing, the implementation does.';
}

function traitMethod(operation: Operation, options: RustOptions): string[] {
  const bound = options.style === 'InOrder' ? deathBound(operation) : undefined;
  return rust`
    ${docComment(operation.doc?.text ?? '', `Operation ${operation.number}.`)}
    ${signature(operation, options)}${bound === undefined ? ';' : ''}
    ${bound === undefined ? [] : ['where', `    ${bound};`]}
  `;
}

/** The method of the server trait that does an operation, formatted, without the bound on its error. */
export function serverSignature(operation: Operation, options: RustOptions): string {
  return format([`${signature(operation, options)};`])
    .join('\n')
    .slice(0, -1);
}

function signature(operation: Operation, options: RustOptions): string {
  const parameters = [
    '&mut self',
    `${freeName('msg', parametersOf(operation))}: &userlib::RecvMessage`,
    ...operation.args.map(({ name, type }) => `${name.text}: ${typeText(type)}`),
    ...operation.leases.map((lease) => `${lease.name.text}: ${leasedType(lease)}`),
  ];
  return `fn ${operation.name.text}(${parameters.join(', ')})${methodResult(operation, options)}`;
}

/** `Leased` with the access and limit that the interface declares. */
export function leasedType({ type, read, write, maxLen }: Lease): string {
  const access = read && write ? 'RW' : write ? 'W' : 'R';
  const leased = `idol_runtime::Leased<idol_runtime::${access}, ${typeText(type)}>`;
  return maxLen === undefined || !isUnsized(type) ? leased : `idol_runtime::LenLimit<${leased}, ${maxLen}>`;
}

/** The answer of a trait method, with its arrow. */
export function methodResult(operation: Operation, options: RustOptions): string {
  if (options.style === 'Pipelined') return '';
  const ok = typeText(operation.reply.ok.type);
  if (isInfallible(operation)) {
    if (options.infallible === 'plain') return ok === '()' ? '' : ` -> ${ok}`;
    return ` -> Result<${ok}, idol_runtime::RequestError<core::convert::Infallible>>`;
  }
  return ` -> Result<${ok}, idol_runtime::RequestError<${errorType(operation)}>>`;
}

/** Whether the implementation has no error of its own to answer with. */
export function isInfallible({ reply }: Operation): boolean {
  return reply.kind === 'Simple' || reply.error.kind === 'ServerDeath';
}

/** An error type must be able to say that the server died, unless the client sends again. */
function deathBound({ reply, idempotent }: Operation): string | undefined {
  if (idempotent || reply.kind === 'Simple') return undefined;
  switch (reply.error.kind) {
    case 'CLike':
      return `${typeText(reply.error.type)}: idol_runtime::IHaveConsideredServerDeathWithThisErrorType`;
    case 'Complex':
      return `${typeText(reply.error.type)}: From<idol_runtime::ServerDeath>`;
    case 'ServerDeath':
      return undefined;
  }
}
