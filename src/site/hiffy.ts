import type { OperationEntry } from '../registry/index.ts';

/** The command that calls an operation of a running system through Humility: values are placeholders named after the argument's type. */
export function hiffyCall(interfaceName: string, operation: OperationEntry): string {
  const words = ['humility', 'hiffy', '-c', `${interfaceName}.${operation.name}`];
  if (operation.args.length > 0) {
    words.push('-a', operation.args.map((arg) => `${arg.name}=${placeholder(arg.type)}`).join(','));
  }
  const [read] = operation.leases.filter((lease) => lease.read);
  const [write] = operation.leases.filter((lease) => lease.write);
  if (read) words.push('-i', `${read.name}.bin`);
  if (write)
    words.push('-o', `${write.name}.bin`, '-n', String(isSlice(write.type) ? Math.min(write.maxLen ?? 256, 256) : 1));
  return words.join(' ');
}

function placeholder(type: string): string {
  if (type === 'bool') return 'true';
  if (/^[ui](?:8|16|32|64|128|size)$/.test(type)) return '0';
  if (/^f(?:32|64)$/.test(type)) return '0.0';
  const name = type
    .replace(/[^A-Za-z0-9_:]/g, '')
    .split('::')
    .at(-1);
  return `<${name || 'value'}>`;
}

function isSlice(type: string): boolean {
  return /^\[[^;]*\]$/.test(type.trim());
}
