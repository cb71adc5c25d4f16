import type { AttributedType, Interface, Operation } from '../../idol/index.ts';
import { DIALECTS } from './generation.ts';
import { argsName, enumName, replyName } from './names.ts';
import type { RustOptions } from './options.ts';
import { rust } from './template.ts';
import { isBool, typeText } from './type-text.ts';

/** Documentation is the interface's, so these lints are not about the stub. */
const ABOUT_DOCUMENTATION = [
  'clippy::doc_lazy_continuation',
  'clippy::doc_overindented_list_items',
  'clippy::needless_doctest_main',
  'clippy::tabs_in_doc_comments',
];
export const DOC_LINTS = ABOUT_DOCUMENTATION.join(', ');

/** So are names and shapes of the methods. */
export const INTERFACE_LINTS = [
  ...ABOUT_DOCUMENTATION,
  'clippy::len_without_is_empty',
  'clippy::needless_lifetimes',
  'clippy::new_ret_no_self',
  'clippy::should_implement_trait',
  'clippy::too_many_arguments',
  'clippy::type_complexity',
  'clippy::wrong_self_convention',
]
  .sort()
  .join(', ');

/** The operation's number by name. */
export function operationEnum(iface: Interface, options: RustOptions): string[] {
  const derives = ['Copy', 'Clone', 'Debug', 'Eq', 'PartialEq', 'userlib::FromPrimitive', ...options.derives];
  return rust`
    /// Operations of \`${iface.name.text}\` and the numbers that travel for them.
    #[allow(dead_code, non_camel_case_types)]
    #[derive(${[...new Set(derives)].join(', ')})]
    pub enum ${enumName(iface)} {
        ${iface.operations.map((operation) => `${operation.name.text} = ${operation.number},`)}
    }
  `;
}

/** The lines of an item's documentation as a doc comment. */
export function docComment(...paragraphs: readonly string[]): string[] {
  return paragraphs
    .filter((paragraph) => paragraph !== '')
    .flatMap((paragraph, index) => [...(index === 0 ? [] : ['']), ...paragraph.split(/\r\n|\n|\r/)])
    .map((line) => `/// ${harmless(line)}`.trimEnd());
}

/** The compiler refuses comments with characters that turn the direction of what is shown, or end a line for some and not for others. */
function harmless(line: string): string {
  return line.replace(/[\p{Bidi_Control}\p{Cc}\u2028\u2029]/gu, (character) =>
    character === '\t' ? character : `\\u{${character.codePointAt(0)?.toString(16)}}`,
  );
}

/** The message struct of an operation. */
export function argsStruct(
  iface: Interface,
  operation: Operation,
  direction: 'send' | 'receive',
  fields: readonly string[],
  options: RustOptions,
): string[] {
  const { attributes } = messageForm(operation, direction, options);
  return rust`
    #[allow(non_camel_case_types)]
    ${attributes}
    struct ${argsName(iface, operation)} {
        ${fields}
    }
  `;
}

function messageForm(operation: Operation, direction: 'send' | 'receive', options: RustOptions) {
  const dialect = DIALECTS[options.generation];
  const serde = direction === 'send' ? 'serde::Serialize' : 'serde::Deserialize';
  switch (operation.encoding) {
    case 'Zerocopy': {
      const derives = direction === 'send' ? dialect.deriveSend : dialect.deriveReceive;
      return { attributes: [`#[derive(${derives})]`, '#[repr(C, packed)]'] };
    }
    case 'Hubpack':
      return { attributes: [`#[derive(hubpack::SerializedSize, ${serde})]`] };
    case 'Ssmarshal':
      return { attributes: [`#[derive(${serde})]`] };
  }
}

/** What the reply of a Zerocopy operation is read as: the raw type, from which the declared one is made. */
export function replyStruct(iface: Interface, operation: Operation, attributes: readonly string[]): string[] {
  return rust`
    #[allow(dead_code, non_camel_case_types)]
    ${attributes}
    #[repr(C, packed)]
    struct ${replyName(iface, operation)} {
        value: ${rawType(operation.reply.ok, operation)},
    }
  `;
}

/** The type that travels for a declared one, on the side that receives it. */
export function rawType(attributed: AttributedType, operation: Operation): string {
  const { recv, type } = attributed;
  if (recv.kind !== 'FromBytes') return typeText(recv.raw);
  return isBool(type) && operation.encoding === 'Zerocopy' ? 'u8' : typeText(type);
}

/** Most bytes that a value of a type takes in the operation's encoding: a constant expression. */
export function maxSize(type: string, encoding: Operation['encoding']): string {
  return encoding === 'Hubpack' ? `<${type} as hubpack::SerializedSize>::MAX_SIZE` : `core::mem::size_of::<${type}>()`;
}

/** A constant with the largest of some sizes. */
export function largest(head: string, sizes: readonly string[]): string[] {
  return rust`
    ${head}: usize = {
        let sizes = [${sizes.join(', ')}];
        let mut largest = 0;
        let mut at = 0;
        while at < sizes.len() {
            if sizes[at] > largest {
                largest = sizes[at];
            }
            at += 1;
        }
        largest
    };
  `;
}

/** The error type of an operation's reply as the client sees it, or undefined when it cannot fail. */
export function errorType(operation: Operation): string | undefined {
  const { reply } = operation;
  if (reply.kind === 'Simple') return undefined;
  return reply.error.kind === 'ServerDeath' ? 'idol_runtime::ServerDeath' : typeText(reply.error.type);
}
