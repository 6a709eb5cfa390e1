import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

export interface SdkProgram {
  readonly checker: ts.TypeChecker;
  /** Another of its declarations, by its path. */
  file(path: string): ts.SourceFile;
  /** Each file of resources: its declarations, and the JavaScript that sends its requests. */
  readonly resources: readonly { declarations: ts.SourceFile; program: ts.SourceFile }[];
}

/** Opens the installed Stripe SDK for reading: its declarations with their types, its JavaScript as a tree. */
export function openSdk(sdkFolder: string): SdkProgram {
  const folder = join(sdkFolder, 'esm/resources');
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.d.ts') && !name.endsWith('index.d.ts'))
    .sort()
    .map((name) => join(folder, name));
  const program = ts.createProgram(names, {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.NodeNext,
    lib: ['lib.es2023.d.ts'],
    types: [],
  });
  return {
    checker: program.getTypeChecker(),
    file: (path) => program.getSourceFile(join(sdkFolder, 'esm', path))!,
    resources: names.map((name) => ({
      declarations: program.getSourceFile(name)!,
      program: readScript(name.replace(/\.d\.ts$/, '.js')),
    })),
  };
}

const readScript = (name: string) =>
  ts.createSourceFile(
    name,
    readFileSync(name, 'utf8'),
    ts.ScriptTarget.ES2023,
    true,
    ts.ScriptKind.JS,
  );
