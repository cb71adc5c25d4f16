import { buildConfigurations, type ScannedInterface } from '../registry/index.ts';
import { simplifyCfg } from '../rust/index.ts';
import { type InterfaceSchema, predicatesOf } from '../schema/index.ts';
import { suggest } from '../text/index.ts';
import type { InterfaceFile, Workspace } from '../tree/index.ts';
import type { NamedTarget, Target } from '../wire/index.ts';
import { given, type Outcome, withheld } from './outcome.ts';

/** An interface without errors. */
export interface ChosenInterface extends Pick<ScannedInterface, 'file' | 'targets'> {
  readonly schema: InterfaceSchema;
}

/** Of the machines that Hubris runs on. */
const ARCHITECTURES = ['arm', 'riscv32'];

/**
 * The conditions that words name, spelt as the interfaces spell them. A word that nothing in them depends on is refused: taken as it is,
 * it would make everything that does depend on something false.
 * @param images that may be named too
 */
export function conditionsNamed(
  words: readonly string[],
  schemas: readonly InterfaceSchema[],
  images: readonly string[] = [],
): Outcome<string[]> {
  if (words.length === 0) return given([]);
  const known = new Set(schemas.flatMap(predicatesOf));
  const opposites = new Set([...known].map((predicate) => simplifyCfg(`not(${predicate})`, ARCHITECTURES)));
  const named: string[] = [];
  for (const word of words) {
    const predicate = simplifyCfg(word, ARCHITECTURES);
    const isKnown = typeof predicate === 'string' && (known.has(predicate) || opposites.has(predicate));
    if (images.includes(word)) named.push(word);
    else if (isKnown) named.push(predicate);
    else {
      const help = helpFor(word, [...known, ...images]);
      return withheld('unknown-condition', `\`${word}\` is no image, and no type here depends on it`, { help });
    }
  }
  return given(named);
}

/**
 * What holds for one interface where words name images and `cfg` predicates: of an image, also the predicates that hold in its build of
 * the interface. An image whose tasks build the interface in several ways does not decide, and is refused.
 */
export function holdsNamed(
  words: readonly string[],
  { file, schema }: Pick<ChosenInterface, 'file' | 'schema'>,
  workspace: Workspace,
): Outcome<string[]> {
  const images = workspace.images.map(({ name }) => name);
  const named = conditionsNamed(words, [schema], images);
  if (!named.ok || !named.value.some((word) => images.includes(word))) return named;
  const built = buildConfigurations(schema, file, workspace) ?? [];
  const implied: string[] = [];
  for (const word of named.value) {
    const [one, ...others] = built.filter((configuration) => configuration.images.includes(word));
    if (others.length > 0) {
      const ways = [one, ...others].map((each) => `\`${each?.holds.join(' and ') || 'none of them'}\``);
      return withheld('ambiguous-configuration', `tasks of \`${word}\` build \`${schema.name}\` in several ways`, {
        help: `say what holds: ${ways.join(', or ')}`,
      });
    }
    implied.push(...(one?.holds ?? []));
  }
  return given([...new Set([...named.value, ...implied])]);
}

/**
 * The target that bytes are meant for: that of the images named, else the only one that images build the interface for.
 * @param how the user names an image, for the help: `` with `--image` ``
 */
export function targetNamedBy(
  { file, targets }: Pick<ScannedInterface, 'file' | 'targets'>,
  workspace: Workspace,
  images: readonly string[],
  how: string,
): Outcome<Target> {
  const possible = targetsIn({ targets }, workspace, images);
  const [first, ...others] = new Map(possible.map(({ target }) => [JSON.stringify(target), target])).values();
  if (first && others.length === 0) return given(first);
  const names = possible.map(({ name }) => `\`${name}\``).join(' and ');
  const builds = workspace.builds.imagesOf(file).map(({ name }) => name);
  return withheld('ambiguous-configuration', `images build \`${file.path}\` for ${names}`, {
    help: `name one ${how}: ${builds.join(', ')}`,
  });
}

/** The targets of an interface that these images are built for; all of them where no image is named. */
export function targetsIn(
  { targets }: Pick<ScannedInterface, 'targets'>,
  workspace: Workspace,
  images: readonly string[],
): readonly NamedTarget[] {
  const wanted = new Set(workspace.images.filter(({ name }) => images.includes(name)).map(({ target }) => target));
  const named = targets.filter(({ name }) => wanted.has(name));
  return named.length > 0 ? named : targets;
}

/** Words that say what a value or a layout depends on: an image of each configuration that is built, or the predicates. */
export function conditionsOf(
  { file, schema }: { readonly file: InterfaceFile; readonly schema: InterfaceSchema },
  workspace: Workspace,
): readonly string[] {
  const built = buildConfigurations(schema, file, workspace);
  return built ? built.flatMap(({ images }) => images.slice(0, 1)) : predicatesOf(schema);
}

function helpFor(word: string, candidates: readonly string[]): string | undefined {
  const near = suggest(word, candidates);
  if (near !== undefined) return `did you mean \`${near}\`?`;
  const few = candidates.slice(0, 5).map((candidate) => `\`${candidate}\``);
  const more = candidates.length > few.length ? ` and ${candidates.length - few.length} more` : '';
  return few.length === 0 ? undefined : `\`--when\` takes ${few.join(', ')}${more}`;
}
