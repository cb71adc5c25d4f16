import { Codec } from '../wire/index.ts';
import type { ChosenInterface } from './choose-operation.ts';
import type { Project } from './project.ts';
import { targetOf } from './target.ts';
import { holdsNamed } from './when.ts';

/** The codec for an interface where `when` holds: `cfg` predicates, and images, which decide on the target as well. */
export function codecOf(chosen: ChosenInterface, project: Project, when: readonly string[]): Codec {
  const { schema } = chosen;
  const target = targetOf(chosen, project, when, '--when');
  return new Codec(schema.types, {
    target,
    interfaceName: schema.name,
    ...(when.length > 0 && { holds: holdsNamed(when, chosen, project.workspace) }),
  });
}
