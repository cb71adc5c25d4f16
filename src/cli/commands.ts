import type { RegisterCommand } from './session.ts';

/** Every command, in the order in which `--help` lists them. A command's code is loaded only when it is needed. */
export const COMMANDS = {
  check: async () => (await import('./check.ts')).registerCheck,
  breaking: async () => (await import('./breaking.ts')).registerBreaking,
  lock: async () => (await import('./lock.ts')).registerLock,
  diff: async () => (await import('./diff.ts')).registerDiff,
  log: async () => (await import('./log.ts')).registerLog,
  build: async () => (await import('./build.ts')).registerBuild,
  publish: async () => (await import('./publish.ts')).registerPublish,
  serve: async () => (await import('./serve.ts')).registerServe,
  dev: async () => (await import('./dev.ts')).registerDev,
  stubs: async () => (await import('./stubs.ts')).registerStubs,
  layout: async () => (await import('./layout.ts')).registerLayout,
  encode: async () => (await import('./encode.ts')).registerEncode,
  decode: async () => (await import('./decode.ts')).registerDecode,
  verify: async () => (await import('./verify.ts')).registerVerify,
  identify: async () => (await import('./identify.ts')).registerIdentify,
  call: async () => (await import('./call.ts')).registerCall,
  lsp: async () => (await import('./lsp.ts')).registerLsp,
  fmt: async () => (await import('./fmt.ts')).registerFmt,
  explain: async () => (await import('./explain.ts')).registerExplain,
  init: async () => (await import('./init.ts')).registerInit,
  completion: async () => (await import('./completion.ts')).registerCompletion,
  man: async () => (await import('./man.ts')).registerMan,
} satisfies Record<string, () => Promise<RegisterCommand>>;

export type CommandName = keyof typeof COMMANDS;

export function isCommandName(word: string): word is CommandName {
  return Object.hasOwn(COMMANDS, word);
}
