/** A task by its position in the image, and which of its lives is meant: the generation counts its restarts. */
export interface TaskId {
  /** Counted from 0. */
  readonly index: number;
  /** From 0 to 63. */
  readonly generation: number;
}

/** A generation has six bits of the sixteen of a task id: after 63 comes 0 again. */
const GENERATIONS = 64;

/**
 * Return codes from here on say that the peer died; the low byte is the generation that lives now.
 * Source: https://github.com/oxidecomputer/hubris/blob/master/sys/abi/src/lib.rs
 */
export const FIRST_DEAD_CODE = 0xffff_ff00;

/** The generation of a task's next life. */
export function nextGeneration(generation: number): number {
  return (generation + 1) % GENERATIONS;
}

/** The return code of a message to a task whose life ended; `generation` is the one that lives now. */
export function deadCode(generation: number): number {
  return FIRST_DEAD_CODE + generation;
}

/** The new generation in a dead code, or undefined for any other return code. */
export function generationOfDeadCode(code: number): number | undefined {
  return code >= FIRST_DEAD_CODE ? code - FIRST_DEAD_CODE : undefined;
}

/** Whether two ids name the same life of the same task. */
export function sameTask(a: TaskId, b: TaskId): boolean {
  return a.index === b.index && a.generation === b.generation;
}
