import type { Command } from 'commander';
import { type Definition, definitionsOf } from './definitions.ts';
import { CannotRun, examples, type RegisterCommand, type Session, type Verdict } from './session.ts';

const SHELLS: Readonly<Record<string, (commands: readonly Definition[]) => string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
};

export const registerCompletion: RegisterCommand = (program, handle) => {
  program
    .command('completion')
    .description('Prints the completion script of a shell.')
    .argument('<shell>', `one of ${Object.keys(SHELLS).join(', ')}`)
    .addHelpText(
      'after',
      examples({
        'completion bash > ~/.local/share/bash-completion/completions/idol-registry': 'for bash',
        'completion zsh > ~/.zfunc/_idol-registry': 'for zsh, where `fpath` has ~/.zfunc',
        'completion fish > ~/.config/fish/completions/idol-registry.fish': 'for fish',
      }),
    )
    .action(handle((session, shell: string) => print(session, program, shell)));
};

function print(session: Session, program: Command, shell: string): Verdict {
  const script = SHELLS[shell.toLowerCase()];
  if (!script) {
    throw new CannotRun(`there is no completion for \`${shell}\``, `the shells are ${Object.keys(SHELLS).join(', ')}`);
  }
  session.printDocument(script(definitionsOf(program)));
  return 0;
}

function bashScript(commands: readonly Definition[]): string {
  const names = commands.map(({ name }) => name).join(' ');
  const values = commands.flatMap(({ name, options }) =>
    options
      .filter(({ choices }) => choices.length > 0)
      .map(
        ({ flags, choices }) =>
          `    ${flags.map((flag) => `${name}:${flag}`).join('|')}) COMPREPLY=($(compgen -W '${choices.join(' ')}' -- "$word")); return ;;`,
      ),
  );
  const options = commands.map(
    ({ name, options: all }) => `    ${name}) options='${all.flatMap(({ flags }) => flags).join(' ')}' ;;`,
  );
  return `# bash completion for idol-registry
_idol_registry() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" command='' options='' each
  for each in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case " ${names} " in *" $each "*) command="$each"; break ;; esac
  done
  if [[ -z $command ]]; then
    COMPREPLY=($(compgen -W '${names} --help --version' -- "$word"))
    return
  fi
  case "$command:$before" in
${values.join('\n')}
  esac
  case "$command" in
${options.join('\n')}
  esac
  if [[ $word == -* ]]; then
    COMPREPLY=($(compgen -W "$options" -- "$word"))
  else
    COMPREPLY=($(compgen -f -- "$word"))
  fi
}
complete -o filenames -F _idol_registry idol-registry
`;
}

function zshScript(commands: readonly Definition[]): string {
  const described = commands.map(({ name, summary }) => `    '${name}:${zshText(summary)}'`);
  const cases = commands.map(({ name, options }) => {
    const specs = options.flatMap(({ flags, description, takes, choices }) =>
      flags.map((flag) => {
        const action = choices.length > 0 ? `(${choices.join(' ')})` : '_files';
        const value = takes === undefined ? '' : `:${zshText(takes)}:${action}`;
        return `        '*${flag}[${zshText(description)}]${value}'`;
      }),
    );
    return `      ${name})\n        _arguments \\\n${[...specs, `        '*:file:_files'`].join(' \\\n')}\n        ;;`;
  });
  return `#compdef idol-registry
_idol_registry() {
  local -a commands
  commands=(
${described.join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe 'command' commands
  else
    case "$words[2]" in
${cases.join('\n')}
    esac
  fi
}
if [ "$funcstack[1]" = "_idol-registry" ]; then
  _idol_registry "$@"
else
  compdef _idol_registry idol-registry
fi
`;
}

/** Text inside a quoted specification of `_arguments`, where brackets and colons divide. */
function zshText(text: string): string {
  return text.replace(/[\\[\]:]/g, '\\$&').replaceAll("'", "'\\''");
}

function fishScript(commands: readonly Definition[]): string {
  const quoted = (text: string) => `'${text.replace(/[\\']/g, '\\$&')}'`;
  const lines = commands.flatMap(({ name, summary, options }) => [
    `complete -c idol-registry -n __fish_use_subcommand -f -a ${name} -d ${quoted(summary)}`,
    ...options.flatMap(({ flags, description, takes, choices }) =>
      flags.map((flag) => {
        const spelling = flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`;
        const value = takes === undefined ? '' : choices.length > 0 ? ` -x -a ${quoted(choices.join(' '))}` : ' -r';
        return `complete -c idol-registry -n '__fish_seen_subcommand_from ${name}' ${spelling}${value} -d ${quoted(description)}`;
      }),
    ),
  ]);
  return `# fish completion for idol-registry\n${lines.join('\n')}\n`;
}
