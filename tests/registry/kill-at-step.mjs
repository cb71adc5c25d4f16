/** Preloaded into a child process: kills it, as `kill -9` does, before its KILL_AT-th change to a file below KILL_BELOW. */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import process from 'node:process';

const { KILL_AT, KILL_BELOW } = process.env;
let steps = 0;

for (const name of ['mkdirSync', 'openSync', 'writeSync', 'linkSync', 'renameSync', 'rmSync']) {
  const original = fs[name];
  fs[name] = (...args) => {
    const isChange = name === 'writeSync' || args.some((arg) => String(arg).startsWith(KILL_BELOW));
    if (isChange && ++steps === Number(KILL_AT)) process.kill(process.pid, 'SIGKILL');
    return original(...args);
  };
}
syncBuiltinESMExports();
