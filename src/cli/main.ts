#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
import process from 'node:process';

// Most of a short run is loading this program; Node keeps what it compiled for the next one.
enableCompileCache();
const { run } = await import('./run.ts');
const { processTerminal } = await import('./terminal.ts');

process.exitCode = await run(process.argv.slice(2), processTerminal());
