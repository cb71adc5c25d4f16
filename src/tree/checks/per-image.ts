import type { Diagnostic } from '../../text/index.ts';
import type { Manifest } from '../manifest.ts';
import type { Image } from '../model.ts';
import type { TreeModel } from '../tree-model.ts';

const MAX_NAMED_IMAGES = 3;

/**
 * What a check finds in images. Many images inherit one file, so a finding at one place is reported once, and names
 * the images that have it.
 */
export function findPerImage(
  images: TreeModel['images'],
  find: (image: Image, manifest: Manifest) => Diagnostic[],
): Diagnostic[] {
  const found = new Map<string, { diagnostic: Diagnostic; images: string[] }>();
  for (const { image, manifest } of images) {
    for (const diagnostic of find(image, manifest)) {
      const { source, span, message } = diagnostic;
      const key = `${source.path}:${span.start}:${message}`;
      const same = found.get(key) ?? { diagnostic, images: [] };
      same.images.push(image.name);
      found.set(key, same);
    }
  }
  return [...found.values()].map(({ diagnostic, images }) => ({
    ...diagnostic,
    note: [diagnostic.note, `found in ${nameImages(images)}`].filter(Boolean).join('\n'),
  }));
}

function nameImages(images: readonly string[]): string {
  const named = images.slice(0, MAX_NAMED_IMAGES).map((name) => `\`${name}\``);
  const more = images.length - named.length;
  return `image${images.length === 1 ? '' : 's'} ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
