import type { Name } from '../../../idol/index.ts';
import type { RustStubCheck } from '../check.ts';

/** Methods that a server trait has for every interface. */
const TRAIT_METHODS = ['recv_source', 'closed_recv_fail'];

export const stubNameClash: RustStubCheck = {
  id: 'stub-name-clash',
  severity: 'error',
  summary: 'No two things in a server stub may get the same name.',
  *find({ source, operations }, side) {
    if (side !== 'server') return;
    const byConstant = new Map<string, Name>();
    for (const { name } of operations) {
      if (TRAIT_METHODS.includes(name.text)) {
        yield {
          span: name.span,
          message: `\`${name.text}\` is a method that every server trait has`,
          help: 'give the operation another name',
        };
      }
      const constant = name.text.toUpperCase();
      const first = byConstant.get(constant);
      if (first) {
        yield {
          span: name.span,
          message: `the sizes of two operations would both be called \`${constant}_MSG_SIZE\``,
          related: [{ source, span: first.span, message: 'the other operation' }],
          help: 'let the names differ in more than upper and lower case',
        };
      } else byConstant.set(constant, name);
    }
  },
};
