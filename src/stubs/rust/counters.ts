import type { Interface, Operation } from '../../idol/index.ts';
import { countersName, eventName, variableBesideOperations } from './names.ts';
import type { RustOptions } from './options.ts';
import { errorType } from './parts.ts';
import { isInfallible } from './server-trait.ts';
import { rust } from './template.ts';

type Side = 'client' | 'server';

/** The event of a server that counts what clients did wrong for all operations together. */
export const CLIENT_ERROR_EVENT = 'ClientError';

/** The events that a stub counts, and the counters. */
export function counterItems(iface: Interface, side: Side, options: RustOptions): string[] {
  const variants = iface.operations.map((operation) => {
    const outcome = outcomeType(operation, side, options);
    return outcome === undefined ? `${operation.name.text},` : `${operation.name.text}(#[count(children)] ${outcome}),`;
  });
  const combined = `${CLIENT_ERROR_EVENT}(#[count(children)] idol_runtime::ClientError),`;
  return rust`
    /// Calls that ${side === 'client' ? 'clients made' : 'the server answered'}, by operation and outcome.
    #[allow(dead_code, non_camel_case_types)]
    #[derive(counters::Count)]
    pub enum ${eventName(iface)} {
        ${variants}
        ${side === 'server' && countsTogether(iface, options) ? [combined] : []}
    }

    counters::counters!(${countersName(iface, side === 'client' ? 'CLIENT' : 'SERVER')}, ${eventName(iface)});
  `;
}

/** Counts that an operation succeeded. */
export function countSuccess(iface: Interface, operation: Operation, side: Side, options: RustOptions): string[] {
  return countOutcome(iface, operation, side, options, 'Ok(())');
}

/**
 * Counts that an operation failed with an error of the interface.
 * @param error expression for a copy of the error
 */
export function countError(
  iface: Interface,
  operation: Operation,
  side: Side,
  options: RustOptions,
  error = 'core::clone::Clone::clone(&err)',
): string[] {
  const isRequestError = side === 'server' && countsClientErrors(options) === 'apart';
  const counted = isRequestError ? `idol_runtime::RequestError::Runtime(${error})` : error;
  return countOutcome(iface, operation, side, options, `Err(${counted})`);
}

/** Counts that the implementation of an operation found the client in the wrong, with `err` saying how. */
export function countClientError(iface: Interface, operation: Operation, options: RustOptions): string[] {
  switch (countsClientErrors(options)) {
    case 'together':
      return options.counters.server && countsTogether(iface, options)
        ? count(iface, 'server', CLIENT_ERROR_EVENT, 'err')
        : [];
    case 'apart':
      return countOutcome(iface, operation, 'server', options, 'Err(idol_runtime::RequestError::Fail(err))');
    case 'never':
      return [];
  }
}

/** Whether a server counts its clients' errors for all operations together: where none of them can fail, there is nothing to count. */
export function countsTogether({ operations }: Interface, options: RustOptions): boolean {
  return countsClientErrors(options) === 'together' && operations.some(({ reply }) => reply.kind === 'Result');
}

/** What a server counts of its clients' errors: a pipelined one answers them itself, long after the stub is done. */
export function countsClientErrors({ style, counters }: RustOptions): 'apart' | 'together' | 'never' {
  if (style === 'Pipelined') return 'never';
  return counters.combineClientErrors ? 'together' : 'apart';
}

function countOutcome(
  iface: Interface,
  operation: Operation,
  side: Side,
  options: RustOptions,
  outcome: string,
): string[] {
  if (!options.counters[side]) return [];
  const hasOutcome = outcomeType(operation, side, options) !== undefined;
  return count(iface, side, operation.name.text, hasOutcome ? outcome : undefined);
}

function count(iface: Interface, side: Side, variant: string, outcome: string | undefined): string[] {
  const counters = countersName(iface, side === 'client' ? 'CLIENT' : 'SERVER');
  const event = variableBesideOperations(iface, 'event');
  return rust`
    ${outcome === undefined ? [] : [`let outcome = ${outcome};`]}
    let ${event} = ${eventName(iface)}::${variant}${outcome === undefined ? '' : '(outcome)'};
    counters::count!(${counters}, ${event});
  `;
}

/** What is counted beside the call itself, or undefined when the call is all that is counted. */
function outcomeType(operation: Operation, side: Side, options: RustOptions): string | undefined {
  const error = errorType(operation);
  if (error === undefined) return undefined;
  if (side === 'client') return `Result<(), ${error}>`;
  // A server cannot report its own death.
  const own = isInfallible(operation) ? 'core::convert::Infallible' : error;
  switch (countsClientErrors(options)) {
    case 'apart':
      return isInfallible(operation) && options.infallible === 'plain'
        ? undefined
        : `Result<(), idol_runtime::RequestError<${own}>>`;
    case 'together':
      return isInfallible(operation) ? undefined : `Result<(), ${own}>`;
    case 'never':
      return undefined;
  }
}
