import type { Interface, Operation } from '../../idol/index.ts';
import { countersName, eventName, variableBesideOperations } from './names.ts';
import type { RustOptions } from './options.ts';
import { errorType } from './parts.ts';
import { rust } from './template.ts';

type Side = 'client' | 'server';

/** The events that a stub counts, and the counters. */
export function counterItems(iface: Interface, side: Side, options: RustOptions): string[] {
  const variants = iface.operations.map((operation) => {
    const outcome = outcomeType(operation, side, options);
    return outcome === undefined ? `${operation.name.text},` : `${operation.name.text}(#[count(children)] ${outcome}),`;
  });
  return rust`
    /// Calls that ${side === 'client' ? 'clients made' : 'the server answered'}, by operation and outcome.
    #[allow(dead_code, non_camel_case_types)]
    #[derive(counters::Count)]
    pub enum ${eventName(iface)} {
        ${variants}
    }

    counters::counters!(${countersName(iface, side === 'client' ? 'CLIENT' : 'SERVER')}, ${eventName(iface)});
  `;
}

/** Counts that an operation succeeded. */
export function countSuccess(iface: Interface, operation: Operation, side: Side, options: RustOptions): string[] {
  if (!options.counters[side]) return [];
  return count(iface, operation, side, outcomeType(operation, side, options) === undefined ? undefined : 'Ok(())');
}

/**
 * Counts that an operation failed.
 * @param error expression for a copy of the error
 */
export function countError(
  iface: Interface,
  operation: Operation,
  side: Side,
  options: RustOptions,
  error = 'core::clone::Clone::clone(&err)',
): string[] {
  if (!options.counters[side]) return [];
  const isCombined = side === 'client' && options.counters.combineErrors;
  return count(iface, operation, side, `Err(${isCombined ? '()' : error})`);
}

function count(iface: Interface, operation: Operation, side: Side, outcome: string | undefined): string[] {
  const counters = countersName(iface, side === 'client' ? 'CLIENT' : 'SERVER');
  const event = variableBesideOperations(iface, 'event');
  return rust`
    ${outcome === undefined ? [] : [`let outcome = ${outcome};`]}
    let ${event} = ${eventName(iface)}::${operation.name.text}${outcome === undefined ? '' : '(outcome)'};
    counters::count!(${counters}, ${event});
  `;
}

/** What is counted beside the call itself, or undefined when it cannot fail as far as this side sees. */
function outcomeType(operation: Operation, side: Side, options: RustOptions): string | undefined {
  const error = errorType(operation);
  if (error === undefined) return undefined;
  if (side === 'client') return `Result<(), ${options.counters.combineErrors ? '()' : error}>`;
  // A server cannot report its own death, and a pipelined one answers long after the stub is done.
  return error === 'idol_runtime::ServerDeath' || options.style === 'Pipelined' ? undefined : `Result<(), ${error}>`;
}
