import { resolve } from 'node:path';
import { untilInterrupted } from './interrupt.ts';
import { parsePort } from './port.ts';
import { CannotRun, examples, type RegisterCommand, type Session, type Verdict } from './session.ts';
import { loadSite } from './site.ts';

export const registerServe: RegisterCommand = (program, handle) => {
  program
    .command('serve')
    .description('Serves a built site on this machine, to look at it.')
    .argument('[folder]', 'folder that `build` wrote', '_site')
    .option('--port <port>', 'port on 127.0.0.1; 0 for any free one', parsePort, 4321)
    .addHelpText('after', examples({ 'serve _site': 'look at the site at http://127.0.0.1:4321/' }))
    .action(handle(serve));
};

async function serve(session: Session, folder: string, { port }: { port: number }): Promise<Verdict> {
  const { baseOfOutput, serveFolder } = await loadSite();
  const base = baseOfOutput(resolve(folder));
  if (base === undefined)
    throw new CannotRun(`\`${folder}\` is no built site`, `make one: \`idol-registry build <tree> --out ${folder}\``);
  const server = await serveFolder(resolve(folder), { base, port }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EADDRINUSE') throw new CannotRun(`port ${port} is taken`, 'choose another: --port 0');
    throw error;
  });
  session.print(server.address);
  await untilInterrupted();
  await server.stop();
  return 0;
}
