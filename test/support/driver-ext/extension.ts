import crypto from 'node:crypto';
import fs from 'node:fs';
import http from 'node:http';
import { text } from 'node:stream/consumers';
import * as v from 'valibot';
import * as vscode from 'vscode';
import { registerBenchPages } from './benchPages';
import {
  DRIVER_FILE_VARIABLE,
  DRIVER_REQUEST,
  DRIVER_TOKEN_HEADER,
  type DriverAddress,
  type DriverReply,
  type DriverRequest,
} from './protocol';
import { registerSoakCommands } from './soakCommands';

/** Test-only companion of the product: does on request what a test cannot do by mouse and keyboard. */
export function activate(context: vscode.ExtensionContext): void {
  const file = process.env[DRIVER_FILE_VARIABLE];
  if (file === undefined) {
    return;
  }
  const token = crypto.randomUUID();
  const server = http.createServer((request, response) => {
    void answer(request, token).then((reply) => response.end(JSON.stringify(reply)));
  });
  server.listen(0, '127.0.0.1', () => {
    const bound = server.address();
    if (bound !== null && typeof bound === 'object') {
      const address: DriverAddress = { port: bound.port, token };
      // Renamed into place, so that a test never reads half a file; after a reload the newest window's host wins.
      fs.writeFileSync(`${file}.${process.pid}`, JSON.stringify(address), { mode: 0o600 });
      fs.renameSync(`${file}.${process.pid}`, file);
    }
  });
  context.subscriptions.push({ dispose: () => server.close() });
  registerBenchPages(context);
  registerSoakCommands(context);
}

async function answer(request: http.IncomingMessage, token: string): Promise<DriverReply> {
  try {
    if (request.headers[DRIVER_TOKEN_HEADER] !== token) {
      throw new Error('wrong token');
    }
    const message = v.parse(DRIVER_REQUEST, JSON.parse(await text(request)));
    return { ok: true, result: (await perform(message)) ?? null };
  } catch (error) {
    return { ok: false, error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

async function perform(request: DriverRequest): Promise<unknown> {
  switch (request.op) {
    case 'command':
      return vscode.commands.executeCommand(request.id, ...request.args);
    case 'setting':
      return vscode.workspace
        .getConfiguration()
        .update(request.key, request.value, vscode.ConfigurationTarget.Global);
    case 'isActive':
      return vscode.extensions.getExtension(request.extension)?.isActive ?? false;
    case 'exported':
      return readExport(
        await vscode.extensions.getExtension(request.extension)?.activate(),
        request.path,
        request.args,
      );
    case 'info':
      return {
        vscode: vscode.version,
        node: process.versions.node,
        pid: process.pid,
        memory: process.memoryUsage().rss,
      };
  }
}

/** Follows a path of names into an extension's exports; a function at its end is called. */
function readExport(exported: unknown, path: readonly string[], args: readonly unknown[]): unknown {
  let owner: unknown;
  let value = exported;
  for (const name of path) {
    owner = value;
    value = Reflect.get(Object(value), name) as unknown;
  }
  return typeof value === 'function' ? (Reflect.apply(value, owner, args) as unknown) : value;
}
