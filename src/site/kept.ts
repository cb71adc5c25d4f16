import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Engine } from '../engine/index.ts';

/** What the build leaves to the pages. */
interface Given {
  readonly engine: Engine;
  /** JSON of the data of the site. */
  readonly dataFile: string;
  /** Differs where other code makes the pages. */
  readonly program: string;
}

/** Pages run as a bundle with modules of its own, in the process of the build: this is where both find it. */
const shared: { idolRegistry?: Given } = globalThis as object;

/** Gives pages their data, and lets them keep results in an engine, while `work` goes on. */
export async function withGiven(given: Given, work: () => Promise<void>): Promise<void> {
  shared.idolRegistry = given;
  try {
    await work();
  } finally {
    delete shared.idolRegistry;
  }
}

/**
 * What pages make of a text and nothing else, such as the colors of code: plain data, kept between builds. Without an engine, as in the
 * development server, it is made each time.
 * @param text all that the value is made of
 */
export function kept<T>(result: { readonly name: string; readonly module: string }, text: string, make: () => T): T {
  const engine = shared.idolRegistry?.engine;
  return engine ? engine.remember(result, engine.hash(text), make) : make();
}

/** A page with what it read. */
export interface Noted {
  readonly value: Uint8Array;
  /** @see fingerprintOf */
  readonly reads: string;
}

/**
 * A page, kept between builds: made again where something that it read is not the same.
 * @param key what the page is, with all that it was given
 */
export async function keptPage(
  key: readonly string[],
  fingerprintOf: (reads: string) => string,
  make: () => Promise<Noted>,
): Promise<Uint8Array | undefined> {
  const given = shared.idolRegistry;
  if (!given) return undefined;
  // As they are, those of a large site fill the store, and each that is added takes the place of one that is asked for next.
  const packed = async () => {
    const { value, reads } = await make();
    return { value: deflateRawSync(value, { level: 1 }), reads };
  };
  const id = JSON.stringify([given.program, ...key]);
  return inflateRawSync(await given.engine.rememberNoted<Uint8Array>(PAGE, id, fingerprintOf, packed));
}

const PAGE = { name: 'page', module: 'src/site/' };
