import { buildConfigurations } from '../registry/index.ts';
import { simplifyCfg } from '../rust/index.ts';
import { type InterfaceSchema, predicatesOf } from '../schema/index.ts';
import { suggest } from '../text/index.ts';
import type { Workspace } from '../tree/index.ts';
import type { ChosenInterface } from './choose-operation.ts';
import { CannotRun } from './session.ts';

/**
 * What `--when` names, spelt as the interfaces spell it. What nothing in them depends on is a slip, and is refused: taken as it is, it would
 * make everything that does depend on something false.
 * @param images that may be named too
 */
export function conditionsNamed(
  words: readonly string[],
  schemas: readonly InterfaceSchema[],
  images: readonly string[] = [],
): string[] {
  if (words.length === 0) return [];
  const known = new Set(schemas.flatMap(predicatesOf));
  const opposites = new Set([...known].map((predicate) => simplifyCfg(`not(${predicate})`)));
  return words.map((word) => {
    const predicate = simplifyCfg(word);
    if (images.includes(word)) return word;
    if (typeof predicate === 'string' && (known.has(predicate) || opposites.has(predicate))) return predicate;
    throw new CannotRun(`nothing depends on \`${word}\` here`, helpFor(word, [...known, ...images]));
  });
}

/**
 * What holds for one interface where `--when` names it: of an image, also the predicates that hold in its build of the interface.
 * An image whose tasks build the interface in several ways does not decide, and is refused.
 */
export function holdsNamed(
  words: readonly string[],
  { file, schema }: ChosenInterface,
  workspace: Workspace,
): string[] {
  const images = workspace.images.map(({ name }) => name);
  const named = conditionsNamed(words, [schema], images);
  const built = named.some((word) => images.includes(word)) ? buildConfigurations(schema, file, workspace) : undefined;
  const implied = named.flatMap((word) => {
    const [one, ...others] = built?.filter((configuration) => configuration.images.includes(word)) ?? [];
    if (others.length > 0) {
      const ways = [one, ...others].map((each) => `\`${each?.holds.join(' and ') || 'none of them'}\``);
      throw new CannotRun(
        `tasks of \`${word}\` build \`${schema.name}\` in several ways`,
        `say what holds: ${ways.join(', or ')}`,
      );
    }
    return one?.holds ?? [];
  });
  return [...new Set([...named, ...implied])];
}

/** How to say what a value or a layout depends on: the images that build the interface, or its predicates. */
export function whenHelp({ file, schema }: ChosenInterface, workspace: Workspace): string | undefined {
  const built = buildConfigurations(schema, file, workspace);
  const words = built ? built.flatMap(({ images }) => images.slice(0, 1)) : predicatesOf(schema);
  if (words.length === 0) return undefined;
  const shown = words.slice(0, 3).map((word) => `\`--when '${word}'\``);
  return `${shown.join(' or ')}${words.length > shown.length ? ` (${words.length} configurations)` : ''}`;
}

function helpFor(word: string, candidates: readonly string[]): string | undefined {
  const near = suggest(word, candidates);
  if (near !== undefined) return `did you mean \`${near}\`?`;
  const few = candidates.slice(0, 5).map((candidate) => `\`${candidate}\``);
  const more = candidates.length > few.length ? ` and ${candidates.length - few.length} more` : '';
  return few.length === 0 ? undefined : `something depends on ${few.join(', ')}${more}`;
}
