import { type ChosenInterface, holdsNamed, targetNamedBy } from '../api/index.ts';
import { Codec } from '../wire/index.ts';
import type { MessageSource } from './message-source.ts';
import { orCannotRun } from './session.ts';

/** The codec for an interface where `when` holds: `cfg` predicates, and images, which decide on the target as well. */
export function codecOf(chosen: ChosenInterface, project: MessageSource, when: readonly string[]): Codec {
  const { schema } = chosen;
  const target = orCannotRun(targetNamedBy(chosen, project.workspace, when, 'with `--when`'));
  return new Codec(schema.types, {
    target,
    interfaceName: schema.name,
    ...(when.length > 0 && { holds: orCannotRun(holdsNamed(when, chosen, project.workspace)) }),
  });
}
