import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Engine } from '../../engine/index.ts';
import { type Registry, sha256 } from '../../registry/index.ts';
import { firstSentence } from '../first-sentence.ts';
import { CARD, cardSvg } from './card-svg.ts';

/**
 * Writes a PNG for each interface, `interfaces/<slug>/card.png`, for programs that show links. The font comes from a package and the
 * renderer is WebAssembly, so the bytes are the same on every machine. A card is drawn once: the engine keeps it.
 */
export async function writeCards(folder: string, registry: Registry, engine: Engine): Promise<void> {
  const draw = await startRenderer();
  for (const entry of registry.interfaces) {
    const svg = cardSvg(entry, plainText(firstSentence(entry.doc ?? '')), registry);
    const png = engine.remember({ name: 'card', module: 'src/site/cards/write-cards.ts' }, sha256(svg), () =>
      Buffer.from(draw(svg)).toString('base64'),
    );
    const place = join(folder, 'interfaces', entry.slug);
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, 'card.png'), Buffer.from(png, 'base64'));
  }
}

function plainText(markdown: string): string {
  return markdown.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').replace(/[`*_]/g, '');
}

let renderer: Promise<(svg: string) => Uint8Array> | undefined;

/** The renderer can be started once in a process. */
function startRenderer(): Promise<(svg: string) => Uint8Array> {
  renderer ??= (async () => {
    const { initWasm, Resvg } = await import('@resvg/resvg-wasm');
    const require = createRequire(import.meta.url);
    await initWasm(readFileSync(require.resolve('@resvg/resvg-wasm/index_bg.wasm')));
    const fontBuffers = [
      require.resolve('@fontsource/ibm-plex-mono/files/ibm-plex-mono-latin-400-normal.woff2'),
      require.resolve('@fontsource/ibm-plex-mono/files/ibm-plex-mono-latin-700-normal.woff2'),
    ].map((path) => readFileSync(path));
    return (svg) => {
      const drawing = new Resvg(svg, {
        fitTo: { mode: 'width', value: CARD.width },
        font: { fontBuffers, defaultFontFamily: 'IBM Plex Mono' },
      });
      try {
        return drawing.render().asPng();
      } finally {
        drawing.free();
      }
    };
  })();
  return renderer;
}
