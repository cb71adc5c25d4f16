import type { Image, InterfaceFile } from '../tree/index.ts';

/** A crate that is built into images as tasks. */
export interface User {
  readonly crate: string;
  readonly images: readonly string[];
}

/** More images are counted, not named. */
const MAX_IMAGES = 4;

/** The crates whose tasks serve an interface. */
export function serversOf({ path }: InterfaceFile, images: readonly Image[]): User[] {
  return usersIn(images, (task) => task.serves.includes(path));
}

/** The crates whose tasks call an interface; debug agents call every one, and are left out. */
export function clientsOf({ path }: InterfaceFile, images: readonly Image[]): User[] {
  return usersIn(images, (task) => !task.debug && task.calls.some((call) => call.path === path));
}

function usersIn(images: readonly Image[], uses: (task: Image['tasks'][number]) => boolean): User[] {
  const found = new Map<string, Set<string>>();
  for (const { name, tasks } of images) {
    for (const task of tasks.filter(uses)) {
      const known = found.get(task.crate) ?? new Set();
      found.set(task.crate, known.add(name));
    }
  }
  return [...found].map(([crate, names]) => ({ crate, images: [...names] }));
}

/** `served by `drv-fan-server` in 3 images`; undefined where nobody does. */
export function usersText(what: string, users: readonly User[]): string | undefined {
  if (users.length === 0) return undefined;
  return `${what} ${users.map(({ crate, images }) => `\`${crate}\` in ${imagesText(images)}`).join(', ')}`;
}

function imagesText(images: readonly string[]): string {
  if (images.length > MAX_IMAGES) return `${images.length} images`;
  return images.map((name) => `\`${name}\``).join(', ');
}
