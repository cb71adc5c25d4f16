import type { CheckInfo, Diagnostic } from '../../text/index.ts';
import type { TreeModel } from '../tree-model.ts';
import { finding } from './finding.ts';

const info = {
  id: 'computed-interface',
  severity: 'warning',
  summary: 'A build script should name its interface file and its stub with string literals.',
} as const satisfies CheckInfo;

export const computedInterface = {
  ...info,
  find({ computedCalls }: TreeModel): Diagnostic[] {
    return computedCalls.map(({ source, span }) =>
      finding(info, source, span, 'the interface of this stub cannot be determined', {
        note: 'only string literals are read, so this call makes the crate neither a client nor a server',
        help: 'write both paths as string literals in the call',
      }),
    );
  },
};
