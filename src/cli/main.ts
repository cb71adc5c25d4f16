#!/usr/bin/env node
import module from 'node:module';
import process from 'node:process';
import { beginShortRun, isShortRun, limitHeapOfShortRun } from './short-run.ts';

const OLDEST_NODE = [22, 19] as const;

// No `await` at the top: the program of an executable is a CommonJS module, which has none.
void start(process.argv.slice(2));

async function start(args: readonly string[]): Promise<void> {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])) {
    // Before anything else is loaded: an older Node would stop at the first syntax that it does not know.
    process.stderr.write(`error: Node ${OLDEST_NODE.join('.')} or newer is needed; this is ${process.versions.node}\n`);
    process.exitCode = 2;
    return;
  }
  const isShort = isShortRun(args);
  if (isShort) beginShortRun();
  // Most of a short run is loading this program; Node keeps what it compiled for the next one.
  module.enableCompileCache();
  if (args.length === 1 && ['-v', '--version'].includes(args[0] as string)) {
    const { programInfo } = await import('../program/index.ts');
    process.stdout.write(`${programInfo().version}\n`);
    return;
  }
  const { run } = await import('./run.ts');
  const { processTerminal } = await import('./terminal.ts');
  if (isShort) limitHeapOfShortRun();
  process.exitCode = await run(args, processTerminal());
}
