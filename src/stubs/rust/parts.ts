import type { AttributedType, Interface, Operation } from '../../idol/index.ts';
import { isBool } from '../../idol/index.ts';
import { DIALECTS } from './generation.ts';
import { argsName, enumName, replyName } from './names.ts';
import type { RustOptions } from './options.ts';
import { rust } from './template.ts';
import { typeText } from './type-text.ts';

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
    /// Operations of \`${iface.name.text}\` and their numbers in messages.
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

/** The message struct of an operation: a client's own, or public for whoever reads messages beside the server's stub. */
export function argsStruct(
  iface: Interface,
  operation: Operation,
  direction: 'send' | 'receive',
  fields: readonly string[],
  options: RustOptions,
): string[] {
  const visibility = direction === 'receive' ? 'pub ' : '';
  return rust`
    #[allow(non_camel_case_types)]
    ${messageAttributes(operation, direction, options)}
    ${visibility}struct ${argsName(iface, operation)} {
        ${fields.map((field) => visibility + field)}
    }
  `;
}

function messageAttributes(operation: Operation, direction: 'send' | 'receive', options: RustOptions): string[] {
  const dialect = DIALECTS[options.generation];
  const serde = direction === 'send' ? 'serde::Serialize' : 'serde::Deserialize';
  const copy = direction === 'send' ? '' : 'Copy, Clone, ';
  switch (operation.encoding) {
    case 'Zerocopy': {
      const derives = direction === 'send' ? dialect.deriveSend : dialect.deriveRefer;
      return [`#[derive(${copy}${derives})]`, '#[repr(C, packed)]'];
    }
    case 'Hubpack':
      return [`#[derive(${copy}hubpack::SerializedSize, ${serde})]`];
    case 'Ssmarshal':
      return [`#[derive(${copy}${serde})]`];
  }
}

/**
 * The struct that debuggers know a Zerocopy reply by.
 * @param type of its value: what a client reads is the raw type, what a server sends the declared one
 */
export function replyStruct(
  iface: Interface,
  operation: Operation,
  type: string,
  attributes: readonly string[],
): string[] {
  return rust`
    #[allow(dead_code, non_camel_case_types)]
    ${attributes}
    #[repr(C, packed)]
    struct ${replyName(iface, operation)} {
        value: ${type},
    }
  `;
}

/** The type that a client reads a reply as. Only a memory image can be of another type than the declared one. */
export function rawReplyType({ encoding, reply: { ok } }: Operation): string {
  if (encoding !== 'Zerocopy') return typeText(ok.type);
  if (ok.recv.kind !== 'FromBytes') return typeText(ok.recv.raw);
  return isBool(ok.type) ? 'u8' : typeText(ok.type);
}

/** Whether a server reads an argument as another type than the declared one. A `bool` is any byte, in every encoding. */
export function isConverted({ type, recv }: AttributedType): boolean {
  return recv.kind !== 'FromBytes' || isBool(type);
}

/** The type that a server reads an argument as. */
export function rawArgumentType({ type, recv }: AttributedType): string {
  if (recv.kind !== 'FromBytes') return typeText(recv.raw);
  return isBool(type) ? 'u8' : typeText(type);
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
