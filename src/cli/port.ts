import { InvalidArgumentError } from 'commander';

/** The argument of `--port`. */
export function parsePort(argument: string): number {
  const port = Number(argument);
  if (!/^\d+$/.test(argument) || port > 65_535) throw new InvalidArgumentError('A port is a number from 0 to 65535.');
  return port;
}
