import type { CheckInfo } from '../../text/index.ts';

export const ronSyntax = {
  id: 'ron-syntax',
  severity: 'error',
  summary: 'An interface file must be well-formed RON.',
} as const satisfies CheckInfo;
