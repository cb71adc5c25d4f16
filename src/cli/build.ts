import { resolve } from 'node:path';
import { CannotRun, examples, type RegisterCommand, type Session, type Verdict } from './session.ts';
import { readSite, type SiteFlags } from './site-project.ts';

interface BuildOptions extends SiteFlags {
  readonly out: string;
  readonly strict?: boolean;
}

export const registerBuild: RegisterCommand = (program, handle) => {
  program
    .command('build')
    .description('Makes the site of a Hubris tree: static files for any host.')
    .argument('[tree]', 'root of the tree', '.')
    .requiredOption('--out <folder>', 'folder of the site; made, or replaced if this program wrote it')
    .option('--base <path>', 'path of the site on its host (default: the configuration, else /)')
    .option('--title <title>', 'title of the site (default: the configuration)')
    .option('--strict', 'exit with 1 if an interface has errors')
    .addHelpText(
      'after',
      examples({
        'build ../hubris --out _site': 'the site of a checkout, as it lies there',
        'build ../hubris --rev gimlet-v1.0.1 --out _site': 'the site of a release, without a checkout of it',
        'build --out _site --base /hubris/': 'for a host that has it below a path',
      }),
    )
    .action(handle(build));
};

async function build(session: Session, folder: string, options: BuildOptions): Promise<Verdict> {
  const { buildSite, OutputRefused } = await import('../site/index.ts');
  const { registry, base } = readSite(session, folder, options);
  try {
    const onProgress = (step: string) => session.progress.show(`${step} …`);
    const result = await buildSite(registry, { out: resolve(options.out), base, onProgress });
    const pages = `${result.pages} pages in ${options.out}`;
    session.inform(result.written ? pages : `${pages}, unchanged`);
  } catch (error) {
    if (error instanceof OutputRefused) throw new CannotRun(error.message);
    throw error;
  }
  const errors = registry.diagnostics.filter(({ severity }) => severity === 'error').length;
  if (errors > 0)
    session.inform(`${errors} ${errors === 1 ? 'error' : 'errors'} in the interfaces: the pages show them`);
  return options.strict && errors > 0 ? 1 : 0;
}
