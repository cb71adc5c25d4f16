import type { Interface, Name } from '../../../idol/index.ts';
import type { Refusal, RustStubCheck } from '../check.ts';
import { CLIENT_ERROR_EVENT, countsTogether } from '../counters.ts';
import { fieldName, parametersOf } from '../names.ts';
import type { RustOptions } from '../options.ts';
import { isConverted } from '../parts.ts';

/** Methods that a server trait has for every interface. */
const TRAIT_METHODS = ['recv_source', 'closed_recv_fail'];

export const stubNameClash: RustStubCheck = {
  id: 'stub-name-clash',
  severity: 'error',
  summary: 'Two items of a stub must not have the same name.',
  *find(iface, side, options) {
    if (PRELUDE.includes(iface.name.text)) {
      yield {
        span: iface.name.span,
        message: `\`${iface.name.text}\` is a Rust name that every stub uses`,
        help: 'give the interface another name',
      };
    }
    yield* side === 'client' ? hiddenFunctions(iface) : equalNames(iface, options);
    if (side === 'server') yield* equalFields(iface);
  },
};

/** What stubs name without a path, where the client's struct would take the name. */
const PRELUDE = ['From', 'Option', 'Result'];

function* hiddenFunctions({ operations }: Interface): Iterable<Refusal> {
  for (const { name } of operations.flatMap(parametersOf)) {
    if (name.text !== 'sys_send') continue;
    yield {
      span: name.span,
      message: 'every client calls the function `sys_send`, and an argument with this name hides it',
      help: 'give the argument or lease another name',
    };
  }
}

function* equalNames(iface: Interface, options: RustOptions): Iterable<Refusal> {
  const { source, operations } = iface;
  const byConstant = new Map<string, Name>();
  for (const { name } of operations) {
    if (TRAIT_METHODS.includes(name.text)) {
      yield {
        span: name.span,
        message: `\`${name.text}\` is a method that every server trait has`,
        help: 'give the operation another name',
      };
    }
    if (name.text === CLIENT_ERROR_EVENT && options.counters.server && countsTogether(iface, options)) {
      yield {
        span: name.span,
        message: `\`${name.text}\` is the name of the counter for the errors of all clients`,
        help: 'give the operation another name, or count client errors for each operation',
      };
    }
    const constant = name.text.toUpperCase();
    const first = byConstant.get(constant);
    if (first) {
      yield {
        span: name.span,
        message: `the size constants of two operations would both be named \`${constant}_MSG_SIZE\``,
        related: [{ source, span: first.span, message: 'the other operation' }],
        help: 'rename one operation: the names must differ in more than case',
      };
    } else byConstant.set(constant, name);
  }
}

/** Debuggers look for the fields of messages by these names, so there is no other to give. */
function* equalFields({ source, operations }: Interface): Iterable<Refusal> {
  for (const { args } of operations) {
    const byField = new Map(args.filter((arg) => !isConverted(arg)).map((arg) => [arg.name.text, arg]));
    for (const arg of args.filter(isConverted)) {
      const field = fieldName(arg, true);
      const other = byField.get(field);
      if (other === undefined) continue;
      yield {
        span: other.name.span,
        message: `the message struct already has a field \`${field}\`, for the argument \`${arg.name.text}\``,
        related: [{ source, span: arg.name.span, message: 'the converted argument' }],
        help: 'give one of the arguments another name',
      };
    }
  }
}
