import type { Argument, ErrorKind, Interface, Lease, Operation } from '../../idol/index.ts';
import { isBool, isUnsized } from '../../idol/index.ts';
import { countClientError, countError, countSuccess } from './counters.ts';
import { DIALECTS } from './generation.ts';
import { enumName, fieldName, prefixed, replySizeName, traitName, variableBesideOperations } from './names.ts';
import type { RustOptions } from './options.ts';
import { isConverted, maxSize } from './parts.ts';
import { isInfallible } from './server-trait.ts';
import { rust } from './template.ts';
import { isUnit, typeText } from './type-text.ts';

/**
 * `Server::handle`: decodes a message, checks its leases, calls the implementation, and encodes the reply. The dispatcher of
 * `idol-runtime` has checked operation, sizes and the number of leases before.
 */
export function handleMethod(iface: Interface, options: RustOptions): string[] {
  const hasLeases = iface.operations.some(({ leases }) => leases.length > 0);
  const op = variableBesideOperations(iface, 'op');
  const isRestricted = iface.operations.some(({ name }) => options.allowedCallers.has(name.text));
  return rust`
    fn handle(&mut self, ${op}: ${enumName(iface)}, incoming: &[u8], rm: &userlib::RecvMessage) -> Result<(), idol_runtime::RequestError<u16>> {
        ${refusal('BAD_MESSAGE', 'BadMessageContents')}
        ${hasLeases ? refusal('BAD_LEASE', 'BadLease') : []}
        ${isRestricted ? refusal('NOT_ALLOWED', 'AccessViolation') : []}

        match ${op} {
            ${iface.operations.flatMap((operation) => handleArm(iface, operation, options))}
        }
    }
  `;
}

function refusal(name: string, error: string): string[] {
  return [
    `const ${name}: idol_runtime::RequestError<u16> = idol_runtime::RequestError::Fail(idol_runtime::ClientError::${error});`,
  ];
}

function handleArm(iface: Interface, operation: Operation, options: RustOptions): string[] {
  const name = operation.name.text;
  const call = [
    'self.1',
    'rm',
    ...operation.args.map(passedArgument),
    ...operation.leases.map((lease) => prefixed('lease_', lease.name)),
  ].join(', ');
  const read = `read_${name}_msg(incoming).ok_or(BAD_MESSAGE)?;`;
  return rust`
    ${enumName(iface)}::${name} => {
        ${callerCheck(operation, options)}
        ${operation.args.length === 0 ? read : `let args = ${read}`}
        ${operation.args.flatMap(convertedArgument)}
        ${operation.leases.flatMap(checkedLease)}
        ${answer(iface, operation, `${traitName(iface, options.style)}::${name}(${call})`, options)}
    }
  `;
}

function callerCheck({ name }: Operation, { allowedCallers }: RustOptions): string[] {
  const callers = allowedCallers.get(name.text);
  if (callers === undefined) return [];
  return rust`
    let allowed: [usize; ${callers.length}] = [${callers.join(', ')}];
    if !allowed.contains(&rm.sender.index()) {
        return Err(NOT_ALLOWED);
    }
  `;
}

/** A conversion that can fail happens before anything else, so that a bad message is a bad message whatever its leases are. */
function convertedArgument({ name, recv }: Argument): string[] {
  return recv.kind === 'FromPrimitive' ? [`let arg_${name.text} = args.${name.text}().ok_or(BAD_MESSAGE)?;`] : [];
}

function passedArgument(argument: Argument): string {
  const { name, recv } = argument;
  if (recv.kind === 'FromPrimitive') return `arg_${name.text}`;
  const field = `args.${fieldName(argument, isConverted(argument))}`;
  if (recv.kind === 'From') return `${recv.function?.text ?? 'core::convert::From::from'}(${field})`;
  return isConverted(argument) ? `args.${name.text}()` : field;
}

function checkedLease({ name, index, type, read, write, maxLen }: Lease): string[] {
  const local = prefixed('lease_', name);
  const isSlice = isUnsized(type);
  const access = `${read && write ? 'read_write' : write ? 'write_only' : 'read_only'}${isSlice ? '_slice' : ''}`;
  const limit = maxLen === undefined ? 'None' : `core::num::NonZeroU32::new(${maxLen})`;
  return rust`
    let ${local} = idol_runtime::Leased::${access}(rm.sender, ${index}${isSlice ? `, ${limit}` : ''});
    ${isSlice && maxLen !== undefined ? [`let ${local} = ${local}.and_then(|lease| core::convert::TryFrom::try_from(lease).ok());`] : []}
    let ${local} = ${local}.ok_or(BAD_LEASE)?;
  `;
}

/** Calls the implementation, and answers for it unless it answers itself. */
function answer(iface: Interface, operation: Operation, call: string, options: RustOptions): string[] {
  const isUnitReply = isUnit(operation.reply.ok.type);
  const success = countSuccess(iface, operation, 'server', options);
  if (options.style === 'Pipelined') {
    return rust`
      ${call};
      ${success}
      Ok(())
    `;
  }
  if (isInfallible(operation) && options.infallible === 'plain') {
    return rust`
      ${isUnitReply ? '' : 'let value = '}${call};
      ${success}
      ${reply(operation, options)}
      Ok(())
    `;
  }
  return rust`
    let result = ${call};
    match result {
        Ok(${isUnitReply ? '()' : 'value'}) => {
            ${success}
            ${reply(operation, options)}
            Ok(())
        }
        ${errorArm(iface, operation, options)}
        ${arm('Err(idol_runtime::RequestError::Fail(err))', [
          ...countClientError(iface, operation, options),
          'Err(idol_runtime::RequestError::Fail(err))',
        ])}
    }
  `;
}

function errorArm(iface: Interface, operation: Operation, options: RustOptions): string[] {
  const pattern = 'Err(idol_runtime::RequestError::Runtime(err))';
  if (isInfallible(operation)) return arm(pattern, ['match err {}']);
  const error = operation.reply.kind === 'Result' && operation.reply.error.kind === 'Complex' && operation.reply.error;
  return arm(pattern, [
    ...countError(iface, operation, 'server', options),
    ...(error ? complexError(error) : ['Err(idol_runtime::RequestError::Runtime(u16::from(err)))']),
  ]);
}

/** An arm of a `match`: `rustfmt` takes the braces off a body of one expression that fits behind the arrow. */
function arm(pattern: string, body: readonly string[]): string[] {
  const [only = '', ...others] = body;
  if (others.length === 0) return [`${pattern} => ${only},`];
  return rust`
    ${pattern} => {
        ${body}
    }
  `;
}

function reply(operation: Operation, options: RustOptions): string[] {
  const { type } = operation.reply.ok;
  const send = (bytes: string) => [`userlib::sys_reply(rm.sender, 0, ${bytes});`];
  if (isUnit(type)) return send('&[]');
  switch (operation.encoding) {
    case 'Zerocopy':
      if (isBool(type) && operation.reply.ok.recv.kind === 'FromBytes') return send('&[u8::from(value)]');
      return send(`${DIALECTS[options.generation].asBytes}(&value)`);
    case 'Hubpack':
      return [...encoded('value', 'hubpack', replySizeName(operation)), ...send('&reply[..len]')];
    case 'Ssmarshal':
      return [...encoded('value', 'ssmarshal', replySizeName(operation)), ...send('&reply[..len]')];
  }
}

function complexError(error: ErrorKind & { kind: 'Complex' }): string[] {
  const size = maxSize(typeText(error.type), 'Hubpack');
  return [...encoded('err', 'hubpack', size), 'userlib::sys_reply(rm.sender, 1, &reply[..len]);', 'Ok(())'];
}

function encoded(value: string, library: 'hubpack' | 'ssmarshal', size: string): string[] {
  return rust`
    let mut reply = [0; ${size}];
    let len = ${library}::serialize(&mut reply, &${value});
    let len = userlib::UnwrapLite::unwrap_lite(len);
  `;
}
