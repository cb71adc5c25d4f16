import type { Image, InterfaceFile } from './model.ts';

/** The tasks that alone may call an operation, and the images in which that holds. */
export interface AllowedCallers {
  readonly callers: readonly string[];
  readonly images: readonly string[];
}

/** Who alone may call an operation, by what the manifests give the restricted servers of its interface. Empty when anybody may. */
export function allowedCallersOf(
  { path, stubs }: InterfaceFile,
  images: readonly Image[],
  operation: string,
): AllowedCallers[] {
  const restricted = new Set(stubs.filter((stub) => stub.restricted).map(({ crate }) => crate.name));
  const groups = new Map<string, { callers: string[]; images: string[] }>();
  for (const image of images) {
    for (const task of image.tasks) {
      const listed = task.allowedCallers.get(operation);
      if (!listed || !task.serves.includes(path) || !restricted.has(task.crate)) continue;
      const callers = [...listed].sort();
      const group = groups.get(callers.join(' '));
      if (group) group.images.push(image.name);
      else groups.set(callers.join(' '), { callers, images: [image.name] });
    }
  }
  return [...groups.values()];
}
