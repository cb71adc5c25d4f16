import type { CheckInfo } from '../../text/index.ts';

export const wrongShape = {
  id: 'wrong-shape',
  severity: 'error',
  summary: 'Every value must have the kind that its place requires.',
} as const satisfies CheckInfo;
