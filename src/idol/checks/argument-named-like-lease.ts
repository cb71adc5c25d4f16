import type { InterfaceCheck } from '../check.ts';

export const argumentNamedLikeLease: InterfaceCheck = {
  id: 'argument-named-like-lease',
  severity: 'warning',
  summary: 'An argument and a lease of one operation should have different names.',
  *find({ source, operations }) {
    for (const { args, leases } of operations) {
      for (const lease of leases) {
        const argument = args.find((candidate) => candidate.name.text === lease.name.text);
        if (argument === undefined) continue;
        yield {
          span: lease.name.span,
          message: `lease \`${lease.name.text}\` has the same name as an argument`,
          related: [{ source, span: argument.name.span, message: 'the argument' }],
          note: 'both become parameters of one function, so the stubs do not compile',
          help: 'rename one of them',
        };
      }
    }
  },
};
