import type { InterfaceEntry, OperationEntry } from '../registry/index.ts';
import type { Layout } from '../wire/index.ts';
import { bytesText } from './figures/index.ts';
import type { OperationView } from './operation-view.ts';

/** The size of a message or a reply that Hubris documents as the limit, in bytes. */
export const MESSAGE_LIMIT = 256;

/** One way to call an operation wrongly, and the fault that the kernel then gives the caller. */
export interface WrongCall {
  when: string;
  fault: ReplyFault;
}

export type ReplyFault =
  | 'UndefinedOperation'
  | 'BadMessageSize'
  | 'BadMessageContents'
  | 'BadLeases'
  | 'ReplyBufferTooSmall'
  | 'AccessViolation';

/** What a wrong call of any operation gets, in the order in which a server finds out. */
export function wrongCallsOfAny(entry: InterfaceEntry): WrongCall[] {
  const incoming = entry.layouts[0]?.incoming?.max;
  const bytes = (count: number) => `${count} ${count === 1 ? 'byte' : 'bytes'}`;
  const { length } = entry.operations;
  return [
    { fault: 'UndefinedOperation', when: length === 0 ? 'any number' : `a number that is not 1 to ${length}` },
    {
      fault: 'BadMessageSize',
      when:
        incoming === undefined
          ? "message longer than the server's buffer"
          : `message longer than ${bytes(incoming)}, the server's buffer`,
    },
    { fault: 'ReplyBufferTooSmall', when: 'reply buffer smaller than the longest ok value' },
    { fault: 'BadLeases', when: 'more or fewer leases than the operation has' },
    ...(isRestricted(entry)
      ? [{ fault: 'AccessViolation' as const, when: 'a caller that the server does not list for the operation' }]
      : []),
  ];
}

function isRestricted({ crates }: InterfaceEntry): boolean {
  return crates.some((crate) => crate.side === 'server' && crate.restricted);
}

/** What a wrong call of this operation gets besides {@link wrongCallsOfAny}. */
export function wrongCalls(operation: OperationEntry, view: OperationView | undefined): WrongCall[] {
  const calls: WrongCall[] = [];
  const add = (fault: ReplyFault, when: string) => calls.push({ fault, when });
  if (operation.encoding === 'Zerocopy') {
    const size = view?.layout.message.size;
    const isConverted = operation.args.some((arg) => arg.recv?.startsWith('FromPrimitive'));
    const wrongSize = size === undefined ? 'message of any other size' : `message not exactly ${bytesText(size)}`;
    add('BadMessageContents', isConverted ? `${wrongSize}, or a number that is no variant` : wrongSize);
  } else if (operation.args.length > 0) {
    add('BadMessageContents', `message that ${operation.encoding} cannot decode`);
  }
  for (const lease of operation.leases) {
    const element = view?.schema.leases[lease.index];
    const access = [lease.read && 'read', lease.write && 'write'].filter(Boolean).join(' and ');
    const slice = element?.slice ?? /^\[[^;]*\]$/.test(lease.type);
    const length = slice ? `a length that is no multiple of the element's size` : 'any other length';
    const tooLong = lease.maxLen === undefined ? '' : `, or more than ${lease.maxLen} elements`;
    add('BadLeases', `lease ${lease.name} without ${access} access, ${length}${tooLong}`);
  }
  return calls;
}

/** The longest size of layouts, in bytes; undefined when one of them is not known. */
export function maximum(layouts: readonly Layout[] | undefined): number | undefined {
  if (layouts === undefined) return undefined;
  let longest = 0;
  for (const { size } of layouts) {
    if (size === undefined) return undefined;
    longest = Math.max(longest, size.max);
  }
  return longest;
}

/** What the caller sees when the server restarts in the middle of a call. */
export function onServerRestart(operation: OperationEntry, view: OperationView | undefined): string {
  if (operation.idempotent)
    return 'The client learns the new generation and sends the call again: the operation is idempotent.';
  switch (operation.reply.error?.kind) {
    case 'CLike': {
      const codes = view?.codes;
      if (!codes)
        return 'The dead code arrives as return code; the error type must have a variant for it, or the client panics.';
      const variant = codes.find(({ serverDeath }) => serverDeath);
      return variant ? `The client gets \`${variant.name}\`.` : 'The client panics: the error has no variant for it.';
    }
    case 'Complex':
      return 'The client makes an error from `ServerDeath`.';
    case 'ServerDeath':
      return 'The client gets `ServerDeath`.';
    case undefined:
      return 'Nothing in the reply can say so.';
  }
}
