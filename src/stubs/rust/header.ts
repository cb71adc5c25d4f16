import type { Interface } from '../../idol/index.ts';
import { madeBy } from '../origin.ts';
import { countsClientErrors } from './counters.ts';
import { hasNewestStructs, withoutNotifications } from './generation.ts';
import type { RustOptions } from './options.ts';

/**
 * What the first lines of a stub say. The same interface, options and program give the same bytes. The version of the interface is none
 * of them: types come from crates, so that a new version by a type alone has the same stubs, and a registry holds them once.
 * @param hasNotifications of a server that handles notifications itself
 */
export function header(
  iface: Interface,
  title: string,
  options: RustOptions,
  settings: readonly string[],
  hasNotifications = false,
): string[] {
  const generation = hasNotifications ? options.generation : withoutNotifications(options.generation);
  return [
    `// ${title}. ${madeBy(options.origin, iface.source.path)}`,
    '//',
    `// Runtime generation: ${generation}`,
    // Bytes and public names are those of the time. Of the structs around them, only today's are known.
    ...(hasNewestStructs(generation)
      ? ['// Message structs: those of the newest generation, with the same bytes']
      : []),
    `// Options: ${settings.length === 0 ? 'none' : settings.join(', ')}`,
  ];
}

/** The options that are not at their defaults, as the command line writes them. */
export function settingsOf(options: RustOptions, side: 'client' | 'server'): string[] {
  const settings: string[] = [];
  if (side === 'server') settings.push(`style ${options.style}`);
  if (options.counters[side]) {
    const isCombined = side === 'server' && countsClientErrors(options) === 'together';
    settings.push(isCombined ? 'counters combined' : 'counters');
  }
  if (options.derives.length > 0) settings.push(`derives ${options.derives.join(' ')}`);
  if (side === 'client' && options.panics === 'named') settings.push('named panics');
  if (side === 'server' && options.infallible === 'plain') settings.push('plain infallible');
  if (side === 'server' && options.failServer !== 'when-possible') settings.push(`fail server ${options.failServer}`);
  if (side === 'server' && options.allowedCallers.size > 0) settings.push('restricted');
  return settings;
}
