import { ARM, RISCV32, type Target, X86_64 } from '../../wire/index.ts';

/** Machines that a reader can choose in the playground: each stands for all that lay types out in the same way. */
export const PLAY_TARGETS = {
  arm: { name: 'Arm (thumbv6m to thumbv8m)', target: ARM },
  riscv32: { name: 'RISC-V (riscv32)', target: RISCV32 },
  x86_64: { name: 'x86-64, as tests on a development machine', target: X86_64 },
} as const satisfies Record<string, { readonly name: string; readonly target: Target }>;

export type PlayTarget = keyof typeof PLAY_TARGETS;

/** The machine with a name; Arm for every other name. */
export function playTarget(name: string | undefined): Target {
  return name !== undefined && Object.hasOwn(PLAY_TARGETS, name) ? PLAY_TARGETS[name as PlayTarget].target : ARM;
}

/** The machine that a target of an image belongs to. */
export function playTargetOf(target: string | undefined): PlayTarget {
  return target?.startsWith('riscv32') ? 'riscv32' : 'arm';
}
