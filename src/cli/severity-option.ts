import { InvalidArgumentError } from 'commander';
import { type Severity, suggest } from '../text/index.ts';

export type Severities = Readonly<Record<string, Severity>>;

const LEVELS: readonly Severity[] = ['error', 'warning', 'note', 'off'];

/** Reads `--severity <id>=<level>`, which may be given several times. */
export function severityOption(
  what: 'check' | 'rule',
  known: readonly { readonly id: string }[],
): (argument: string, previous?: Severities) => Severities {
  const ids = known.map(({ id }) => id);
  return (argument, previous) => {
    const [id = '', word] = argument.split('=');
    if (!ids.includes(id)) {
      const near = suggest(id, ids);
      throw new InvalidArgumentError(`There is no ${what} \`${id}\`.${near ? ` Did you mean \`${near}\`?` : ''}`);
    }
    const levels = `${LEVELS.slice(0, -1).join(', ')} and ${LEVELS.at(-1)}`;
    if (word === undefined) throw new InvalidArgumentError(`Write \`${id}=<level>\`. The levels are ${levels}.`);
    const level = LEVELS.find((each) => each === word.toLowerCase());
    if (!level) throw new InvalidArgumentError(`There is no level \`${word}\`. The levels are ${levels}.`);
    return { ...previous, [id]: level };
  };
}
