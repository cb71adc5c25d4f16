import process from 'node:process';
import { Option } from 'commander';
import { programInfo } from '../program/index.ts';
import { examples, type RegisterCommand, type Session, type Verdict } from './session.ts';

interface LspOptions {
  readonly untrusted?: boolean;
}

export const registerLsp: RegisterCommand = (program, handle) => {
  program
    .command('lsp')
    .description('Runs the language server: an editor starts it, and speaks with it over standard input and output.')
    .option('--untrusted', 'run no program in the workspace: no git, and so no comparison')
    .addOption(new Option('--stdio', 'the only way to speak with it; editors pass it').hideHelp())
    .addOption(new Option('--clientProcessId <id>', 'editors pass it').hideHelp())
    .addHelpText('after', examples({ lsp: 'what an editor runs; the guide page "Editors" has settings for several' }))
    .action(handle(lsp));
};

async function lsp(_session: Session, { untrusted = false }: LspOptions): Promise<Verdict> {
  const { serveEditor } = await import('../lsp/index.ts');
  const { name, version } = programInfo();
  const { stdin: input, stdout: output } = process;
  serveEditor({ input, output, name, version, isTrusted: !untrusted });
  // The editor ends the session, and with it the process.
  return new Promise(() => {});
}
