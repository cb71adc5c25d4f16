import { resolve } from 'node:path';
import { untilInterrupted } from './interrupt.ts';
import { parsePort } from './port.ts';
import { orProblem } from './problem-text.ts';
import { examples, type RegisterCommand, type Session, type Verdict } from './session.ts';
import { loadSite } from './site.ts';
import { readSite, type SiteFlags } from './site-project.ts';

interface DevOptions extends SiteFlags {
  readonly port: number;
}

export const registerDev: RegisterCommand = (program, handle) => {
  program
    .command('dev')
    .description('Serves the site of a tree while you work on it: a saved file is on the page at once.')
    .argument('[tree]', 'root of the tree', '.')
    .option('--port <port>', 'port on 127.0.0.1; 0 for any free one', parsePort, 4321)
    .option('--base <path>', 'path of the site on its host (default: the configuration, else /)')
    .option('--title <title>', 'title of the site (default: the configuration)')
    .addHelpText('after', examples({ 'dev ../hubris': 'edit ../hubris and watch the pages change' }))
    .action(handle(dev));
};

async function dev(session: Session, folder: string, options: DevOptions): Promise<Verdict> {
  const { developSite } = await loadSite();
  const { base } = readSite(session, folder, options);
  const read = () => orProblem(session, () => readSite(session, folder, options).registry);
  const onProblem = (problem: string | undefined) => {
    if (problem !== undefined) session.reportProblem(problem);
    session.inform(problem === undefined ? 'the tree is read again' : 'the pages stay as they were');
  };
  const server = await developSite(read, { base, port: options.port, watch: resolve(folder), onProblem });
  session.print(server.address);
  await untilInterrupted();
  await server.stop();
  return 0;
}
