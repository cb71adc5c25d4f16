import { type Argument, type Command, Help, type Option } from 'commander';
import { isHeard } from './unheard.ts';

const plain = new Help();

/** How help is written: options of all commands only where the command uses them, and no default that says nothing. */
export const HELP_FORM = {
  showGlobalOptions: true,
  visibleGlobalOptions: (command: Command) => {
    const help = Object.assign(new Help(), { showGlobalOptions: true });
    return help.visibleGlobalOptions(command).filter((option) => isHeard(command.name(), option));
  },
  optionDescription: (option: Option) => plain.optionDescription(option).replace(/ \(default: \[\]\)$/, ''),
  argumentDescription: (argument: Argument) =>
    plain
      .argumentDescription(argument)
      .replace(/ \(default: (?:""|\["(.*)"\])\)$/, (_, only) => (only === undefined ? '' : ` (default: "${only}")`)),
};
