// biome-ignore-all lint/suspicious/noTemplateCurlyInString: snippets of the protocol have this form.

/*
 * What is inserted for each word of Idol, in the snippet syntax of the protocol: `$1` is a place to type at, `${1:u8}` one with a text
 * in it, `${1|a,b|}` a choice.
 * https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/#snippet_syntax
 */

/** Fields with what is inserted for them. */
export const OPERATION = {
  doc: 'doc: "$1",',
  args: 'args: {\n    "$1": "$2",\n},',
  leases: 'leases: {\n    "$1": (type: "${2:[u8]}", ${3|read,write|}: true, max_len: Some(${4:256})),\n},',
  reply: 'reply: $0',
  idempotent: 'idempotent: true,',
  encoding: 'encoding: ${1|Zerocopy,Hubpack,Ssmarshal|},',
};
export const INTERFACE = { name: 'name: "$1",', ops: 'ops: {\n    $0\n},' };
export const LEASE = { type: 'type: "$1"', read: 'read: true', write: 'write: true', max_len: 'max_len: Some($1)' };
export const ATTRIBUTED = { type: 'type: "$1"', recv: 'recv: $0' };
export const RESULT = { ok: 'ok: "$1",', err: 'err: $0' };

export const REPLIES = { Simple: 'Simple("$1")', Result: 'Result(\n    ok: "$1",\n    err: $0,\n)' };
export const ERRORS = { CLike: 'CLike("$1")', Complex: 'Complex("$1")', ServerDeath: 'ServerDeath' };
export const ENCODINGS = { Zerocopy: 'Zerocopy', Hubpack: 'Hubpack', Ssmarshal: 'Ssmarshal' };
export const STRATEGIES = {
  FromBytes: 'FromBytes',
  FromPrimitive: 'FromPrimitive("${1:u8}")',
  From: 'From("$1", ${2:None})',
};
export const BOOLEANS = { true: 'true', false: 'false' };
export const WHOLE = {
  Interface: 'Interface(\n    name: "$1",\n    ops: {\n        $0\n    },\n)',
};

export const OPERATION_ENTRY = {
  label: 'operation',
  snippet: [
    '"${1:name}": (',
    '    doc: "$2",',
    '    args: {',
    '        "${3:argument}": "${4:u32}",',
    '    },',
    '    reply: Result(',
    '        ok: "${5:()}",',
    '        err: ${6|ServerDeath,CLike("E"),Complex("E")|},',
    '    ),',
    '),',
  ].join('\n'),
  documentation: 'A new operation. Its number is its position: append it behind all others.',
};
export const ARGUMENT_ENTRY = {
  label: 'argument',
  snippet: '"${1:name}": "${2:u32}",',
  documentation: 'A new argument. The message has the arguments in this order: each new one breaks the operation.',
};
export const LEASE_ENTRY = {
  label: 'lease',
  snippet: '"${1:data}": (type: "${2:[u8]}", ${3|read,write|}: true, max_len: Some(${4:256})),',
  documentation: 'Memory that the client lends. `read` and `write` are what the server may do.',
};

export const ATTRIBUTED_TYPE = '(type: "$1", recv: FromPrimitive("${2:u8}"))';

/** A snippet as text, for an editor that knows none. */
export function plainText(snippet: string): string {
  return snippet
    .replace(/\$\{\d+\|([^,|]*)[^|]*\|\}/g, '$1')
    .replace(/\$\{\d+:([^}]*)\}/g, '$1')
    .replace(/\$\d+/g, '');
}
