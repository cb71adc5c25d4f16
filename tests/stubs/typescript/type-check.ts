import { basename, resolve } from 'node:path';
import process from 'node:process';
import ts from 'typescript';

/**
 * The complaints of the TypeScript compiler about some modules, with the project's own settings and those that users may have beside
 * them. The modules are in memory only, at paths of the project.
 */
export function typeErrors(modules: ReadonlyMap<string, string>): string[] {
  const read = ts.readConfigFile('tsconfig.json', ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(read.config, ts.sys, process.cwd());
  const texts = new Map([...modules].map(([path, text]) => [resolve(path), text]));
  const settings: ts.CompilerOptions = { ...options, noPropertyAccessFromIndexSignature: true, isolatedModules: true };
  const host = ts.createCompilerHost(settings);
  const onDisk = { getSourceFile: host.getSourceFile, fileExists: host.fileExists, readFile: host.readFile };
  host.getSourceFile = (path, language, ...rest) => {
    const text = texts.get(resolve(path));
    if (text === undefined) return onDisk.getSourceFile(path, language, ...rest);
    return ts.createSourceFile(path, text, language);
  };
  host.fileExists = (path) => texts.has(resolve(path)) || onDisk.fileExists(path);
  host.readFile = (path) => texts.get(resolve(path)) ?? onDisk.readFile(path);
  const program = ts.createProgram([...texts.keys()], settings, host);
  return [...texts.keys()].flatMap((path) => {
    const source = program.getSourceFile(path);
    const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    return found.map(({ start = 0, messageText }) => {
      const line = (source?.getLineAndCharacterOfPosition(start).line ?? 0) + 1;
      return `${basename(path)}:${line}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
    });
  });
}
