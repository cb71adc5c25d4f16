import type { CheckInfo, Diagnostic } from '../../text/index.ts';
import type { TreeFacts } from '../facts.ts';
import { finding } from './finding.ts';

const info = {
  id: 'computed-interface',
  severity: 'warning',
  summary: 'A build script should name its interface file and its stub by string literals.',
} as const satisfies CheckInfo;

export const computedInterface = {
  ...info,
  find({ computedCalls }: TreeFacts): Diagnostic[] {
    return computedCalls.map(({ source, span }) =>
      finding(info, source, span, 'which interface this stub is made of cannot be told', {
        note: 'only string literals are read: this crate is not known as a client or server of anything by this call',
        help: 'write both paths as string literals in the call',
      }),
    );
  },
};
