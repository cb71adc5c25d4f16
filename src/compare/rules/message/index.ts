import type { Rule } from '../rule.ts';
import { directionRules } from './directions.ts';
import { frameChanged } from './frame-changed.ts';
import { messageLimitChanged } from './message-limit-changed.ts';
import { messageTypeChanged } from './message-type-changed.ts';
import { versionRules } from './versions.ts';

/** Rules about message contracts alone, in the order in which causes are reported. */
export const messageRules: readonly Rule[] = [
  ...versionRules,
  ...directionRules,
  messageTypeChanged,
  frameChanged,
  messageLimitChanged,
];
