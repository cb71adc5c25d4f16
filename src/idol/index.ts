import type { Diagnostic } from '../text/index.ts';
import { runChecks, type Surroundings } from './check.ts';
import { interfaceChecks } from './checks/index.ts';
import type { Interface } from './model.ts';

export type { AllowedCaller, Finding, Side, Surroundings } from './check.ts';
export { interfaceChecks, readingChecks } from './checks/index.ts';
export { formatInterface } from './format.ts';
export type * from './model.ts';
export * from './name-case.ts';
export { parseInterface, parseInterfaceBytes, parseInterfaceDocument } from './read/interface.ts';
export type * from './ron/value.ts';
export { isBool, isUnsized } from './type-string.ts';

/**
 * Everything that is wrong with an interface, as far as it can be told without Rust types.
 *
 * @param surroundings what is known of the tree around it; by default both stubs are built and nobody is restricted
 */
export function checkInterface(iface: Interface, surroundings: Partial<Surroundings> = {}): Diagnostic[] {
  return runChecks(interfaceChecks, iface, surroundings);
}
