import type { InterfaceEntry, OperationEntry } from '../registry/index.ts';
import type { Type, TypeTable } from '../schema/index.ts';
import { type OperationView, operationView } from './operation-view.ts';

/** Longest array that is written out, in bytes. */
const MOST_BYTES = 32;
/** Bytes to fetch of a lease that has no limit. */
const FETCHED = 256;

/**
 * The command that calls an operation of a running system through Humility, ready to paste: each argument has a value of its
 * type, a name in angle brackets where there is none that can be typed in.
 *
 * @param task one of several that serve the interface in an image: without it Humility would not know which is meant
 */
export function hiffyCall(entry: InterfaceEntry, operation: OperationEntry, task?: string): string {
  const { name, number, args, leases } = operation;
  const view = operationView(entry, number);
  const words = ['humility', 'hiffy', '-c', `${entry.name}.${name}`];
  if (task !== undefined) words.push('-t', task);
  if (args.length > 0) {
    const values = args.map((arg, index) => {
      const type = view?.schema.args[index]?.type;
      return `${arg.name}=${(type && valueText(type, entry.schema?.types ?? {})) ?? placeholder(arg.type)}`;
    });
    words.push('-a', quoted(values.join(',')));
  }
  const read = leases.find((lease) => lease.read);
  const write = leases.find((lease) => lease.write);
  if (read) words.push('-i', `${read.name}.bin`);
  if (write) words.push('-n', String(bytesToFetch(view, write.index) ?? FETCHED), '-o', `${write.name}.bin`);
  return words.join(' ');
}

/** As Humility reads it: names of variants, newtypes as what is inside, arrays of bytes in brackets. */
function valueText(type: Type, types: TypeTable): string | undefined {
  switch (type.kind) {
    case 'integer':
      return '0';
    case 'float':
      return '0.0';
    case 'bool':
      return 'true';
    case 'array': {
      const { element, length } = type;
      const isShort = typeof length === 'number' && length > 0 && length <= MOST_BYTES;
      return isShort && element.kind === 'integer' && element.name === 'u8'
        ? `[${Array.from({ length }, () => 0).join(' ')}]`
        : undefined;
    }
    case 'alternatives':
      return type.cases[0] && valueText(type.cases[0].type, types);
    case 'named': {
      const definition = types[type.id];
      if (definition?.kind === 'enum') return definition.variants.find(({ fields }) => fields.length === 0)?.name;
      const isNewtype = definition?.kind === 'struct' && definition.shape === 'tuple' && definition.fields.length === 1;
      const inner = isNewtype ? definition.fields[0]?.type : undefined;
      return inner && valueText(inner, types);
    }
    case 'char':
    case 'unit':
    case 'never':
    case 'tuple':
    case 'slice':
    case 'option':
    case 'result':
    case 'unresolved':
      return undefined;
  }
}

function placeholder(type: string): string {
  return `<${type.replace(/\s+/g, ' ').replaceAll("'", '')}>`;
}

function bytesToFetch(view: OperationView | undefined, index: number): number | undefined {
  const lease = view?.schema.leases[index];
  const bytes = view?.layout.leases[index]?.size?.max;
  if (!lease || bytes === undefined) return undefined;
  if (!lease.slice) return bytes;
  const fitting = Math.max(1, Math.floor(FETCHED / Math.max(bytes, 1)));
  return bytes * Math.min(lease.maxLen ?? fitting, fitting);
}

/** A shell takes brackets, angle brackets and blanks for something else. */
function quoted(text: string): string {
  return /^[A-Za-z0-9_=,.:-]+$/.test(text) ? text : `'${text}'`;
}
