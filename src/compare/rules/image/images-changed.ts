import type { Conditional } from '../../match/alternatives.ts';
import { namesOf, type Rule } from '../rule.ts';

/** If types differ between images, a new image adds one more case to the schema, although no type changed. */
export const imagesChanged: Rule = {
  id: 'images-changed',
  summary: 'An image with its own types was added or removed.',
  levels: ['docs'],
  appliesTo: 'both',
  find: ({ distinctions }) => {
    const changed = distinctions
      .map(({ old, new: now, operation }) => ({
        came: without(imagesOf(now), imagesOf(old)),
        went: without(imagesOf(old), imagesOf(now)),
        operation,
      }))
      .filter(({ came, went }) => came.length + went.length > 0);
    if (changed.length === 0) return [];
    const came = namesOfImages(changed.flatMap((one) => one.came));
    const went = namesOfImages(changed.flatMap((one) => one.went));
    const list = [...(came ? [`${came} added`] : []), ...(went ? [`${went} removed`] : [])].join('; ');
    return [
      {
        message: `images with their own types changed: ${list}`,
        operations: [...new Set(changed.map(({ operation }) => operation))].map(namesOf),
        detail: [came, went],
      },
    ];
  },
};

function imagesOf(cases: readonly Conditional[]): string[] {
  return cases.flatMap(({ condition }) => (condition.kind === 'images' ? condition.images : []));
}

function without(all: readonly string[], others: readonly string[]): string[] {
  return all.filter((image) => !others.includes(image));
}

function namesOfImages(images: readonly string[]): string {
  return [...new Set(images)]
    .sort()
    .map((image) => `\`${image}\``)
    .join(', ');
}
