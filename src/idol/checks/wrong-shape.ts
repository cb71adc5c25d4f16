import type { CheckInfo } from '../../text/index.ts';

export const wrongShape = {
  id: 'wrong-shape',
  severity: 'error',
  summary: 'Every value must be of the kind that its place in an interface asks for.',
} as const satisfies CheckInfo;
