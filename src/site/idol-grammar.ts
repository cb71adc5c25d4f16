import type { LanguageRegistration } from 'shiki/core';

/** TextMate grammar of `.idol` files: RON, with Idol's own words told apart from other names. */
export const idolGrammar: LanguageRegistration = {
  name: 'idol',
  scopeName: 'source.idol',
  patterns: [{ include: '#value' }],
  repository: {
    value: {
      patterns: [
        { include: '#comment' },
        { include: '#attribute' },
        { include: '#key' },
        { include: '#rawString' },
        { include: '#string' },
        { match: "b?'(?:\\\\(?:x[0-9A-Fa-f]{2}|u\\{[0-9A-Fa-f]+\\}|.)|[^'\\\\])'", name: 'string.quoted.single.idol' },
        { match: '\\b(?:true|false|None)\\b', name: 'constant.language.idol' },
        {
          match:
            '[+-]?(?:\\b0x[0-9A-Fa-f_]+|\\b0o[0-7_]+|\\b0b[01_]+|\\b[0-9][0-9_]*(?:\\.[0-9_]+)?(?:[eE][+-]?[0-9]+)?)\\b',
          name: 'constant.numeric.idol',
        },
        {
          match:
            '\\b(?:Interface|Operation|Simple|Result|CLike|Complex|ServerDeath|FromBytes|FromPrimitive|From|Some|Zerocopy|Ssmarshal|Hubpack)\\b',
          name: 'entity.name.type.idol',
        },
        {
          match:
            '\\b(?:name|ops|args|leases|reply|ok|err|type|recv|read|write|max_len|idempotent|encoding|doc|description)\\b(?=\\s*:)',
          name: 'keyword.other.field.idol',
        },
        { match: '[A-Za-z_][A-Za-z0-9_]*(?=\\s*:)', name: 'variable.other.field.idol' },
        { match: '[(){}\\[\\],:]', name: 'punctuation.idol' },
      ],
    },
    comment: {
      patterns: [{ match: '//.*$', name: 'comment.line.idol' }, { include: '#blockComment' }],
    },
    blockComment: {
      begin: '/\\*',
      end: '\\*/',
      name: 'comment.block.idol',
      patterns: [{ include: '#blockComment' }],
    },
    attribute: { match: '#!\\[[^\\]]*\\]', name: 'meta.attribute.idol' },
    key: { match: '"(?:\\\\.|[^"\\\\])*"(?=\\s*:)', name: 'entity.name.function.idol' },
    string: {
      begin: '"',
      end: '"',
      name: 'string.quoted.double.idol',
      patterns: [{ match: '\\\\(?:x[0-9A-Fa-f]{2}|u\\{[0-9A-Fa-f]+\\}|.)', name: 'constant.character.escape.idol' }],
    },
    rawString: { begin: 'b?r(#*)"', end: '"\\1', name: 'string.quoted.other.raw.idol' },
  },
};
