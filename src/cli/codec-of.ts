import { type ChosenInterface, holdsNamed, targetNamedBy } from '../api/index.ts';
import { Codec } from '../wire/index.ts';
import type { Project } from './project.ts';
import { orCannotRun } from './session.ts';

/** The codec for an interface where `when` holds: `cfg` predicates, and images, which decide on the target as well. */
export function codecOf(chosen: ChosenInterface, project: Project, when: readonly string[]): Codec {
  const { schema } = chosen;
  const target = orCannotRun(targetNamedBy(chosen, project.workspace, when, 'with `--when`'));
  return new Codec(schema.types, {
    target,
    interfaceName: schema.name,
    ...(when.length > 0 && { holds: orCannotRun(holdsNamed(when, chosen, project.workspace)) }),
  });
}
