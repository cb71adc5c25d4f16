import type { CheckInfo, Span } from '../../text/index.ts';
import type { Findings } from '../findings.ts';

export const maxLenRange = {
  id: 'max-len-range',
  severity: 'error',
  summary: 'The `max_len` of a lease is a number of elements from 1 to 4294967295.',
} as const satisfies CheckInfo;

export function reportMaxLenRange(findings: Findings, span: Span, isZero: boolean): void {
  findings.add(maxLenRange, span, isZero ? '`max_len` is 0' : '`max_len` is not a 32-bit number', {
    note: isZero
      ? 'a lease without elements is useless, and the reference compiler stores a non-zero `u32`'
      : 'it counts elements, from 1 to 4294967295',
    help: isZero
      ? 'write the maximum number of elements, or remove `max_len` for no limit'
      : 'write a whole number of elements, without a sign',
  });
}
