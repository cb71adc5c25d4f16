import type { Interface, Operation } from '../../idol/index.ts';
import type { ServerStyle } from './options.ts';

/** Names that a stub gives to what it makes for an interface. Code in Hubris is written against them. */
export const enumName = (iface: Interface) => `${iface.name.text}Operation`;
export const traitName = (iface: Interface, style: ServerStyle) => `${style}${iface.name.text}Impl`;
export const eventName = (iface: Interface) => `${iface.name.text}Event`;
export const argsName = (iface: Interface, operation: Operation) => `${iface.name.text}_${operation.name.text}_ARGS`;
export const replyName = (iface: Interface, operation: Operation) => `${iface.name.text}_${operation.name.text}_REPLY`;
export const messageSizeName = (operation: Operation) => `${operation.name.text.toUpperCase()}_MSG_SIZE`;
export const replySizeName = (operation: Operation) => `${operation.name.text.toUpperCase()}_REPLY_SIZE`;
export const countersName = (iface: Interface, side: 'CLIENT' | 'SERVER') =>
  `__${iface.name.text.toUpperCase()}_${side}_COUNTERS`;

/** Names for the local variables of a method: `preferred`, with underscores behind it while an argument or lease has that name. */
export function localNames<Local extends string>(
  operation: Operation,
  preferred: readonly Local[],
): Record<Local, string> {
  const taken = new Set([...operation.args, ...operation.leases].map((parameter) => parameter.name.text));
  const name = (local: string): string => (taken.has(local) ? name(`${local}_`) : local);
  return Object.fromEntries(preferred.map((local) => [local, name(local)])) as Record<Local, string>;
}
