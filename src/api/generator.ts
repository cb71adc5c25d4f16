import { programInfo } from '../program/index.ts';

/** Name and version of this program, which everything that it makes names: `idol-registry 0.1.0`. */
export function generator(): string {
  const { name, version } = programInfo();
  return `${name} ${version}`;
}
