import type { Interface, Operation } from '../../idol/index.ts';
import { DIALECTS } from './generation.ts';
import { traitName } from './names.ts';
import type { RustOptions } from './options.ts';
import { errorType, INTERFACE_LINTS } from './parts.ts';
import { isInfallible, leasedType, methodResult } from './server-trait.ts';
import { rust, spaced } from './template.ts';
import { typeText } from './type-text.ts';

/** The error that every operation can answer with, or undefined when there is none that all share. */
export function sharedError(iface: Interface): string | undefined {
  const [first, ...rest] = iface.operations;
  if (first === undefined || isInfallible(first)) return undefined;
  const isSame = (operation: Operation) =>
    !isInfallible(operation) && errorType(operation) === errorType(first) && errorKind(operation) === errorKind(first);
  return rest.every(isSame) ? errorType(first) : undefined;
}

/** `CLike("E")` and `Complex("E")` are different errors. */
function errorKind({ reply }: Operation): string | undefined {
  return reply.kind === 'Result' ? reply.error.kind : undefined;
}

/** A server that answers every operation with one error, where the options ask for it and the interface allows it. */
export function failServer(iface: Interface, options: RustOptions): string[] {
  const error = sharedError(iface);
  if (options.failServer === 'no' || options.style === 'Pipelined' || error === undefined) return [];
  return rust`
    /// Answers every operation with the same error.
    #[allow(dead_code)]
    pub struct FailServer {
        err: ${error},
    }

    impl FailServer {
        #[allow(dead_code)]
        pub fn new(err: ${error}) -> Self {
            Self { err }
        }
    }

    impl idol_runtime::NotificationHandler for FailServer {
        fn current_notification_mask(&self) -> u32 {
            0
        }

        fn handle_notification(&mut self, _bits: ${DIALECTS[options.generation].notificationBits}) {}
    }

    #[allow(${INTERFACE_LINTS})]
    impl ${traitName(iface, options.style)} for FailServer {
        ${spaced(
          iface.operations.map((operation) => {
            const parameters = [
              '&mut self',
              '_: &userlib::RecvMessage',
              ...operation.args.map(({ type }) => `_: ${typeText(type)}`),
              ...operation.leases.map((lease) => `_: ${leasedType(lease)}`),
            ];
            return rust`
              fn ${operation.name.text}(${parameters.join(', ')})${methodResult(operation, options)} {
                  let err = core::clone::Clone::clone(&self.err);
                  Err(idol_runtime::RequestError::Runtime(err))
              }
            `;
          }),
        )}
    }
  `;
}
