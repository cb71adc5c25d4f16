import type { Fact } from './fact.ts';

/** Gathers the facts of one interface, each once. */
export class FactList {
  readonly facts: Fact[] = [];
  readonly #path: string;
  readonly #interface: string;
  readonly #seen = new Set<string>();

  constructor(path: string, interfaceName: string) {
    this.#path = path;
    this.#interface = interfaceName;
  }

  /** Whether the sides agree follows from what they say. */
  add(fact: Omit<Fact, 'path' | 'interface' | 'result'>): void {
    const { theirs, ours, note, ...rest } = fact;
    const result = theirs === undefined ? 'absent' : theirs === ours ? 'agrees' : 'disagrees';
    const whole: Fact = {
      path: this.#path,
      interface: this.#interface,
      result,
      ours,
      ...(theirs !== undefined && { theirs }),
      ...rest,
      ...(result === 'disagrees' && note !== undefined && { note }),
    };
    const key = JSON.stringify([whole.kind, whole.subject, whole.result, ours, theirs]);
    if (!this.#seen.has(key)) this.facts.push(whole);
    this.#seen.add(key);
  }
}
