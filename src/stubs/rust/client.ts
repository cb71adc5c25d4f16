import type { Interface, Lease, Operation } from '../../idol/index.ts';
import { isBool } from '../../idol/index.ts';
import type { StubFile } from '../model.ts';
import { countError, counterItems, countSuccess } from './counters.ts';
import { DIALECTS } from './generation.ts';
import { header, settingsOf } from './header.ts';
import { argsName, enumName, localNames, prefixed, replyName } from './names.ts';
import type { RustOptions } from './options.ts';
import { Panics } from './panics.ts';
import {
  argsStruct,
  DOC_LINTS,
  docComment,
  errorType,
  INTERFACE_LINTS,
  largest,
  maxSize,
  operationEnum,
  rawReplyType,
  replyStruct,
} from './parts.ts';
import { format, rust, spaced } from './template.ts';
import { isUnit, referencedText, typeText } from './type-text.ts';

/** The client of an interface, to be included by its API crate. The interface and the options were checked before. */
export function clientFile(iface: Interface, options: RustOptions): StubFile {
  const name = iface.name.text;
  const code = spaced([
    header(iface, `Client of the ${name} interface`, options, settingsOf(options, 'client')),
    rust`
      // For the crate around the stub, which calls \`unwrap_lite\` without an import of its own.
      #[allow(unused_imports)]
      use userlib::UnwrapLite as _;
    `,
    operationEnum(iface, options),
    options.counters.client ? counterItems(iface, 'client', options) : [],
    rust`
      ${docComment(iface.doc?.text ?? `Client of the \`${name}\` interface.`)}
      ${iface.doc === undefined ? [] : [`#[allow(${DOC_LINTS})]`]}
      #[derive(Clone, Debug)]
      pub struct ${name} {
          current_id: core::cell::Cell<userlib::TaskId>,
      }

      impl From<userlib::TaskId> for ${name} {
          fn from(task: userlib::TaskId) -> Self {
              Self {
                  current_id: core::cell::Cell::new(task),
              }
          }
      }

      #[allow(${INTERFACE_LINTS})]
      impl ${name} {
          ${spaced(iface.operations.map((operation) => method(iface, operation, options)))}
      }
    `,
  ]);
  return { path: 'client_stub.rs', text: `${format(code).join('\n')}\n` };
}

function method(iface: Interface, operation: Operation, options: RustOptions): string[] {
  const dialect = DIALECTS[options.generation];
  const isZerocopy = operation.encoding === 'Zerocopy';
  const ok = operation.reply.ok;
  const args = argsName(iface, operation);
  const local = localNames(operation, LOCALS);
  const fields = operation.args.map(({ name, type, recv }) => ({
    name: name.text,
    isByte: isBool(type) && recv.kind === 'FromBytes',
    type: typeText(type),
  }));
  const panics = new Panics(operation, options);

  const message = isZerocopy
    ? rust`let ${local.message} = ${dialect.asBytes}(&${local.args});`
    : rust`
        let mut ${local.buffer} = [0; ${maxSize(args, operation.encoding)}];
        let ${local.encoded} = ${library(operation)}::serialize(&mut ${local.buffer}, &${local.args});
        let ${local.len} = ${panics.unwrap(local.encoded, 'Result', 'message_does_not_fit')};
        let ${local.message} = &${local.buffer}[..${local.len}];
      `;
  const body = [
    ...rust`
      ${operation.leases.flatMap((lease) => lengthGuard(lease, panics))}
      let ${local.args} = ${args} { ${fields.map(({ name, isByte }) => (isByte ? `${name}: u8::from(${name})` : name)).join(', ')} };
      ${message}
      ${replyBuffer(iface, operation, local)}
      ${operation.leases.map(({ name, write }) => `let ${name.text} = ${write ? dialect.asMutBytes : dialect.asBytes}(${name.text});`)}
      ${exchange(iface, operation, local, options)}
      ${errorReturn(iface, operation, local, options, panics)}
    `,
    ...decodedReply(iface, operation, local, options, panics),
  ];
  return rust`
    ${docComment(operation.doc?.text ?? '', numberAndRetry(operation))}
    ${signature(operation)} {
        ${spaced([
          argsStruct(
            iface,
            operation,
            'send',
            fields.map(({ name, isByte, type }) => `${name}: ${isByte ? 'u8' : type},`),
            options,
          ),
          isZerocopy
            ? replyStruct(
                iface,
                operation,
                rawReplyType(operation),
                isUnit(ok.type) ? [] : [`#[derive(${dialect.deriveReceive})]`],
              )
            : [],
          panics.functions,
          body,
        ])}
    }
  `;
}

/** The method of a client that calls an operation, formatted, without its body. */
export function clientSignature(operation: Operation): string {
  return format([`${signature(operation)};`])
    .join('\n')
    .slice(0, -1);
}

function signature(operation: Operation): string {
  const error = errorType(operation);
  const ok = typeText(operation.reply.ok.type);
  const parameters = [
    '&self',
    ...operation.args.map(({ name, type }) => `${name.text}: ${typeText(type)}`),
    ...operation.leases.map(
      (lease) => `${lease.name.text}: ${lease.write ? '&mut ' : '&'}${referencedText(lease.type)}`,
    ),
  ];
  const result = error === undefined ? ok : `Result<${ok}, ${error}>`;
  return `pub fn ${operation.name.text}(${parameters.join(', ')})${result === '()' ? '' : ` -> ${result}`}`;
}

const LOCALS = ['args', 'buffer', 'encoded', 'message', 'REPLY_SIZE', 'reply', 'rc', 'len', 'task'] as const;

type Locals = Record<(typeof LOCALS)[number], string>;

function numberAndRetry({ number, idempotent }: Operation): string {
  return idempotent
    ? `Operation ${number}. Idempotent: sent again when the server dies.`
    : `Operation ${number}. Not sent again when the server dies.`;
}

/** The crate that encodes messages which are not memory images. */
function library({ encoding }: Operation): string {
  return encoding === 'Hubpack' ? 'hubpack' : 'ssmarshal';
}

/** Refuses a slice that is longer than the server accepts: a fault of the caller, found before anything is sent. */
function lengthGuard({ name, maxLen }: Lease, panics: Panics): string[] {
  if (maxLen === undefined) return [];
  return rust`
    if ${name.text}.len() > ${maxLen} {
        ${panics.demand(`${prefixed('lease_', name)}_is_too_long`)};
    }
  `;
}

function replyBuffer(iface: Interface, operation: Operation, { reply, REPLY_SIZE }: Locals): string[] {
  const okType = operation.encoding === 'Zerocopy' ? replyName(iface, operation) : rawReplyType(operation);
  const size = maxSize(okType, operation.encoding);
  if (operation.reply.kind === 'Result' && operation.reply.error.kind === 'Complex') {
    return rust`
      ${largest(`const ${REPLY_SIZE}`, [size, maxSize(typeText(operation.reply.error.type), 'Hubpack')])}
      let mut ${reply} = [0; ${REPLY_SIZE}];
    `;
  }
  return [`let mut ${reply} = [0; ${size}];`];
}

/** Sends until somebody answers (idempotent), or once. The next call goes to the server's new generation in either case. */
function exchange(iface: Interface, operation: Operation, local: Locals, options: RustOptions): string[] {
  const leases = operation.leases.map(({ name, read, write }) => {
    const access = read && write ? 'read_write' : write ? 'write_only' : 'read_only';
    return `userlib::Lease::${access}(${name.text})`;
  });
  const call = [
    `${local.task}`,
    `${enumName(iface)}::${operation.name.text} as u16`,
    local.message,
    `&mut ${local.reply}`,
    `&[${leases.join(', ')}]`,
  ].join(', ');
  const rc = looksAtCode(operation) ? local.rc : '';
  const len = looksAtLength(operation) ? local.len : '';
  const remember = rust`
    let restarted = userlib::TaskId::for_index_and_gen(${local.task}.index(), generation);
    self.current_id.set(restarted);
  `;
  if (operation.idempotent) {
    const [used = '', ...others] = [rc, len].filter((name) => name !== '');
    const result = others.length === 0 ? used : `(${[used, ...others].join(', ')})`;
    return rust`
      ${result === '' ? '' : `let ${result} = `}loop {
          let ${local.task} = self.current_id.get();
          let (${local.rc}, ${len || '_'}) = sys_send(${call});
          if let Some(generation) = userlib::extract_new_generation(${local.rc}) {
              ${remember}
          } else {
              break${result === '' ? '' : ` ${result}`};
          }
      }${result === '' ? '' : ';'}
    `;
  }
  return rust`
    let ${local.task} = self.current_id.get();
    let (${local.rc}, ${len || '_'}) = sys_send(${call});
    if let Some(generation) = userlib::extract_new_generation(${local.rc}) {
        ${remember}
        ${deathReturn(iface, operation, options)}
    }
  `;
}

/** Where no error is declared, whatever is not a dead code is taken for success. */
function looksAtCode({ reply }: Operation): boolean {
  return reply.kind !== 'Simple';
}

/** A memory image is read from the whole buffer, which was zero before: what the server did not send is zero. */
function looksAtLength(operation: Operation): boolean {
  const isDecoded = operation.encoding !== 'Zerocopy' && !isUnit(operation.reply.ok.type);
  return isDecoded || hasComplexError(operation);
}

function hasComplexError({ reply }: Operation): boolean {
  return reply.kind === 'Result' && reply.error.kind === 'Complex';
}

/** What a server's death is to the caller; a C-like error has it among its codes. */
function deathReturn(iface: Interface, operation: Operation, options: RustOptions): string[] {
  if (operation.reply.kind === 'Simple') return [];
  switch (operation.reply.error.kind) {
    case 'CLike':
      return [];
    case 'ServerDeath':
      return rust`
        ${countError(iface, operation, 'client', options, 'idol_runtime::ServerDeath')}
        return Err(idol_runtime::ServerDeath);
      `;
    case 'Complex':
      return rust`
        let err = core::convert::From::from(idol_runtime::ServerDeath);
        ${countError(iface, operation, 'client', options)}
        return Err(err);
      `;
  }
}

function errorReturn(
  iface: Interface,
  operation: Operation,
  local: Locals,
  options: RustOptions,
  panics: Panics,
): string[] {
  const error = operation.reply.kind === 'Result' ? operation.reply.error : undefined;
  if (error === undefined) return [];
  if (error.kind === 'ServerDeath') {
    return rust`
      if ${local.rc} != 0 {
          ${panics.give('reply_has_unknown_code')};
      }
    `;
  }
  const decode =
    error.kind === 'CLike'
      ? rust`
          let err = core::convert::TryFrom::try_from(${local.rc});
          let err = ${panics.unwrap('err', 'Result', 'reply_has_unknown_code')};
        `
      : rust`
          let err = hubpack::deserialize(&${local.reply}[..${local.len}]);
          let (err, _) = ${panics.unwrap('err', 'Result', 'error_does_not_decode')};
        `;
  return rust`
    if ${local.rc} != 0 {
        ${decode}
        ${countError(iface, operation, 'client', options)}
        return Err(err);
    }
  `;
}

function decodedReply(
  iface: Interface,
  operation: Operation,
  local: Locals,
  options: RustOptions,
  panics: Panics,
): string[] {
  const { ok } = operation.reply;
  const wrap = (value: string) => (operation.reply.kind === 'Simple' ? value : `Ok(${value})`);
  const count = countSuccess(iface, operation, 'client', options);
  if (isUnit(ok.type))
    return operation.reply.kind === 'Simple'
      ? count
      : rust`
    ${count}
    Ok(())
  `;
  const read =
    operation.encoding === 'Zerocopy'
      ? rust`
          let decoded = ${DIALECTS[options.generation].read}(&${local.reply}[..]);
          let decoded = ${panics.unwrap('decoded', DIALECTS[options.generation].readOption === '' ? 'Option' : 'Result', 'reply_does_not_decode')};
          let ${replyName(iface, operation)} { value } = decoded;
        `
      : rust`
          let decoded = ${library(operation)}::deserialize(&${local.reply}[..${local.len}]);
          let (value, _) = ${panics.unwrap('decoded', 'Result', 'reply_does_not_decode')};
        `;
  const { recv } = ok;
  // What is decoded is the declared type already; a named function is called on it all the same.
  if (operation.encoding !== 'Zerocopy' && !(recv.kind === 'From' && recv.function)) {
    return [...read, ...count, wrap('value')];
  }
  switch (recv.kind) {
    case 'FromBytes': {
      return [...read, ...count, wrap(isBool(ok.type) ? 'value != 0' : 'value')];
    }
    case 'FromPrimitive': {
      const value = panics.unwrap('value', 'Option', 'reply_does_not_decode');
      return [
        ...read,
        `let value = userlib::FromPrimitive::from_${typeText(recv.raw)}(value);`,
        ...(count.length === 0 ? [wrap(value)] : [`let value = ${value};`, ...count, wrap('value')]),
      ];
    }
    case 'From':
      return [...read, ...count, wrap(`${recv.function?.text ?? 'core::convert::From::from'}(value)`)];
  }
}
