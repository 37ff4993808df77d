import Module from 'node:module';
import path from 'node:path';

/** How Node finds a module; not in its types, and used by every tool that stands in for one. */
interface Resolver {
  _resolveFilename: (request: string, ...rest: readonly unknown[]) => string;
}

// Outside of the editor nothing provides `vscode`. All unit tests run with this (`--require`).
const resolver = Module as unknown as Resolver;
const resolve = resolver._resolveFilename;
resolver._resolveFilename = (request, ...rest) =>
  request === 'vscode' ? path.join(__dirname, 'vscode.ts') : resolve.call(Module, request, ...rest);
