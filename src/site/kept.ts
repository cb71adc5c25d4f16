import type { Engine } from '../engine/index.ts';

/** Pages run as a bundle with modules of its own, in the process of the build: this is where both find the engine. */
const shared: { idolRegistryEngine?: Engine } = globalThis as object;

/** Lets pages keep results in an engine while `work` goes on. */
export async function withEngine(engine: Engine, work: () => Promise<void>): Promise<void> {
  shared.idolRegistryEngine = engine;
  try {
    await work();
  } finally {
    delete shared.idolRegistryEngine;
  }
}

/**
 * What pages make of a text and nothing else, such as the colors of code: plain data, kept between builds. Without an engine, as in the
 * development server, it is made each time.
 * @param text all that the value is made of
 */
export function kept<T>(result: { readonly name: string; readonly module: string }, text: string, make: () => T): T {
  const { idolRegistryEngine: engine } = shared;
  return engine ? engine.remember(result, engine.hash(text), make) : make();
}
