import { parseInterface } from '../../idol/index.ts';
import type { VersionObject } from '../../registry/index.ts';
import { knownCodes, type LeaseSchema, type OperationSchema } from '../../schema/index.ts';
import { clientSignature } from '../../stubs/index.ts';
import { Source } from '../../text/index.ts';

/** One version in a comparison, with what people read of each operation. */
export interface SideVersion {
  /** "v3". */
  label: string;
  object: VersionObject;
  signatures: ReadonlyMap<number, string>;
}

export function sideVersion(label: string, object: VersionObject): SideVersion {
  const operations = parseInterface(new Source(object.path, object.text)).value?.operations ?? [];
  return {
    label,
    object,
    signatures: new Map(operations.map((operation) => [operation.number, clientSignature(operation)])),
  };
}

/** What an operation is beside its bytes, as texts that can be laid side by side. */
export function textsOf(side: SideVersion, operation: OperationSchema): Record<TextPart, string> {
  const { reply } = operation;
  const error = reply.kind === 'Result' ? reply.error : undefined;
  return {
    Client: side.signatures.get(operation.number) ?? '',
    'Sent as': `${operation.encoding}${operation.idempotent ? ', idempotent' : ''}`,
    Leases: operation.leases.map(leaseText).join('\n'),
    'Return codes':
      error?.kind === 'CLike'
        ? (knownCodes(error.type, side.object.schema.types)
            ?.codes.map(({ code, name }) => `${code} = ${name}`)
            .join('\n') ?? 'not known')
        : '',
    Documentation: side.object.items[operation.name]?.doc ?? '',
  };
}

export type TextPart = 'Client' | 'Sent as' | 'Leases' | 'Return codes' | 'Documentation';

function leaseText({ index, name, text, read, write, maxLen }: LeaseSchema): string {
  const access = [read && 'read', write && 'write'].filter(Boolean).join(' and ') || 'do nothing with';
  return `${index} ${name}: ${text}, the server may ${access} it${maxLen === undefined ? '' : `, at most ${maxLen} elements`}`;
}
