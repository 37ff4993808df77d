import fs from 'node:fs';
import path from 'node:path';

/**
 * Changes to the *installed copy* of the browser-served VS Code that make it installable without a compiler and
 * silent without a network. Nothing of the editor's own behaviour is touched.
 */

type Json = Record<string, unknown>;

const DEPENDENCY_LISTS = ['dependencies', 'optionalDependencies'];
const GIT_SOURCE = /^(git[+:@]|github:|[\w.-]+\/[\w.-]+)/;

/** Older releases name dependencies by git address, which a package registry cannot serve; the host runs without. */
export function dropGitDependencies(vscodeDir: string): void {
  for (const name of ['package.json', 'npm-shrinkwrap.json']) {
    const file = path.join(vscodeDir, name);
    if (!fs.existsSync(file)) {
      continue;
    }
    const manifest = readJson(file);
    const packages = asObject(manifest.packages);
    for (const owner of [manifest, asObject(packages[''])]) {
      for (const list of DEPENDENCY_LISTS) {
        deleteWhere(
          asObject(owner[list]),
          (version) => typeof version === 'string' && GIT_SOURCE.test(version),
        );
      }
    }
    deleteWhere(packages, (entry) => {
      const { resolved } = asObject(entry);
      return typeof resolved === 'string' && GIT_SOURCE.test(resolved);
    });
    writeJson(file, manifest);
  }
}

/**
 * Two native modules are never compiled here. Without a stand-in each start prints their load failures; with one,
 * the host also writes readable logs below its data folder.
 */
export function replaceNativeHelpers(vscodeDir: string): void {
  const modules = path.join(vscodeDir, 'node_modules', '@vscode');
  const standIns = { 'native-watchdog': 'exports.start = () => {};\n', spdlog: SPDLOG_STAND_IN };
  for (const [name, source] of Object.entries(standIns)) {
    const folder = path.join(modules, name);
    if (fs.existsSync(folder)) {
      fs.writeFileSync(path.join(folder, 'index.js'), source);
    }
  }
}

/** An empty gallery keeps the host offline; a missing one would make it fall back to a public gallery. */
export function disconnectGallery(vscodeDir: string): void {
  const file = path.join(vscodeDir, 'product.json');
  const product = readJson(file);
  product.extensionsGallery = {};
  // The server iterates over this list, so it has to stay a list.
  product.builtInExtensionsEnabledWithAutoUpdates = [];
  writeJson(file, product);
}

// The host imports this module by its export names, so they are assigned one by one.
const SPDLOG_STAND_IN = `'use strict';
const fs = require('node:fs');
const path = require('node:path');
const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'critical'];
const INFO = 2;
class Logger {
  constructor(kind, name, file) {
    this.file = file;
    this.level = INFO;
    if (file) fs.mkdirSync(path.dirname(file), { recursive: true });
  }
  getLevel() { return this.level; }
  setLevel(level) { this.level = level; }
  setPattern() {}
  clearFormatters() {}
  flush() {}
  drop() {}
}
LEVELS.forEach((name, level) => {
  Logger.prototype[name] = function (message) {
    if (!this.file || level < this.level) return;
    try { fs.appendFileSync(this.file, new Date().toISOString() + ' ' + name + ' ' + message + '\\n'); } catch {}
  };
});
exports.version = 0;
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.Logger = Logger;
exports.createRotatingLogger = async (name, file) => new Logger('rotating', name, file);
exports.createAsyncRotatingLogger = exports.createRotatingLogger;
`;

function readJson(file: string): Json {
  return asObject(JSON.parse(fs.readFileSync(file, 'utf8')));
}

function writeJson(file: string, value: Json): void {
  fs.writeFileSync(file, JSON.stringify(value, null, 2));
}

/** The object itself, so that a change to it changes the document that it is part of. */
function asObject(value: unknown): Json {
  return isObject(value) ? value : {};
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null;
}

function deleteWhere(object: Json, unwanted: (value: unknown) => boolean): void {
  for (const [key, value] of Object.entries(object)) {
    if (unwanted(value)) {
      Reflect.deleteProperty(object, key);
    }
  }
}
