import type { Argument, Interface, Lease, Name, Operation } from '../../idol/index.ts';
import type { ServerStyle } from './options.ts';

/** Names that a stub gives to what it makes for an interface. Code in Hubris is written against them. */
export const enumName = (iface: Interface) => `${iface.name.text}Operation`;
export const traitName = (iface: Interface, style: ServerStyle) => `${style}${iface.name.text}Impl`;
export const eventName = (iface: Interface) => `${iface.name.text}Event`;
export const argsName = (iface: Interface, operation: Operation) => `${iface.name.text}_${operation.name.text}_ARGS`;
export const replyName = (iface: Interface, operation: Operation) => `${iface.name.text}_${operation.name.text}_REPLY`;
/** A field of the message struct that a server reads. Debuggers look for a value that is converted under `raw_`. */
export const fieldName = ({ name }: Argument, isConverted: boolean) => `${isConverted ? 'raw_' : ''}${name.text}`;
export const messageSizeName = (operation: Operation) => `${operation.name.text.toUpperCase()}_MSG_SIZE`;
export const replySizeName = (operation: Operation) => `${operation.name.text.toUpperCase()}_REPLY_SIZE`;
export const countersName = (iface: Interface, side: 'CLIENT' | 'SERVER') =>
  `__${iface.name.text.toUpperCase()}_${side}_COUNTERS`;

/** A name behind a prefix: a raw one (`r#type`) is raw no more. */
export const prefixed = (prefix: string, { text }: Name) => `${prefix}${text.replace(/^r#/, '')}`;

/** `preferred`, with underscores behind it while one of the parts has that name. */
export function freeName(preferred: string, parts: readonly { readonly name: Name }[]): string {
  return parts.some(({ name }) => name.text === preferred) ? freeName(`${preferred}_`, parts) : preferred;
}

/** What the parameters of a method are named after. */
export function parametersOf({ args, leases }: Operation): readonly (Argument | Lease)[] {
  return [...args, ...leases];
}

/** Names for what is local to a method. */
export function localNames<Local extends string>(
  operation: Operation,
  preferred: readonly Local[],
): Record<Local, string> {
  const names = preferred.map((local) => [local, freeName(local, parametersOf(operation))]);
  return Object.fromEntries(names) as Record<Local, string>;
}

/** Name for a variable of a type whose variants are the operations: Rust takes a variable of a variant's name for a slip. */
export function variableBesideOperations(iface: Interface, preferred: string): string {
  return freeName(preferred, iface.operations);
}
