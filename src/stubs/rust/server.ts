import type { Argument, Interface, Operation } from '../../idol/index.ts';
import type { StubFile } from '../model.ts';
import { counterItems } from './counters.ts';
import { failServer } from './fail-server.ts';
import { DIALECTS } from './generation.ts';
import { handleMethod } from './handle.ts';
import { header, settingsOf } from './header.ts';
import { idolSection } from './idol-section.ts';
import { argsName, enumName, fieldName, messageSizeName, replyName, replySizeName, traitName } from './names.ts';
import type { RustOptions } from './options.ts';
import { argsStruct, isConverted, largest, maxSize, operationEnum, rawArgumentType, replyStruct } from './parts.ts';
import { serverTrait } from './server-trait.ts';
import { format, rust, spaced } from './template.ts';
import { typeText } from './type-text.ts';

/** Server support for an interface, to be included by a task. The interface and the options were checked before. */
export function serverFile(iface: Interface, options: RustOptions): StubFile {
  const name = iface.name.text;
  const operationEnumName = enumName(iface);
  const trait = traitName(iface, options.style);
  const dialect = DIALECTS[options.generation];
  const fail = failServer(iface, options);
  const code = spaced([
    header(iface, `Server of the ${name} interface`, options, settingsOf(options, 'server'), fail.length > 0),
    ...iface.operations.map(sizes(iface)),
    rust`
      /// Bytes that a buffer for incoming messages needs.
      #[allow(dead_code)]
      ${incomingSize(iface, dialect.incomingSize)}
    `,
    operationEnum(iface, options),
    rust`
      impl idol_runtime::ServerOp for ${operationEnumName} {
          fn max_reply_size(self) -> usize {
              match self {
                  ${iface.operations.map((operation) => `Self::${operation.name.text} => ${replySizeName(operation)},`)}
              }
          }

          fn required_lease_count(self) -> usize {
              match self {
                  ${iface.operations.map(({ name, leases }) => `Self::${name.text} => ${leases.length},`)}
              }
          }
      }
    `,
    ...iface.operations.map((operation) => message(iface, operation, options)),
    ...iface.operations.map((operation) => replyDebugInformation(iface, operation)),
    options.counters.server ? counterItems(iface, 'server', options) : [],
    serverTrait(iface, options),
    fail,
    rust`
      impl<S: ${trait}> idol_runtime::Server<${operationEnumName}> for (core::marker::PhantomData<${operationEnumName}>, &mut S) {
          fn recv_source(&self) -> Option<userlib::TaskId> {
              ${trait}::recv_source(self.1)
          }

          fn closed_recv_fail(&mut self) {
              ${trait}::closed_recv_fail(self.1)
          }

          ${handleMethod(iface, options)}
      }
    `,
  ]);
  return { path: 'server_stub.rs', text: `${[...format(code), '', ...idolSection(iface, dialect)].join('\n')}\n` };
}

function incomingSize({ operations }: Interface, of: 'largest' | 'sum'): string[] {
  const sizes = operations.map(messageSizeName);
  return of === 'sum'
    ? [`pub const INCOMING_SIZE: usize = ${sizes.join(' + ')};`]
    : largest('pub const INCOMING_SIZE', sizes);
}

/** Most bytes of an operation's message and of its ok value. Nobody checks whether a client has room for the error. */
function sizes(iface: Interface): (operation: Operation) => string[] {
  return (operation) => {
    const ok = maxSize(typeText(operation.reply.ok.type), operation.encoding);
    return rust`
      pub const ${messageSizeName(operation)}: usize = ${maxSize(argsName(iface, operation), operation.encoding)};
      pub const ${replySizeName(operation)}: usize = ${ok};
    `;
  };
}

/** The message as it arrives, the conversions to what the interface declares, and the function that reads it. */
function message(iface: Interface, operation: Operation, options: RustOptions): string[] {
  const args = argsName(iface, operation);
  const accessors = operation.args.flatMap((argument) => {
    const code = accessor(argument);
    return code.length === 0 ? [] : [code];
  });
  const fields = operation.args.map(
    (argument) => `${fieldName(argument, isConverted(argument))}: ${rawArgumentType(argument)},`,
  );
  return spaced([
    argsStruct(iface, operation, 'receive', fields, options),
    accessors.length === 0
      ? []
      : rust`
          #[allow(clippy::new_ret_no_self, clippy::wrong_self_convention)]
          impl ${args} {
              ${spaced(accessors)}
          }
        `,
    rust`
      pub fn read_${operation.name.text}_msg(bytes: &[u8]) -> Option<${operation.encoding === 'Zerocopy' ? '&' : ''}${args}> {
          ${readMessage(operation, args, options)}
      }
    `,
  ]);
}

function readMessage({ encoding }: Operation, args: string, options: RustOptions): string {
  switch (encoding) {
    case 'Zerocopy':
      return DIALECTS[options.generation].refer(args);
    case 'Hubpack':
      return 'hubpack::deserialize(bytes).ok().map(|(args, _)| args)';
    case 'Ssmarshal':
      return 'ssmarshal::deserialize(bytes).ok().map(|(args, _)| args)';
  }
}

/** The conversion of an argument that does not arrive as what it is declared, or nothing. */
function accessor(argument: Argument): string[] {
  if (!isConverted(argument)) return [];
  const { name, type, recv } = argument;
  const raw = `self.${fieldName(argument, true)}`;
  switch (recv.kind) {
    case 'FromBytes':
      return rust`
        pub fn ${name.text}(&self) -> bool {
            ${raw} != 0
        }
      `;
    case 'FromPrimitive':
      return rust`
        pub fn ${name.text}(&self) -> Option<${typeText(type)}> {
            userlib::FromPrimitive::from_${typeText(recv.raw)}(${raw})
        }
      `;
    // A conversion that cannot fail is written where the message is read.
    case 'From':
      return [];
  }
}

/** Keeps the reply's declared type in the debug information, where debuggers look it up. The static itself is linked into nothing. */
function replyDebugInformation(iface: Interface, operation: Operation): string[] {
  if (operation.encoding !== 'Zerocopy' || operation.reply.kind !== 'Result') return [];
  const name = replyName(iface, operation);
  return rust`
    ${replyStruct(iface, operation, typeText(operation.reply.ok.type), [])}

    #[allow(dead_code)]
    static ${name.toUpperCase()}: Option<&${name}> = None;
  `;
}
